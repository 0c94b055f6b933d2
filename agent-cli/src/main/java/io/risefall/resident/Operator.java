package io.risefall.resident;

import io.risefall.cli.Handover;
import io.risefall.cli.Handovers;
import io.risefall.cli.UsageException;
import io.risefall.control.Answer;
import io.risefall.control.Service;
import io.risefall.option.Option;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The operator's commands, done by a running agent. Safe for use by many threads. */
public final class Operator implements Service {

  /** The commands that are done here, in the order of the help. */
  public static final List<String> WORDS =
      List.of(
          "ask", "status", "explain", OperatorCommand.CHECK, "drain", "maint", "ready", "reload");

  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final ResidentAgent resident;
  private final RunLimit limit = new RunLimit("check-now", 10);
  private final RunLimit handedOver = new RunLimit("handed-over", 1000);

  private final Handovers handovers;

  /** The commands of {@code resident}. */
  public Operator(ResidentAgent resident) {
    this.resident = resident;
    this.handovers = new Handovers(resident.checkers());
  }

  /** The options of a command, for help and completion. */
  public static List<Option<?>> options(String command) {
    return OperatorCommand.options(command);
  }

  /** Operators' commands, and checks of others who need no JVM then. */
  @Override
  public Taken take(List<String> words, boolean terminal) {
    if (!words.isEmpty() && WORDS.contains(words.getFirst())) {
      return new Task(longest(words), false, () -> Optional.of(run(words, terminal)));
    }
    Optional<Handover> check = handovers.of(words);
    if (check.isEmpty()) {
      return new Left("the agent does no such command for others");
    }
    if (!handedOver.allows()) {
      return new Left("the agent has too much to do, allowed: " + handedOver.words());
    }
    return task(check.get());
  }

  private Task task(Handover check) {
    Duration deadline = check.checker().timeout();
    return new Task(
        deadline,
        true,
        () -> resident.agent().runBeside(check.checker(), deadline).map(check::answer));
  }

  /** A run that an operator asks for takes as long as it takes. */
  private Duration longest(List<String> words) {
    if (!words.getFirst().equals(OperatorCommand.CHECK)) {
      return LONGEST;
    }
    return words.stream()
        .skip(1)
        .flatMap(name -> resident.check(name).stream())
        .map(check -> check.checker().timeout().plus(OperatorCommand.GRACE.multipliedBy(2)))
        .filter(time -> time.compareTo(LONGEST) > 0)
        .findFirst()
        .orElse(LONGEST);
  }

  /**
   * Does a command of an operator.
   *
   * @param words the command and its arguments
   * @param terminal whether colours are of use
   */
  public Answer run(List<String> words, boolean terminal) {
    try {
      if (words.isEmpty() || !WORDS.contains(words.getFirst())) {
        throw new UsageException(
            "help", "no command of an agent, allowed: " + String.join(", ", WORDS));
      }
      return new OperatorCommand(resident, limit, words, terminal).answer();
    } catch (UsageException e) {
      return Answer.trouble(String.valueOf(e.getMessage()));
    }
  }
}
