package io.risefall.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.risefall.testkit.ManualTime;
import io.risefall.time.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckContextTest {

  private final ManualTime time = new ManualTime(-1_000);

  private CheckContext within(Duration limit) {
    return CheckContext.within(limit, time);
  }

  @Test
  void theDeadlineComesAndPasses() {
    CheckContext context = within(Duration.ofNanos(10));
    time.advance(Duration.ofNanos(9));
    assertFalse(context.expired());
    assertEquals(1, context.remainingNanos());
    time.advance(Duration.ofNanos(1));
    assertTrue(context.expired());
    time.advance(Duration.ofNanos(1));
    assertEquals(-1, context.remainingNanos());
    assertEquals(0, context.remainingMillis());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "999999, 1",
    "1000000, 1",
    "1000001, 2",
    "5000000000, 5000",
    "0, 0",
    "-5, 0",
    "9223372036854775807, 2147483647",
    "9000000000000000000, 2147483647"
  })
  void millisecondsAreRoundedUpAndNeverBelowZero(long nanos, int millis) {
    assertEquals(millis, within(Duration.ofNanos(nanos)).remainingMillis());
  }

  @Test
  void aPartOfTheRunEndsNoLaterThanTheRun() {
    CheckContext whole = within(Duration.ofSeconds(1));
    assertEquals(500_000_000, whole.atMost(Duration.ofMillis(500)).remainingNanos());
    assertSame(whole, whole.atMost(Duration.ofSeconds(2)));
    assertSame(time, whole.ticker());
  }

  @Test
  void whatMayBlockIsClosedAtTheDeadlineAndNotBefore() {
    AtomicInteger closed = new AtomicInteger();
    CheckContext whole = CheckContext.within(Duration.ofNanos(10), time, time);
    whole.named("a check").closeAtDeadline(closed::incrementAndGet);
    whole.atMost(Duration.ofNanos(4)).closeAtDeadline(closed::incrementAndGet);
    time.advance(Duration.ofNanos(3));
    assertEquals(0, closed.get());
    time.advance(Duration.ofNanos(1));
    assertEquals(1, closed.get());
    time.advance(Duration.ofNanos(6));
    assertEquals(2, closed.get());
  }

  @Test
  void whatIsTakenBackStaysOpen() {
    CheckContext context = CheckContext.within(Duration.ofNanos(10), time, time);
    context.closeAtDeadline(() -> fail("closed")).cancel();
    time.advance(Duration.ofNanos(11));
    assertEquals(0, time.pending());
  }

  @Test
  void whatCannotBeClosedHarmsNobody() {
    CheckContext context = CheckContext.within(Duration.ofNanos(10), time, time);
    context.closeAtDeadline(
        () -> {
          throw new IOException("no");
        });
    time.advance(Duration.ofNanos(10));
    assertEquals(0, time.pending());
  }

  @Test
  void oneWithoutASchedulerHasTheOneThatAllShare() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    CheckContext.within(Duration.ofMillis(20), Ticker.system()).closeAtDeadline(closed::countDown);
    assertTrue(closed.await(10, TimeUnit.SECONDS));
  }
}
