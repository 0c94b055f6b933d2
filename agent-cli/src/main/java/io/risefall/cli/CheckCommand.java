package io.risefall.cli;

import io.risefall.check.CheckContext;
import io.risefall.check.CheckResult;
import io.risefall.check.CheckRun;
import io.risefall.check.Checker;
import io.risefall.check.CheckerProvider;
import io.risefall.check.Checkers;
import io.risefall.check.Reason;
import io.risefall.option.InvalidOptionException;
import io.risefall.option.InvalidOptionException.Mistake;
import io.risefall.option.Option;
import io.risefall.option.OptionKind;
import io.risefall.option.Options;
import io.risefall.time.Ticker;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One check: {@code risefall dns NAME --server ADDR}. */
final class CheckCommand {

  private static final Option<String> OUTPUT =
      Option.of("output", OptionKind.choice(Report.WORDS), "how the answer is written")
          .orElse("text");
  private static final Option<String> EXIT =
      Option.of("exit", OptionKind.choice(Exit.WORDS), "what the exit code says").orElse("plain");
  private static final Option<Boolean> VERBOSE =
      Option.of("verbose", OptionKind.FLAG, "also write phases and facts");

  /** For the launcher, which asks a running agent first. */
  static final Option<String> CONTROL =
      Option.of(
          "control",
          OptionKind.TEXT,
          "a running agent's directory; default: RISEFALL_CONTROL, else /run/risefall");

  /** The options of the command itself, beside those of the checker. */
  static final List<Option<?>> OWN = List.of(OUTPUT, EXIT, VERBOSE, CONTROL);

  /** A checker that goes on for so long after its deadline is left behind. */
  private static final Duration GRACE = Duration.ofMillis(250);

  private final Checkers checkers;
  private final PrintStream out;

  CheckCommand(Checkers checkers, PrintStream out) {
    this.checkers = checkers;
    this.out = out;
  }

  /** Every option of a check on the command line: the checker's, every check's, the command's. */
  static List<Option<?>> options(CheckerProvider provider) {
    List<Option<?>> all = new ArrayList<>(Checkers.options(provider));
    all.addAll(OWN);
    return all;
  }

  /**
   * Runs a check of {@code provider}'s type.
   *
   * @return the exit code
   * @throws UsageException if the arguments are not allowed
   */
  int run(CheckerProvider provider, List<String> args) throws UsageException {
    String type = provider.type();
    Arguments arguments = Arguments.parse(type, options(provider), args);
    if (arguments.help()) {
      Help.ofChecker(provider, out);
      return 0;
    }
    return run(prepare(provider, arguments));
  }

  /** A check that can be run, and how its result is told. */
  record Prepared(String type, Checker checker, Options own) {

    /** Tells the result and gives the exit code. */
    int tell(CheckResult result, PrintStream out) {
      Report.of(own.get(OUTPUT)).write(type, result, own.isSet(VERBOSE), out);
      return Exit.of(own.get(EXIT)).code(result);
    }
  }

  /** A check of {@code provider}'s type. */
  Prepared prepare(CheckerProvider provider, Arguments arguments) throws UsageException {
    String type = provider.type();
    return prepare(type, arguments, arguments.allTextsOf(type, Checkers.options(provider)), type);
  }

  /** Runs a check and tells its result. */
  int run(Prepared prepared) {
    return prepared.tell(check(prepared.checker()), out);
  }

  /**
   * A check whose options come from somewhere else.
   *
   * @param command what the user called, for messages
   * @param arguments where the command's own options are
   * @param texts the checker's options
   * @param type the type of the check
   * @throws UsageException if the options are not allowed
   */
  Prepared prepare(
      String command, Arguments arguments, Map<String, List<String>> texts, String type)
      throws UsageException {
    List<Mistake> mistakes = new ArrayList<>();
    Optional<Checker> checker = unless(mistakes, () -> checkers.create(type, texts));
    Optional<Options> read = unless(mistakes, () -> Options.parse(OWN, arguments.textsOf(OWN)));
    if (!mistakes.isEmpty()) {
      throw new UsageException(command, mistakes);
    }
    return new Prepared(type, checker.orElseThrow(), read.orElseThrow());
  }

  /** What {@code made} gives, or nothing and its mistakes. */
  private static <T> Optional<T> unless(List<Mistake> mistakes, Supplier<T> made) {
    try {
      return Optional.of(made.get());
    } catch (InvalidOptionException e) {
      mistakes.addAll(e.mistakes());
      return Optional.empty();
    }
  }

  /** Runs the checker on a thread of its own, so that it can be left behind. */
  private static CheckResult check(Checker checker) {
    long start = System.nanoTime();
    Duration within = left(checker.timeout(), System.getenv(Main.LAUNCHER));
    if (!within.isPositive()) {
      return broken(
          Reason.DEADLINE_IGNORED, "the agent was asked first and took all of the time", start);
    }
    CheckTimer timer = new CheckTimer();
    CheckContext context = CheckContext.within(within, Ticker.system(), timer);
    FutureTask<CheckResult> task =
        new FutureTask<>(() -> CheckRun.run(checker, context)) {
          @Override
          protected void done() {
            timer.wake();
          }
        };
    CheckThread.start(task);
    try {
      return timer.await(task, within, GRACE)
          ? task.get()
          : broken(Reason.DEADLINE_IGNORED, "the checker did not end by its deadline", start);
    } catch (ExecutionException | InterruptedException e) {
      CheckThread.awaitEndOfProcess();
      return broken(Reason.INTERNAL_ERROR, "the check was interrupted", start);
    }
  }

  /** What is left of the deadline; zero or less if it is over. */
  static Duration left(Duration deadline, @Nullable String spent) {
    if (spent == null || spent.length() > 9) {
      return deadline;
    }
    try {
      // No pattern: what the JVM makes for one costs more than the check.
      return deadline.minusMillis(Integer.parseUnsignedInt(spent));
    } catch (NumberFormatException e) {
      return deadline;
    }
  }

  private static CheckResult broken(Reason reason, String message, long start) {
    CheckResult result = CheckResult.broken(reason, message);
    return result.withTimings(result.timings().withTotal(System.nanoTime() - start));
  }
}
