package io.risefall.resident;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.risefall.agent.CheckSnapshot;
import io.risefall.agent.HealthListener;
import io.risefall.check.CheckResult;
import io.risefall.cli.Arguments;
import io.risefall.cli.UsageException;
import io.risefall.config.AgentConfig.Check;
import io.risefall.config.ConfigException;
import io.risefall.control.Answer;
import io.risefall.file.FileTrouble;
import io.risefall.history.CheckJson;
import io.risefall.history.Past;
import io.risefall.option.InvalidOptionException;
import io.risefall.option.Option;
import io.risefall.option.OptionKind;
import io.risefall.option.Options;
import io.risefall.state.AdminState;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One command of an operator, as it was given. */
final class OperatorCommand {

  static final String CHECK = "check";

  /** What a run may take beyond its check's time-out. */
  static final Duration GRACE = Duration.ofMillis(500);

  private static final Option<Boolean> JSON =
      Option.of("json", OptionKind.FLAG, "as JSON, for programs");
  private static final Option<String> REASON =
      Option.of("reason", OptionKind.TEXT, "why, for those who are told");
  private static final Option<Duration> FOR =
      Option.of("for", OptionKind.DURATION, "ready again after so long; default: never");

  /** The word holds all the same: an operator who drains a server must not be refused that. */
  private static final String FORGETS =
      "it holds now, but not after a restart, as the state file cannot be written: ";

  private static final JsonFactory FACTORY = new JsonFactory();

  private final ResidentAgent resident;
  private final RunLimit runs;
  private final String command;
  private final boolean terminal;
  private final List<String> names;
  private final Options options;

  /**
   * Understands a command.
   *
   * @param runs how often checks may be run
   * @param words the command and its arguments
   * @param terminal whether colours are of use
   * @throws UsageException if the words are no command
   */
  OperatorCommand(ResidentAgent resident, RunLimit runs, List<String> words, boolean terminal)
      throws UsageException {
    this.resident = resident;
    this.runs = runs;
    this.command = words.getFirst();
    this.terminal = terminal;
    List<Option<?>> declared = options(command);
    Arguments arguments = Arguments.parse(command, declared, words.subList(1, words.size()));
    this.names = arguments.positional();
    try {
      this.options = Options.parse(declared, arguments.textsOf(declared));
    } catch (InvalidOptionException e) {
      throw new UsageException(command, e.mistakes());
    }
  }

  /** Does it. */
  Answer answer() throws UsageException {
    return switch (command) {
      case "ask" -> ask();
      case "status" -> status();
      case "explain" -> explain();
      case CHECK -> check();
      case "drain" -> say(AdminState.DRAIN);
      case "maint" -> say(AdminState.MAINT);
      case "ready" -> say(AdminState.READY);
      default -> reload();
    };
  }

  private CheckSnapshot one() throws UsageException {
    if (names.isEmpty()) {
      throw new UsageException(command, "no name, allowed: a check or group");
    }
    if (names.size() > 1) {
      throw UsageException.tooMany(command, names.get(1), 1);
    }
    return snapshot(names.getFirst());
  }

  private CheckSnapshot snapshot(String name) throws UsageException {
    Optional<CheckSnapshot> check = resident.agent().snapshot(name);
    if (check.isEmpty()) {
      throw new UsageException(
          command, "no check or group '" + name + "'; risefall status names all");
    }
    return check.get();
  }

  private boolean asJson() {
    return options.isSet(JSON);
  }

  private Answer ask() throws UsageException {
    CheckSnapshot check = one();
    return new Answer(check.status().isUp() ? 0 : 1, "", Tables.line(check) + "\n");
  }

  private Answer status() throws UsageException {
    List<CheckSnapshot> checks = new ArrayList<>();
    if (names.isEmpty()) {
      checks.addAll(resident.agent().snapshot());
    }
    for (String name : names) {
      checks.add(snapshot(name));
    }
    return Answer.of(asJson() ? json(checks) : Tables.status(checks, terminal));
  }

