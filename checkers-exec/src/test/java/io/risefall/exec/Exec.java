package io.risefall.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckContext;
import io.risefall.check.CheckResult;
import io.risefall.check.CheckRun;
import io.risefall.check.Checker;
import io.risefall.check.Reason;
import io.risefall.check.Verdict;
import io.risefall.option.Options;
import io.risefall.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * An exec check, made as its provider makes it. Immutable; each {@code with} gives another one.
 *
 * @param provider whose places it takes
 * @param texts its options
 */
record Exec(ExecCheckerProvider provider, Map<String, List<String>> texts) {

  /** Of a check that is to run into it. */
  static final Duration BRIEF = Duration.ofMillis(300);

  /** Of a check that is not, however busy the machine is. */
  static final Duration AMPLE = Duration.ofSeconds(20);

  private static final Duration TOLERANCE = Duration.ofMillis(100);
  private static final int ATTEMPTS = 3;

  /** A check of a program with an ample time-out. */
  static Exec of(String... command) {
    return new Exec(new ExecCheckerProvider(), Map.of("command", List.of(command))).within(AMPLE);
  }

  /** The shell is the program here, so that a test can say in a line what it does. */
  static Exec sh(String script, String... arguments) {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", script, "sh"));
    command.addAll(List.of(arguments));
    return of(command.toArray(String[]::new));
  }

  Exec with(String option, String... values) {
    Map<String, List<String>> more = new LinkedHashMap<>(texts);
    more.put(option, List.of(values));
    return new Exec(provider, more);
  }

  Exec within(Duration timeout) {
    return with("timeout", timeout.toMillis() + "ms");
  }

  Exec by(ExecCheckerProvider other) {
    return new Exec(other, texts);
  }

  Checker checker() {
    return provider.create(Options.parse(provider.options(), texts));
  }

  CheckResult check() throws Exception {
    Checker checker = checker();
    return run(checker, context(checker.timeout())).result();
  }

  /** Makes the check for a check of that name. */
  CheckResult checkNamed(String name) throws Exception {
    Checker checker = checker();
    return run(checker, context(checker.timeout()).named(name)).result();
  }

  /** Makes the check, which ends by its own time-out; see {@link #inTime(Duration)}. */
  CheckResult inTime() throws Exception {
    return inTime(checker().timeout());
  }

  /**
   * Makes the check, which ends within 100 ms after its deadline. A busy machine can be late
   * without the checker's fault, so a check that ended late is made again, three times in all.
   */
  CheckResult inTime(Duration deadline) throws Exception {
    Checker checker = checker();
    Timed timed = run(checker, context(deadline));
    for (int attempt = 1; attempt < ATTEMPTS && timed.isLate(deadline); attempt++) {
      timed = run(checker, context(deadline));
    }
    long late = timed.nanos() - deadline.toNanos();
    assertTrue(late <= TOLERANCE.toNanos(), "late by " + late / 1_000_000 + " ms, allowed: 100 ms");
    return timed.result();
  }

  static CheckContext context(Duration limit) {
    return CheckContext.within(limit, Ticker.system());
  }

  private record Timed(CheckResult result, long nanos) {
    boolean isLate(Duration deadline) {
      return nanos > deadline.plus(TOLERANCE).toNanos();
    }
  }

  /** On a virtual thread, as the agent does. */
  private static Timed run(Checker checker, CheckContext context) throws Exception {
    FutureTask<Timed> check =
        new FutureTask<>(
            () -> {
              long start = System.nanoTime();
              CheckResult result = CheckRun.run(checker, context);
              return new Timed(result, System.nanoTime() - start);
            });
    Thread.ofVirtual().start(check);
    try {
      Timed timed = check.get(40, TimeUnit.SECONDS);
      requireWellFormed(timed.result());
      return timed;
    } catch (ExecutionException e) {
      throw new AssertionError("a checker never throws for a sick target", e.getCause());
    }
  }

  private static void requireWellFormed(CheckResult result) {
    String message = result.message();
    assertNotEquals(Reason.INTERNAL_ERROR, result.reason(), message);
    assertFalse(message.isBlank(), result::toString);
    assertFalse(message.endsWith("."), result::toString);
    assertTrue(message.length() <= 600, result::toString);
    assertTrue(message.chars().noneMatch(Character::isISOControl), result::toString);
    result
        .facts()
        .values()
        .forEach(
            fact -> {
              assertTrue(fact.length() <= 1100, result::toString);
              assertTrue(fact.chars().noneMatch(Character::isISOControl), result::toString);
            });
  }

  static CheckResult assertPasses(CheckResult result) {
    assertEquals(Verdict.PASS, result.verdict(), result::toString);
    return result;
  }

  static CheckResult assertFails(String reason, CheckResult result) {
    return assertIs(Verdict.FAIL, reason, result);
  }

  static CheckResult assertBroken(String reason, CheckResult result) {
    return assertIs(Verdict.BROKEN, reason, result);
  }

  static CheckResult assertIs(Verdict verdict, String reason, CheckResult result) {
    assertEquals(verdict, result.verdict(), result::toString);
    assertEquals(new Reason(reason), result.reason(), result::toString);
    return result;
  }

  /** What the program wrote, when it has passed. */
  String output() throws Exception {
    return String.valueOf(assertPasses(check()).facts().get("output"));
  }
}
