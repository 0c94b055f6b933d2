package io.risefall.web;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Ends what clients keep waiting. An interruption closes the channel that the thread writes to:
 * there is no other way to end a write to a client that does not read.
 */
final class Watchdog implements AutoCloseable {

  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("risefall-http").factory());

  Watchdog() {
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Something that may wait for a client. */
  @FunctionalInterface
  interface Work<E extends Exception> {
    void run() throws E;
  }

  /** Runs {@code work} and interrupts it once it has taken too long. */
  <E extends Exception> void bounded(Work<E> work) throws E {
    Watch watch = new Watch(Thread.currentThread());
    ScheduledFuture<?> end = timer.schedule(watch::bite, Bounds.READ_SECONDS, TimeUnit.SECONDS);
    try {
      work.run();
    } finally {
      watch.over();
      end.cancel(false);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  /** Interrupts once at most, and never after the work is over. */
  private static final class Watch {
    private final Thread thread;
    private boolean over;

    Watch(Thread thread) {
      this.thread = thread;
    }

    synchronized void bite() {
      if (!over) {
        thread.interrupt();
      }
    }

    synchronized void over() {
      over = true;
    }
  }
}
