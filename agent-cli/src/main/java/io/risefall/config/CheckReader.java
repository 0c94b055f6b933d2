package io.risefall.config;

import io.risefall.agent.CheckSettings;
import io.risefall.check.Checker;
import io.risefall.check.CheckerProvider;
import io.risefall.check.Checkers;
import io.risefall.config.AgentConfig.Check;
import io.risefall.option.InvalidOptionException;
import io.risefall.option.InvalidOptionException.Mistake;
import io.risefall.option.OptionKind;
import io.risefall.state.Damping;
import io.risefall.state.Health;
import io.risefall.state.OnStale;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Reads checks, and what stands beside them. */
final class CheckReader {

  private static final OptionKind<Integer> COUNT = OptionKind.integer(1, 1000);
  private static final OptionKind<String> ON_STALE =
      OptionKind.choice(List.of("down", "hold", "up"));
  private static final OptionKind<String> INITIAL =
      OptionKind.choice(List.of("unknown", "up", "down"));

  private final Checkers checkers;
  private final References references;
  private final Map<String, Consumer<CheckSettings.Builder>> defaults;

  /**
   * @param defaults what holds for every check that does not say otherwise
   */
  CheckReader(Checkers checkers, References references, Optional<Section> defaults) {
    this.checkers = checkers;
    this.references = references;
    this.defaults = defaults.map(this::settings).orElse(Map.of());
    defaults.ifPresent(Section::end);
  }

  /** A check; none if there is a mistake in it. */
  Optional<Check> read(Place place) {
    Optional<Section> section = place.section();
    return section.flatMap(
        keys -> {
          Optional<Typed> typed = typed(keys);
          CheckSettings settings = ownSettings(keys);
          return typed.map(t -> new Check(t.type, t.options, t.checker, settings));
        });
  }

  private record Typed(String type, Map<String, List<String>> options, Checker checker) {}

  /** The one key that is the type of a checker, with the checker's options below it. */
  private Optional<Typed> typed(Section keys) {
    List<String> types = checkers.providers().stream().map(CheckerProvider::type).toList();
    List<String> given = types.stream().filter(keys::has).toList();
    if (given.size() != 1) {
      String problem =
          given.isEmpty() ? "says not what to check" : "has " + String.join(" and ", given);
      keys.place().refuse(problem, "one of " + String.join(", ", types));
      types.forEach(keys::take);
      return Optional.empty();
    }
    String type = given.getFirst();
    return keys.take(type).flatMap(place -> checker(type, place));
  }

  private Optional<Typed> checker(String type, Place place) {
    Optional<Section> section = place.section();
    if (section.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Place> places = section.get().takeRest();
    Map<String, List<String>> texts = new LinkedHashMap<>();
    int[] unread = {0};
    places.forEach(
        (name, value) -> {
          List<String> written = value.texts("a value");
          if (written.size() < value.items().size() || written.isEmpty()) {
            unread[0]++;
          }
          texts.put(name, written);
        });
    if (unread[0] > 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Typed(type, texts, checkers.create(type, texts)));
    } catch (StackOverflowError e) { // such as of Java's patterns
      place.refuse("has a value that is nested too deeply", "simpler patterns");
      return Optional.empty();
    } catch (InvalidOptionException e) {
      for (Mistake mistake : e.mistakes()) {
        Place at = places.get(mistake.option());
        int line = at == null ? place.line() : at.line();
        String key = place.key() + "." + mistake.option();
        place.mistakes().add(line, key, mistake.problem(), mistake.allowed());
      }
      return Optional.empty();
    }
  }

  private CheckSettings ownSettings(Section keys) {
    Map<String, Consumer<CheckSettings.Builder>> all = new LinkedHashMap<>(defaults);
    all.putAll(settings(keys));
    keys.end();
    CheckSettings.Builder builder = CheckSettings.builder();
    all.values().forEach(setting -> setting.accept(builder));
    CheckSettings settings = builder.build();
    refuseWhatNeverHolds(keys.place(), settings);
    return settings;
  }

