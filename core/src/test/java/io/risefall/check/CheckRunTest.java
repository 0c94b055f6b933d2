package io.risefall.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.testkit.ManualTime;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CheckRunTest {

  private final ManualTime time = new ManualTime(-7);
  private final CheckContext context = CheckContext.within(Duration.ofSeconds(1), time);

  private CheckResult run(Checker checker) throws InterruptedException {
    return CheckRun.run(checker, context);
  }

  @Test
  void theTotalTimeIsFilledInWhereTheCheckerDidNotMeasureIt() throws InterruptedException {
    CheckResult result =
        run(
            given -> {
              time.advance(Duration.ofMillis(42));
              return CheckResult.pass("well").withTimings(Timings.UNMEASURED);
            });
    assertEquals(42_000_000, result.timings().total());
  }

  @Test
  void theTotalTimeThatTheCheckerMeasuredStands() throws InterruptedException {
    CheckResult measured = CheckResult.pass("well").withTimings(Timings.UNMEASURED.withTotal(17));
    assertSame(measured, run(given -> measured));
  }

  @Test
  void whateverACheckerThrowsIsADefectOfIt() throws InterruptedException {
    CheckResult result =
        run(
            given -> {
              throw new IllegalStateException("no such thing");
            });
    assertEquals(Verdict.BROKEN, result.verdict());
    assertEquals(Reason.INTERNAL_ERROR, result.reason());
    assertEquals(
        "the checker threw java.lang.IllegalStateException: no such thing", result.message());
    assertTrue(result.timings().total() >= 0);
    CheckResult error =
        run(
            given -> {
              throw new StackOverflowError();
            });
    assertEquals("the checker threw java.lang.StackOverflowError", error.message());
  }

  @Test
  void anExceptionThatIsNotDeclaredIsADefectToo() throws InterruptedException {
    CheckResult result =
        run(
            given -> {
              throw CheckRunTest.<RuntimeException>undeclared(new IOException("gone"));
            });
    assertEquals("the checker threw java.io.IOException: gone", result.message());
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Exception> E undeclared(Exception e) throws E {
    throw (E) e;
  }

  @Test
  @SuppressWarnings("NullAway") // a checker written without null checks
  void noResultIsADefect() throws InterruptedException {
    assertEquals("the checker returned no result", run(given -> null).message());
  }

  @Test
  void anInterruptionIsNoResult() {
    assertThrows(
        InterruptedException.class,
        () ->
            run(
                given -> {
                  throw new InterruptedException();
                }));
  }
}
