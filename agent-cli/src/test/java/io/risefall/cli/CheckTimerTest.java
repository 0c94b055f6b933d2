package io.risefall.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.time.Scheduler.Pending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CheckTimerTest {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration GRACE = Duration.ofMillis(20);

  private final CheckTimer timer = new CheckTimer();
  private final List<String> done = new ArrayList<>();

  private FutureTask<Void> check(Runnable work) {
    return new FutureTask<>(work, null) {
      @Override
      protected void done() {
        timer.wake();
      }
    };
  }

  private static void sleep(int millis) {
    assertDoesNotThrow(() -> Thread.sleep(millis));
  }

  private Pending note(String word, int millis) {
    return timer.schedule(() -> done.add(word), Duration.ofMillis(millis));
  }

  @Test
  void whatFallsDueIsDoneInItsOrderAndNotBefore() throws Exception {
    long start = System.nanoTime();
    note("late", 60);
    note("early", 30);
    note("at once", 0);
    note("was due long ago", -1000);
    note("never", 60_000);
    FutureTask<Void> check = check(() -> {});
    timer.schedule(check, Duration.ofMillis(80));
    assertTrue(timer.await(check, LONG, GRACE));
    assertTrue(System.nanoTime() - start >= Duration.ofMillis(80).toNanos());
    assertEquals(List.of("was due long ago", "at once", "early", "late"), done);
  }

  @Test
  void whatIsTakenBackIsNotDone() throws Exception {
    Pending one = note("one", 5);
    note("other", 10);
    one.cancel();
    one.cancel();
    assertFalse(timer.await(check(() -> {}), Duration.ofMillis(50), GRACE));
    assertEquals(List.of("other"), done);
  }

  @Test
  void aCheckThatIsDoneIsNotWaitedFor() throws Exception {
    FutureTask<Void> check = check(() -> {});
    Thread thread = Thread.ofPlatform().start(check);
    assertTrue(timer.await(check, LONG, GRACE));
    thread.join();
  }

  @Test
  void aCheckThatIsNotDoneIsWaitedForSoLong() throws Exception {
    long start = System.nanoTime();
    assertFalse(timer.await(check(() -> {}), Duration.ofMillis(40), GRACE));
    assertTrue(System.nanoTime() - start >= Duration.ofMillis(60).toNanos());
  }

  /** A check that takes 50 ms to end once it is told to. */
  private Runnable endsSoon(FutureTask<Void> check) {
    Thread ending =
        Thread.ofVirtual()
            .unstarted(
                () -> {
                  sleep(50);
                  check.run();
                });
    return ending::start;
  }

  @Test
  void whatHeardOfItsDeadlineLateHasItsGraceAllTheSame() throws Exception {
    FutureTask<Void> check = check(() -> {});
    timer.schedule(() -> sleep(1200), Duration.ofMillis(10));
    timer.schedule(endsSoon(check), Duration.ofMillis(20));
    assertTrue(timer.await(check, Duration.ofMillis(20), Duration.ofSeconds(1)));
  }

  @Test
  void aStandstillInTheGraceTakesLittleOfIt() throws Exception {
    FutureTask<Void> check = check(() -> {});
    timer.schedule(() -> sleep(1200), Duration.ofMillis(40));
    timer.schedule(endsSoon(check), Duration.ofMillis(50));
    assertTrue(timer.await(check, Duration.ofMillis(20), Duration.ofSeconds(1)));
  }

  @Test
  void whoWaitsCanBeInterrupted() {
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> timer.await(check(() -> {}), LONG, GRACE));
  }

  private void wakeFor(FutureTask<Void> check, Thread sleeper) {
    while (sleeper.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    timer.schedule(check, Duration.ofMillis(10));
  }

  @Test
  void aSleeperIsWokenForWhatAnotherThreadWantsEarlier() throws Exception {
    FutureTask<Void> check = check(() -> {});
    Thread sleeper = Thread.currentThread();
    Thread other = Thread.ofPlatform().start(() -> wakeFor(check, sleeper));
    long start = System.nanoTime();
    assertTrue(timer.await(check, LONG, GRACE));
    assertTrue(System.nanoTime() - start < Duration.ofSeconds(10).toNanos());
    other.join();
  }
}