  private Answer explain() throws UsageException {
    CheckSnapshot check = one();
    Past past = resident.history().of(check.name());
    return Answer.of(
        asJson()
            ? json(json -> CheckJson.write(json, check, past))
            : Tables.explain(
                check,
                past,
                resident.end(check.name()),
                resident.dependents(check.name()),
                terminal));
  }

  private Answer check() throws UsageException {
    String name = one().name();
    Optional<Check> check = resident.check(name);
    if (check.isEmpty()) {
      throw new UsageException(command, "'" + name + "' is a group, allowed: a check");
    }
    if (!runs.allows()) {
      throw new UsageException(command, "too many at once, allowed: " + runs.words());
    }
    Optional<CheckResult> result = runNow(name, check.get().checker().timeout().plus(GRACE));
    if (result.isEmpty()) {
      return Answer.trouble("risefall check: no result of " + name + " in time");
    }
    CheckSnapshot after = snapshot(name);
    String text =
        asJson()
            ? json(json -> CheckJson.write(json, after))
            : Tables.result(result.get(), terminal) + "\n" + Tables.line(after) + "\n";
    return new Answer(result.get().verdict().isPass() ? 0 : 1, "", text);
  }

  private Answer say(AdminState word) throws UsageException {
    String name = one().name();
    String reason = options.find(REASON).orElse("by an operator");
    Optional<Duration> time = word == AdminState.READY ? Optional.empty() : options.find(FOR);
    Optional<String> notKept =
        resident.say(name, word, reason, time.map(length -> Instant.now().plus(length)));
    CheckSnapshot after = snapshot(name);
    return new Answer(
        0,
        notKept.map(why -> "risefall " + command + ": " + FORGETS + why).orElse(""),
        asJson() ? json(json -> CheckJson.write(json, after)) : Tables.line(after) + "\n");
  }

  private Answer reload() throws UsageException {
    if (!names.isEmpty()) {
      throw UsageException.tooMany(command, names.getFirst(), 0);
    }
    String refused = "risefall reload: refused, the agent goes on as before";
    try {
      String changes = resident.reload();
      return Answer.of(
          asJson() ? json(json -> reloaded(json, changes)) : "reloaded; " + changes + "\n");
    } catch (ConfigException e) {
      return new Answer(1, refused, String.join("\n", e.mistakes()) + "\n");
    } catch (IOException e) {
      return Answer.trouble(refused + ": " + FileTrouble.of(e));
    }
  }

  /** The options of a command, for help and completion. */
  static List<Option<?>> options(String command) {
    return switch (command) {
      case "ask" -> List.of();
      case "drain", "maint" -> List.of(REASON, FOR, JSON);
      case "ready" -> List.of(REASON, JSON);
      default -> List.of(JSON);
    };
  }

  private static void reloaded(JsonGenerator json, String changes) throws IOException {
    json.writeStartObject();
    json.writeStringField("reloaded", changes);
    json.writeEndObject();
  }

  /** Has a check run and waits for its result. */
  private Optional<CheckResult> runNow(String name, Duration within) {
    CompletableFuture<CheckResult> result = new CompletableFuture<>();
    HealthListener once =
        new HealthListener() {
          @Override
          public void onResult(String checked, CheckResult found, Duration lag) {
            if (checked.equals(name)) {
              result.complete(found);
            }
          }
        };
    resident.agent().addListener(once);
    try {
      resident.agent().runNow(name);
      return Optional.of(result.get(within.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException | TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      resident.agent().removeListener(once);
    }
  }

  private static String json(List<CheckSnapshot> checks) {
    return json(
        json -> {
          json.writeStartArray();
          for (CheckSnapshot check : checks) {
            CheckJson.write(json, check);
          }
          json.writeEndArray();
        });
  }

  @FunctionalInterface
  private interface Written {
    void to(JsonGenerator json) throws IOException;
  }

  private static String json(Written written) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      written.to(json);
    } catch (IOException e) {
      throw new IllegalStateException(e); // a writer of text throws none
    }
    return text + "\n";
  }
}
