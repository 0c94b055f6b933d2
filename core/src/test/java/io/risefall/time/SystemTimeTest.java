package io.risefall.time;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SystemTimeTest {

  @Test
  void theSystemTickerGoesOn() {
    Ticker ticker = Ticker.system();
    long before = ticker.read();
    await().until(() -> ticker.read() - before > 0);
  }

  @Test
  void aTaskRunsOnceAfterItsDelayOnADaemonThread() throws Exception {
    Scheduler scheduler = Scheduler.system();
    CompletableFuture<Thread> ranOn = new CompletableFuture<>();
    long before = System.nanoTime();
    scheduler.schedule(() -> ranOn.complete(Thread.currentThread()), Duration.ofMillis(30));
    assertTrue(ranOn.get(10, TimeUnit.SECONDS).isDaemon());
    assertTrue(System.nanoTime() - before >= 30_000_000);
    scheduler.close();
    await().until(() -> !ranOn.join().isAlive());
  }

  @Test
  void aDelayBelowZeroIsAsSoonAsPossible() throws Exception {
    Scheduler scheduler = Scheduler.system();
    CountDownLatch ran = new CountDownLatch(1);
    scheduler.schedule(ran::countDown, Duration.ofSeconds(-5));
    assertTrue(ran.await(10, TimeUnit.SECONDS));
    scheduler.close();
  }

  @Test
  void aTaskThatWasTakenBackDoesNotRun() throws Exception {
    Scheduler scheduler = Scheduler.system();
    AtomicBoolean ran = new AtomicBoolean();
    CountDownLatch later = new CountDownLatch(1);
    Scheduler.Pending pending = scheduler.schedule(() -> ran.set(true), Duration.ofMillis(20));
    pending.cancel();
    pending.cancel();
    scheduler.schedule(later::countDown, Duration.ofMillis(40));
    assertTrue(later.await(10, TimeUnit.SECONDS));
    assertFalse(ran.get());
    scheduler.close();
  }

  @Test
  void aTaskThatThrowsDoesNotEndTheScheduler() throws Exception {
    Scheduler scheduler = Scheduler.system();
    CountDownLatch later = new CountDownLatch(1);
    scheduler.schedule(
        () -> {
          throw new IllegalStateException("test");
        },
        Duration.ZERO);
    scheduler.schedule(later::countDown, Duration.ofMillis(1));
    assertTrue(later.await(10, TimeUnit.SECONDS));
    scheduler.close();
  }

  @Test
  void nothingIsTakenAfterClose() {
    Scheduler scheduler = Scheduler.system();
    scheduler.close();
    assertThrows(
        RejectedExecutionException.class, () -> scheduler.schedule(() -> {}, Duration.ZERO));
  }
}
