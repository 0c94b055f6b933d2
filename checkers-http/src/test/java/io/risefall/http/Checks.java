package io.risefall.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.risefall.check.CheckContext;
import io.risefall.check.CheckResult;
import io.risefall.check.CheckRun;
import io.risefall.check.Checker;
import io.risefall.check.Checkers;
import io.risefall.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Makes checkers as the command does, runs them, and holds them to their deadline. */
final class Checks {

  /** Of a check that is to run into it. */
  static final Duration BRIEF = Duration.ofMillis(250);

  private static final Duration TOLERANCE = Duration.ofMillis(100);
  private static final int ATTEMPTS = 3;
  private static final Checkers CHECKERS = Checkers.of(new HttpCheckerProvider());

  private Checks() {}

  /** A checker with an ample time-out, unless the settings have another. */
  static Checker http(String url, String... settings) {
    List<String> all = new ArrayList<>(List.of(settings));
    all.add("url=" + url);
    if (all.stream().noneMatch(setting -> setting.startsWith("timeout="))) {
      all.add("timeout=10s");
    }
    return CHECKERS.create("http", all.toArray(String[]::new));
  }

  /** Asks for / of a port of 127.0.0.1. */
  static CheckResult ask(int port, String... settings) throws Exception {
    return run(http("http://127.0.0.1:" + port + "/", settings));
  }

  /** Runs a check on a virtual thread, as the agent does. */
  static CheckResult run(Checker checker) throws Exception {
    FutureTask<CheckResult> check = new FutureTask<>(() -> CheckRun.run(checker));
    Thread.ofVirtual().start(check);
    return check.get(30, TimeUnit.SECONDS);
  }

  /**
   * Asks with a brief deadline and expects the result by then. A busy machine can be late: of three
   * attempts one must be in time.
   */
  static CheckResult askInTime(String url, String... settings) throws Exception {
    List<String> all = new ArrayList<>(List.of(settings));
    all.add("timeout=" + BRIEF.toMillis() + "ms");
    Checker checker = http(url, all.toArray(String[]::new));
    long took = 0;
    for (int i = 0; i < ATTEMPTS; i++) {
      CheckResult result = run(checker);
      took = result.timings().total();
      if (took <= BRIEF.plus(TOLERANCE).toNanos()) {
        return result;
      }
    }
    return fail("took " + took / 1_000_000 + " ms at a deadline of " + BRIEF.toMillis() + " ms");
  }

  /** A context with an ample deadline. */
  static CheckContext ample() {
    return CheckContext.within(Duration.ofSeconds(10), Ticker.system());
  }

  /** Verdict, reason and message are these, but for the ports of loopback. */
  static CheckResult assertSays(String words, CheckResult result) {
    String said = result.verdict() + " " + result.reason() + ": " + result.message();
    assertEquals(words, said.replaceAll("(127\\.0\\.0\\.1|\\[::1]|test):\\d+", "$1:PORT"));
    return result;
  }

  static CheckResult assertPasses(CheckResult result) {
    assertTrue(result.verdict().isPass(), result::toString);
    return result;
  }

  static CheckResult assertBroken(String reason, CheckResult result) {
    assertEquals("BROKEN " + reason, result.verdict() + " " + result.reason(), result::toString);
    return result;
  }

  static CheckResult assertFails(String reason, CheckResult result) {
    assertEquals("FAIL " + reason, result.verdict() + " " + result.reason(), result::toString);
    return result;
  }
}
