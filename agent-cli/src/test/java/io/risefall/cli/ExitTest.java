package io.risefall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.cli.stub.StubCheckerProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The dialects of the exit code, and what a checker can do to them. */
class ExitTest {

  private static Outcome stub(String... args) throws UsageException {
    return Outcome.of(new StubCheckerProvider(), args);
  }

  @ParameterizedTest
  @CsvSource({
    "plain,   PASS, 0", "plain,   DEGRADED, 0", "plain,   FAIL, 1", "plain,   BROKEN, 1",
    "nagios,  PASS, 0", "nagios,  DEGRADED, 1", "nagios,  FAIL, 2", "nagios,  BROKEN, 3",
    "dynamic, PASS, 0", "dynamic, DEGRADED, 0", "dynamic, FAIL, 1", "dynamic, BROKEN, 1"
  })
  void saysTheVerdictInTheDialectAskedFor(String dialect, String verdict, int code)
      throws UsageException {
    assertEquals(code, stub("--exit", dialect, "--verdict", verdict).code());
  }

  @ParameterizedTest
  @CsvSource({
    "PASS, 0, 2",
    "PASS, 50, 52",
    "PASS, 100, 102",
    "DEGRADED, 7, 9",
    "FAIL, 50, 1",
    "BROKEN, 50, 1"
  })
  void dynamicIsTheWeightAndTwo(String verdict, String weight, int code) throws UsageException {
    assertEquals(code, stub("--exit", "dynamic", "--verdict", verdict, "--weight", weight).code());
  }

  @Test
  void plainNeverTellsTheWeight() throws UsageException {
    assertEquals(0, stub("--weight", "50").code());
    assertEquals(0, stub("--weight", "50", "--exit", "nagios").code());
  }

  @Test
  void slowerThanWarnAboveIsDegradedAndStillPasses() throws UsageException {
    Outcome slow = stub("--linger", "5ms", "--warn-above", "1ms");
    assertEquals("DEGRADED stub slow: all is well in T ms\n", slow.masked());
    assertEquals(0, slow.code());
    assertEquals(1, stub("--linger", "5ms", "--warn-above", "1ms", "--exit", "nagios").code());
  }

  @Test
  void fasterThanWarnAbovePasses() throws UsageException {
    assertEquals("PASS stub all is well in T ms\n", stub("--warn-above", "1h").masked());
  }

  @Test
  void warnAboveDoesNotWhitewashAFailure() throws UsageException {
    Outcome sick = stub("--verdict", "FAIL", "--linger", "5ms", "--warn-above", "1ms");
    assertEquals("FAIL stub stub-told: all is well in T ms\n", sick.masked());
    assertEquals(1, sick.code());
  }

  @Test
  void theDeadlineEndsTheTries() {
    try (ToyNameServer server = ToyNameServer.silent()) {
      long start = System.nanoTime();
      Outcome outcome =
          Outcome.of(
              "dns",
              "a.example",
              "--server",
              server.address(),
              "--tries",
              "5",
              "--deadline",
              "100ms");
      assertTrue(millisSince(start) < 3000, "took " + millisSince(start) + " ms");
      assertEquals("FAIL dns timeout: no answer from 127.0.0.1:PORT in T ms\n", outcome.masked());
      assertEquals(1, outcome.code());
      assertEquals(1, server.queries());
    }
  }

  @Test
  void aCheckerThatIgnoresItsDeadlineIsBrokenAQuarterOfASecondLater() throws UsageException {
    long start = System.nanoTime();
    Outcome outcome = stub("--linger", "20s", "--deadline", "50ms");
    long took = millisSince(start);
    assertEquals(
        "BROKEN stub deadline-ignored: the checker did not end by its deadline in T ms\n",
        outcome.masked());
    assertEquals(1, outcome.code());
    assertTrue(took >= 300 && took < 300 + 2000, "took " + took + " ms");
  }

  private static long millisSince(long start) {
    return (System.nanoTime() - start) / 1_000_000;
  }

  @ParameterizedTest
  @CsvSource({
    "throw, the checker threw java.lang.IllegalStateException: out of order",
    "error, the checker threw java.lang.StackOverflowError",
    "null, the checker returned no result"
  })
  void aCheckerThatMisbehavesIsBroken(String how, String message) throws UsageException {
    Outcome outcome = stub("--misbehave", how);
    assertEquals("BROKEN stub internal-error: " + message + " in T ms\n", outcome.masked());
    assertEquals(1, outcome.code());
    assertEquals(3, stub("--misbehave", how, "--exit", "nagios").code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"PLAIN", "Dynamic", "plain"})
  void theDialectMayBeWrittenInAnyCase(String dialect) throws UsageException {
    assertEquals(1, stub("--exit", dialect, "--verdict", "FAIL").code());
  }
}