  /** Times that are over before the next result can come. */
  private static void refuseWhatNeverHolds(Place place, CheckSettings settings) {
    Duration between = settings.interval();
    Optional<Duration> downAfter = settings.riseFall().downAfter();
    if (downAfter.isPresent() && downAfter.get().compareTo(between) <= 0) {
      place.refuse(
          "down-after " + words(downAfter.get()) + " is over before the next result",
          "more than the interval, " + words(between));
    }
    if (settings.staleAfter().isPresent() && settings.staleAfter().get().compareTo(between) <= 0) {
      place.refuse(
          "stale-after " + words(settings.staleAfter().get()) + " is over before the next result",
          "more than the interval, " + words(between));
    }
  }

  private static String words(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + "s"
        : duration.toMillis() + "ms";
  }

  private Map<String, Consumer<CheckSettings.Builder>> settings(Section keys) {
    Settings found = new Settings(keys);
    found.put("interval", OptionKind.DURATION, CheckSettings.Builder::interval);
    found.put("fast-interval", OptionKind.DURATION, CheckSettings.Builder::fastInterval);
    found.put("down-interval", OptionKind.DURATION, CheckSettings.Builder::downInterval);
    found.put("jitter", OptionKind.DURATION, CheckSettings.Builder::jitter);
    found.put("rise", COUNT, CheckSettings.Builder::rise);
    found.put("fall", COUNT, CheckSettings.Builder::fall);
    found.put("window", Kinds.WINDOW_OF, (b, window) -> b.window(window.passes(), window.size()));
    found.put("down-after", OptionKind.DURATION, CheckSettings.Builder::downAfter);
    found.put("stale-after", OptionKind.DURATION, CheckSettings.Builder::staleAfter);
    found.put("on-stale", ON_STALE, (b, word) -> b.onStale(OnStale.valueOf(upper(word))));
    found.put("initial", INITIAL, (b, word) -> b.initial(Health.valueOf(upper(word))));
    found.put("weight", OptionKind.integer(0, 100), CheckSettings.Builder::weight);
    keys.take("damping")
        .flatMap(CheckReader::damping)
        .ifPresent(rule -> found.byKey.put("damping", b -> b.damping(rule)));
    keys.take("depends-on")
        .map(references::namesAt)
        .ifPresent(
            names -> found.byKey.put("depends-on", b -> b.dependsOn(names.toArray(String[]::new))));
    return found.byKey;
  }

  private static String upper(String word) {
    return word.toUpperCase(Locale.ROOT);
  }

  /** What is set, by key: a check's own takes the place of the default. */
  private record Settings(Section keys, Map<String, Consumer<CheckSettings.Builder>> byKey) {

    Settings(Section keys) {
      this(keys, new LinkedHashMap<>());
    }

    <T> void put(String key, OptionKind<T> kind, BiConsumer<CheckSettings.Builder, T> setter) {
      keys.take(key, kind)
          .ifPresent(value -> byKey.put(key, builder -> setter.accept(builder, value)));
    }
  }

  private static Optional<Damping> damping(Place place) {
    if (!place.isMapping()) {
      return place.read(OptionKind.BOOLEAN).filter(on -> on).map(on -> Damping.CUSTOMARY);
    }
    Section keys = place.section().orElseThrow();
    Damping customary = Damping.CUSTOMARY;
    double suppress = keys.take("suppress", Kinds.NUMBER, customary.suppress());
    double reuse = keys.take("reuse", Kinds.NUMBER, customary.reuse());
    Duration halfLife = keys.take("half-life", OptionKind.DURATION, customary.halfLife());
    Duration maxHold = keys.take("max-hold", OptionKind.DURATION, customary.maxHold());
    keys.end();
    try {
      return Optional.of(new Damping(suppress, reuse, halfLife, maxHold));
    } catch (IllegalArgumentException e) {
      String[] parts = String.valueOf(e.getMessage()).split(", allowed: ", 2);
      place.refuse(parts[0], parts.length > 1 ? parts[1] : "customary values");
      return Optional.empty();
    }
  }
}
