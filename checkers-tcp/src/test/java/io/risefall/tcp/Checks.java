package io.risefall.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
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
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Makes checkers as the provider does, runs them, and holds them to their deadline. */
final class Checks {

  /** Of a check that is to run into it. */
  static final Duration BRIEF = Duration.ofMillis(300);

  /** Takes for ever on {@code aaa...!}, on any machine: a back reference keeps Java from memory. */
  static final String COSTLY = "^(a+)+\\1[A-Z]$";

  /** Of a check that is not, however busy the machine is. */
  static final Duration AMPLE = Duration.ofSeconds(10);

  private static final Duration TOLERANCE = Duration.ofMillis(100);
  private static final Duration SETTLING = Duration.ofMillis(30);

  /** A busy machine can be late; one attempt of so many that is in time is enough. */
  private static final int ATTEMPTS = 5;

  private Checks() {}

  /** A checker of a port of 127.0.0.1, with an ample time-out unless the settings have another. */
  static Checker tcp(int port, String... settings) {
    return to("127.0.0.1:" + port, settings);
  }

  /** A checker that is to run into its time-out. */
  static Checker hasty(int port, String... settings) {
    List<String> all = new ArrayList<>(List.of(settings));
    all.add("timeout=" + BRIEF.toMillis() + "ms");
    return tcp(port, all.toArray(String[]::new));
  }

  /** A checker of any address. */
  static Checker to(String address, String... settings) {
    List<String> all = new ArrayList<>(List.of(settings));
    all.add("address=" + address);
    if (all.stream().noneMatch(setting -> setting.startsWith("timeout="))) {
      all.add("timeout=" + AMPLE.toMillis() + "ms");
    }
    return make(all);
  }

  static Checker make(List<String> settings) {
    Map<String, List<String>> texts = new LinkedHashMap<>();
    for (String setting : settings) {
      String[] parts = setting.split("=", 2);
      texts.computeIfAbsent(parts[0], name -> new ArrayList<>()).add(parts[1]);
    }
    TcpCheckerProvider provider = new TcpCheckerProvider();
    return provider.create(Options.parse(provider.options(), texts));
  }

  static CheckContext within(Duration limit) {
    return CheckContext.within(limit, Ticker.system());
  }

  /** Makes one check, on a virtual thread as the agent does. */
  static CheckResult check(Checker checker) throws Exception {
    return run(Thread.ofVirtual(), checker).result();
  }

  /** Makes one check that ends within 100 ms after its time-out, the same way on both threads. */
  static CheckResult inTime(Checker checker) throws Exception {
    List<CheckResult> both = inTimeOnBoth(checker);
    assertEquals(both.getFirst().reason(), both.getLast().reason());
    return both.getLast();
  }

  /**
   * Makes a check twice, on a thread of either kind (the agent's are virtual, the command's is
   * not), each within 100 ms after its time-out.
   */
  static List<CheckResult> inTimeOnBoth(Checker checker) throws Exception {
    return List.of(
        inTime(Thread.ofPlatform().daemon(), checker), inTime(Thread.ofVirtual(), checker));
  }

  private static CheckResult inTime(Thread.Builder kind, Checker checker) throws Exception {
    long late = 0;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Timed timed = run(kind, checker);
      late = timed.nanos() - checker.timeout().toNanos();
      if (late <= TOLERANCE.toNanos()) {
        return timed.result();
      }
    }
    throw new AssertionError("late by " + late / 1_000_000 + " ms, allowed: 100 ms");
  }

  private record Timed(CheckResult result, long nanos) {}

  private static Timed run(Thread.Builder kind, Checker checker) throws Exception {
    FutureTask<Timed> check =
        new FutureTask<>(
            () -> {
              long start = System.nanoTime();
              // more than the checker's own time, which is what must end it
              CheckResult result = CheckRun.run(checker, within(AMPLE.plus(AMPLE)));
              return new Timed(result, System.nanoTime() - start);
            });
    kind.start(check);
    Timed timed = check.get(30, TimeUnit.SECONDS);
    String message = timed.result().message();
    assertNotEquals(Reason.INTERNAL_ERROR, timed.result().reason(), message);
    return timed;
  }

  /** Starts what is to be under way when the check is interrupted. */
  @FunctionalInterface
  interface UnderWay {
    boolean await() throws Exception;
  }

  /** Interrupts the check once it is under way; it says so promptly, on a thread of either kind. */
  static void assertInterruptible(Checker checker, UnderWay underWay) throws Exception {
    assertInterruptible(Thread.ofPlatform().daemon(), checker, underWay);
    assertInterruptible(Thread.ofVirtual(), checker, underWay);
  }

  private static void assertInterruptible(Thread.Builder kind, Checker checker, UnderWay underWay)
      throws Exception {
    long late = Long.MAX_VALUE;
    for (int attempt = 0; attempt < ATTEMPTS && late > TOLERANCE.toNanos(); attempt++) {
      FutureTask<CheckResult> check = new FutureTask<>(() -> checker.check(within(AMPLE)));
      Thread thread = kind.start(check);
      assertTrue(underWay.await(), "the checker must get in touch with its target");
      LockSupport.parkNanos(SETTLING.toNanos()); // from the contact to what it waits for
      long start = System.nanoTime();
      thread.interrupt();
      assertInstanceOf(InterruptedException.class, thrownBy(check));
      late = System.nanoTime() - start;
    }
    assertTrue(late <= TOLERANCE.toNanos(), "went on for " + late / 1_000_000 + " ms");
  }

  private static @Nullable Throwable thrownBy(FutureTask<CheckResult> check) throws Exception {
    try {
      throw new AssertionError(
          "an interrupted check must throw: " + check.get(30, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }

  static void assertSays(String verdictReasonAndMessage, CheckResult result) {
    assertEquals(
        verdictReasonAndMessage,
        result.verdict() + " " + result.reason() + ": " + result.message(),
        result::toString);
  }

  static CheckResult assertIs(Verdict verdict, String reason, CheckResult result) {
    assertEquals(
        verdict + " " + reason, result.verdict() + " " + result.reason(), result::toString);
    return result;
  }

  static CheckResult assertPasses(CheckResult result) {
    return assertIs(Verdict.PASS, "ok", result);
  }

  static CheckResult assertFails(String reason, CheckResult result) {
    return assertIs(Verdict.FAIL, reason, result);
  }

  static CheckResult assertBroken(String reason, CheckResult result) {
    return assertIs(Verdict.BROKEN, reason, result);
  }
}
