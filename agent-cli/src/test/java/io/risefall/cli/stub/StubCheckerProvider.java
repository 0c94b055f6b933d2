package io.risefall.cli.stub;

import io.risefall.check.CheckContext;
import io.risefall.check.CheckResult;
import io.risefall.check.Checker;
import io.risefall.check.CheckerProvider;
import io.risefall.check.Reason;
import io.risefall.check.Timings;
import io.risefall.check.Verdict;
import io.risefall.option.Option;
import io.risefall.option.OptionKind;
import io.risefall.option.Options;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;

/** A checker of somebody else's: it says what it is told to, or misbehaves as it is told to. */
public final class StubCheckerProvider implements CheckerProvider {

  private static final Option<String> VERDICT =
      Option.of(
              "verdict",
              OptionKind.choice(List.of("PASS", "DEGRADED", "FAIL", "BROKEN")),
              "the verdict")
          .orElse("PASS");
  private static final Option<String> MESSAGE =
      Option.of("message", OptionKind.TEXT, "the sentence").orElse("all is well");
  private static final Option<String> FACT =
      Option.of("fact", OptionKind.TEXT, "a fact of the result").orElse("none");
  private static final Option<Integer> WEIGHT =
      Option.of("weight", OptionKind.integer(0, 100), "the weight of the result");
  private static final Option<Duration> LINGER =
      Option.of("linger", OptionKind.DURATION, "goes on for so long, whatever its deadline says");
  private static final Option<Duration> LEAVE =
      Option.of(
          "leave", OptionKind.DURATION, "a thread that goes on for so long; { and } on stderr");
  private static final Option<String> MISBEHAVE =
      Option.of(
          "misbehave",
          OptionKind.choice(List.of("throw", "error", "null", "exit", "it's odd")),
          "what to do instead of an answer");

  @Override
  public String type() {
    return "stub";
  }

  @Override
  public String summary() {
    return "what it is told to tell";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(VERDICT, MESSAGE, FACT, WEIGHT, LINGER, LEAVE, MISBEHAVE);
  }

  @Override
  public Checker create(Options options) {
    return context -> check(options, context);
  }

  @SuppressWarnings({"NullAway", "SystemExitOutsideMain"}) // misbehaving is the point
  private static CheckResult check(Options options, CheckContext context) {
    switch (options.find(MISBEHAVE).orElse("")) {
      case "throw" -> throw new IllegalStateException("out\nof order");
      case "error" -> throw new StackOverflowError();
      case "null" -> {
        return null;
      }
      case "exit" -> System.exit(0);
      default -> {}
    }
    options.find(LEAVE).ifPresent(time -> leave(context, time));
    options.find(LINGER).ifPresent(time -> linger(context, time));
    Verdict verdict = Verdict.valueOf(options.get(VERDICT));
    return new CheckResult(
        verdict,
        verdict == Verdict.PASS ? Reason.OK : new Reason("stub-told"),
        options.get(MESSAGE),
        new Timings(Timings.NONE, 400_000, Timings.NONE, 800_000, Timings.NONE),
        Map.of("fact", options.get(FACT)),
        options.find(WEIGHT).map(OptionalInt::of).orElse(OptionalInt.empty()));
  }

  /** The only one who is to write this. */
  @SuppressWarnings("SystemOut")
  private static void leave(CheckContext context, Duration time) {
    System.err.print("{");
    Runnable work =
        () -> {
          linger(context, time);
          System.err.print("}");
        };
    Thread.ofPlatform().daemon(false).start(work);
  }

  private static void linger(CheckContext context, Duration time) {
    long end = context.ticker().read() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - context.ticker().read()) {
      LockSupport.parkNanos(left);
    }
  }
}
