package io.risefall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a process waits for before it halts. */
@Timeout(60)
class UnfinishedTest {

  private static final Duration AMPLE = Duration.ofSeconds(30);

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
    Thread waiting = await(AMPLE);
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
    assertTrue(await(Duration.ofMillis(1)).join(Duration.ofSeconds(20)));
    assertTrue(thread.isAlive());
    end.countDown();
  }

  @Test
  void whatIsStartedOnVirtualThreadsIsOfTheirGroup() throws Exception {
    Thread[] started = new Thread[1];
    Thread.ofVirtual().start(() -> started[0] = start()).join();
    assertEquals(Unfinished.ofVirtualThreads(), started[0].getThreadGroup());
    end.countDown();
  }

  private Thread start() {
    return Thread.ofPlatform().daemon(false).start(this::work);
  }

  private Thread await(Duration patience) {
    return Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                Unfinished.await(group, patience);
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
  }
}
