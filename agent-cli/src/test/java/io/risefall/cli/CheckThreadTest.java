package io.risefall.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a process waits for that a signal ends. */
@Timeout(60)
class CheckThreadTest {

  private static final long AMPLE = TimeUnit.SECONDS.toNanos(30);

  private final ThreadGroup group = new ThreadGroup("check of a test");
  private final CountDownLatch end = new CountDownLatch(1);

  private Thread start(boolean daemon) {
    Thread thread = Thread.ofPlatform().group(group).daemon(daemon).unstarted(this::work);
    thread.start();
    return thread;
  }

  private void work() {
    boolean interrupted = false;
    while (end.getCount() > 0 && !interrupted) {
      LockSupport.parkNanos(1_000_000);
      interrupted = Thread.interrupted();
    }
  }

  @Test
  void threadsThatAreNoDaemonsAreWaitedFor() throws Exception {
    start(true);
    Thread first = start(false);
    Thread second = start(false);
    Thread waiting = awaitOthers(AMPLE);
    assertFalse(waiting.join(Duration.ofMillis(50)));
    first.interrupt();
    assertFalse(waiting.join(Duration.ofMillis(50)));
    second.interrupt();
    assertTrue(waiting.join(Duration.ofSeconds(20)));
    end.countDown();
  }

  @Test
  void butNotForEver() throws Exception {
    Thread thread = start(false);
    assertTrue(awaitOthers(1_000_000).join(Duration.ofSeconds(20)));
    assertTrue(thread.isAlive());
    end.countDown();
  }

  private Thread awaitOthers(long patience) {
    return Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                CheckThread.awaitOthers(group, System.nanoTime() + patience);
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
  }
}
