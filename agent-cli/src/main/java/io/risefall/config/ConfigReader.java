package io.risefall.config;

import io.risefall.agent.Group;
import io.risefall.check.Checkers;
import io.risefall.config.AgentConfig.Check;
import io.risefall.config.AgentConfig.Choice;
import io.risefall.config.AgentConfig.Hook;
import io.risefall.config.AgentConfig.Link;
import io.risefall.config.AgentConfig.Mode;
import io.risefall.config.AgentConfig.Publish;
import io.risefall.option.OptionKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.YamlUnicodeReader;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Reads the agent's file. */
public final class ConfigReader {

  private static final int MOST_CHARACTERS = 64 * 1024 * 1024;
  private static final String YAML = "YAML 1.2";
  private static final String COMMAND = "a program and its arguments, as a list";
  private static final List<String> PLACEHOLDERS =
      List.of("check", "from", "to", "reason", "message", "time");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  private final Checkers checkers;
  private final References references = new References();
  private final Map<String, Place> declared = new LinkedHashMap<>();
  private final Map<String, List<String>> uses = new LinkedHashMap<>();

  private ConfigReader(Checkers checkers) {
    this.checkers = checkers;
  }

  /**
   * Reads a file.
   *
   * @param checkers the checkers that are installed
   * @throws IOException if it cannot be read
   * @throws ConfigException with every mistake in it
   */
  public static AgentConfig read(Path file, Checkers checkers) throws IOException, ConfigException {
    Mistakes mistakes = new Mistakes(file.toString());
    AgentConfig config = new ConfigReader(checkers).read(compose(file, mistakes));
    mistakes.refuse();
    if (config == null) {
      throw new IllegalStateException("no configuration and no mistake");
    }
    return config;
  }

  private static Place compose(Path file, Mistakes mistakes) throws IOException, ConfigException {
    LoadSettings settings =
        LoadSettings.builder()
            .setUseMarks(true)
            .setCodePointLimit(MOST_CHARACTERS)
            .setMaxAliasesForCollections(Integer.MAX_VALUE) // BoundedParser counts better
            .build();
    try (InputStream in = Files.newInputStream(file)) {
      StreamReader text = new StreamReader(settings, new YamlUnicodeReader(in));
      BoundedParser parser = new BoundedParser(new ParserImpl(settings, text));
      Optional<Node> root = new Composer(settings, parser).getSingleNode();
      if (root.isPresent()) {
        return new Place("", Place.lineOf(root.get(), 1), root.get(), mistakes);
      }
      mistakes.add(1, "checks", "is missing", "checks by their names");
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      mistakes.add(line, "YAML", oneLine(e.getProblem()), YAML);
    } catch (YamlEngineException e) {
      mistakes.add(1, "YAML", oneLine(String.valueOf(e.getMessage())), YAML);
    }
    mistakes.refuse();
    throw new IllegalStateException("no mistake");
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  private @Nullable AgentConfig read(Place root) {
    Optional<Section> top = root.section();
    if (top.isEmpty()) {
      return null;
    }
    Section keys = top.get();
    Optional<Place> state = keys.take("state-file");
    Duration maxAge = Duration.ofHours(1);
    Optional<Path> stateFile = Optional.empty();
    if (state.isPresent() && state.get().isMapping()) {
      Section below = state.get().section().orElseThrow();
      stateFile = Optional.ofNullable(below.require("path", Kinds.PATH));
      maxAge = below.take("max-age", OptionKind.DURATION, maxAge);
      below.end();
    } else if (state.isPresent()) {
      stateFile = state.get().read(Kinds.PATH);
    }
    Path control = keys.take("control", Kinds.PATH, AgentConfig.DEFAULT_CONTROL);
    boolean watch = keys.take("watch", OptionKind.BOOLEAN, false);
    int maxInFlight = keys.take("max-in-flight", OptionKind.integer(1, 1_000_000), 4096);
    Optional<Section> defaults = keys.take("defaults").flatMap(Place::section);
    Map<String, Check> checks = checks(keys.require("checks", "checks by their names"), defaults);
    Map<String, Group> groups = groups(keys.take("groups"));
    List<Publish> publish =
        keys.take("publish").map(new PublishReader(references)::read).orElse(List.of());
    List<Hook> hooks = hooks(keys.take("hooks"));
    Map<String, Mode> modes = modes(keys.take("modes"));
    keys.end();
    references.resolve(declared.keySet());
    References.refuseCircles(uses, declared);
    return new AgentConfig(
        stateFile, maxAge, control, watch, maxInFlight, checks, groups, publish, hooks, modes);
  }

  private Map<String, Check> checks(Optional<Place> place, Optional<Section> defaults) {
    CheckReader reader = new CheckReader(checkers, references, defaults);
    Map<String, Check> checks = new LinkedHashMap<>();
    named(place)
        .forEach(
            (name, at) -> {
              declare(name, at);
              reader
                  .read(at)
                  .ifPresent(
                      check -> {
                        checks.put(name, check);
                        uses.put(name, check.settings().dependsOn());
                      });
            });
    return checks;
  }

  /** Whether the name was free. */
  private boolean declare(String name, Place at) {
    Place before = declared.putIfAbsent(name, at);
    if (before != null) {
      at.refuse(
          "'" + name + "' is the name of what stands in line " + before.line(),
          "names that are taken by no check or group");
    }
    return before == null;
  }

  /** What stands under names of the user's choice; those that are no names are mistakes. */
  private static Map<String, Place> named(Optional<Place> place) {
    Map<String, Place> named = new LinkedHashMap<>();
    place
        .flatMap(Place::section)
        .ifPresent(
            section ->
                section
                    .takeRest()
                    .forEach(
                        (name, at) -> {
                          try {
                            Kinds.NAMED.parse(name);
                            named.put(name, at);
                          } catch (IllegalArgumentException e) {
                            at.refuse("'" + name + "' is no name", Kinds.NAMED.allowed());
                          }
                        }));
    return named;
  }

  private Map<String, Group> groups(Optional<Place> place) {
    Map<String, Group> groups = new LinkedHashMap<>();
    named(place)
        .forEach(
            (name, at) -> {
              boolean free = declare(name, at);
              at.section()
                  .flatMap(this::group)
                  .filter(group -> free)
                  .ifPresent(
                      group -> {
                        groups.put(name, group);
                        uses.put(name, group.members());
                      });
            });
    return groups;
  }

  private Optional<Group> group(Section keys) {
    Optional<Place> all = keys.take("all");
    Optional<Place> any = keys.take("any");
    Optional<Place> atLeast = keys.take("at-least");
    Optional<Place> of = keys.take("of");
    keys.end();
    String allowed = "all: [...], any: [...], or at-least: N with of: [...]";
    long ways = List.of(all, any, atLeast).stream().filter(Optional::isPresent).count();
    if (ways != 1 || atLeast.isPresent() != of.isPresent()) {
      keys.place().refuse("says not how many must be up", allowed);
      return Optional.empty();
    }
    List<String> members = references.namesAt(all.or(() -> any).or(() -> of).orElseThrow());
    if (members.isEmpty()) {
      return Optional.empty();
    }
    int size = members.size();
    Optional<Integer> least =
        all.isPresent()
            ? Optional.of(size)
            : any.isPresent()
                ? Optional.of(1)
                : atLeast.flatMap(place -> place.read(OptionKind.integer(1, size)));
    return least.map(number -> new Group(number, members));
  }

  private List<Hook> hooks(Optional<Place> place) {
    List<Hook> hooks = new ArrayList<>();
    for (Place item : place.map(Place::items).orElse(List.of())) {
      item.section()
          .ifPresent(
              keys -> {
                List<String> on = keys.take("on").map(references::namesAt).orElse(List.of());
                Optional<List<String>> run =
                    keys.require("run", COMMAND).map(at -> command(at, PLACEHOLDERS));
                Duration timeout = keys.take("timeout", OptionKind.DURATION, TEN_SECONDS);
                keys.end();
                run.ifPresent(words -> hooks.add(new Hook(on, words, timeout)));
              });
    }
    return hooks;
  }

  /** A program and its arguments; what stands in braces must be one of {@code placeholders}. */
  private static List<String> command(Place place, List<String> placeholders) {
    if (!place.isList()) {
      place.refuse("is no list", COMMAND);
      return List.of();
    }
    for (Place item : place.items()) {
      item.text("a word").ifPresent(word -> refuseUnknown(word, placeholders, item));
    }
    for (Place item : place.items()) {
      if (item.text().filter(word -> word.indexOf('\0') >= 0).isPresent()) {
        item.refuse("has a character of zero", "a word that a program can be given");
      }
    }
    List<String> words = place.texts(COMMAND);
    if (!words.isEmpty() && !words.getFirst().startsWith("/")) {
      place
          .items()
          .getFirst()
          .refuse("'" + words.getFirst() + "' is no absolute path", "the program's absolute path");
    }
    return words;
  }

  private static void refuseUnknown(String word, List<String> placeholders, Place place) {
    Matcher braces = PLACEHOLDER.matcher(word);
    while (braces.find()) {
      if (!placeholders.contains(braces.group(1))) {
        place.refuse(
            "'" + braces.group() + "' stands for nothing",
            placeholders.isEmpty() ? "no braces" : "{" + String.join("}, {", placeholders) + "}");
      }
    }
  }

  private Map<String, Mode> modes(Optional<Place> place) {
    Map<String, Mode> modes = new LinkedHashMap<>();
    named(place)
        .forEach((name, at) -> at.section().flatMap(this::mode).ifPresent(m -> modes.put(name, m)));
    return modes;
  }

  private Optional<Mode> mode(Section keys) {
    Optional<Place> choose = keys.require("choose", "a list of when, mode and otherwise");
    Optional<Place> link = keys.take("link");
    Optional<Place> run = keys.take("run");
    Duration timeout = keys.take("timeout", OptionKind.DURATION, TEN_SECONDS);
    Optional<Duration> settle = keys.take("settle", OptionKind.DURATION);
    keys.end();
    if (link.isEmpty() && run.isEmpty()) {
      keys.place().refuse("does nothing", "link, run or both");
    }
    List<String> command = run.map(at -> command(at, List.of("mode"))).orElse(List.of());
    Optional<Link> switched = link.flatMap(Place::section).flatMap(ConfigReader::link);
    return choose.map(at -> new Mode(choices(at), switched, command, timeout, settle));
  }

  private static Optional<Link> link(Section keys) {
    @Nullable Path path = keys.require("path", Kinds.PATH);
    Optional<Place> to = keys.require("to", "where it leads, with {mode} for the mode");
    Optional<String> target = to.flatMap(place -> place.text("where it leads"));
    target.ifPresent(text -> refuseUnknown(text, List.of("mode"), to.orElseThrow()));
    target
        .filter(text -> text.indexOf('\0') >= 0)
        .ifPresent(zero -> to.orElseThrow().refuse("has a character of zero", "a path"));
    // The kernel makes no link that leads nowhere.
    target
        .filter(String::isEmpty)
        .ifPresent(empty -> to.orElseThrow().refuse("leads nowhere", "a path"));
    keys.end();
    return path == null ? Optional.empty() : target.map(text -> new Link(path, text));
  }

  private List<Choice> choices(Place place) {
    List<Choice> choices = new ArrayList<>();
    boolean otherwise = false;
    for (Place item : place.items()) {
      Optional<Section> section = item.section();
      if (section.isEmpty()) {
        continue;
      }
      Section keys = section.get();
      if (otherwise) {
        item.refuse("comes after otherwise and is never chosen", "otherwise as the last");
      }
      if (keys.has("otherwise")) {
        otherwise = true;
        Optional.ofNullable(keys.require("otherwise", Kinds.NAMED))
            .ifPresent(mode -> choices.add(new Choice(Condition.OTHERWISE, mode)));
      } else {
        Optional<Place> when = keys.require("when", "a condition such as 'au and not nl'");
        Optional<Condition> condition = when.flatMap(this::condition);
        Optional<String> mode = Optional.ofNullable(keys.require("mode", Kinds.NAMED));
        condition.flatMap(c -> mode.map(m -> new Choice(c, m))).ifPresent(choices::add);
      }
      keys.end();
    }
    if (!otherwise) {
      place.refuse("says not what holds when nothing else does", "{otherwise: MODE} as the last");
    }
    return choices;
  }

  private Optional<Condition> condition(Place place) {
    String allowed = "names, and, or, not and parentheses";
    Optional<String> text = place.text(allowed);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      Condition condition = Condition.parse(text.get());
      condition.names().forEach(name -> references.meant(name, place));
      return Optional.of(condition);
    } catch (IllegalArgumentException e) {
      String shown = Condition.shown(text.get());
      place.refuse("'" + shown + "' is no condition (" + e.getMessage() + ")", allowed);
      return Optional.empty();
    }
  }
}
