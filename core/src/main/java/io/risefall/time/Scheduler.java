package io.risefall.time;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs a task once, later. Implementations are safe for use by many threads. */
@FunctionalInterface
public interface Scheduler extends AutoCloseable {

  /**
   * Runs {@code task} once after {@code delay} (zero or negative: as soon as possible), on a thread
   * that the task must not block.
   */
  Pending schedule(Runnable task, Duration delay);

  /**
   * Frees what the scheduler holds; what is not due yet never runs, a task that runs is not
   * interrupted. Does nothing by default.
   */
  @Override
  default void close() {}

  /** A task that has not run yet. */
  @FunctionalInterface
  interface Pending {
    /** Takes the task back if it has not begun; otherwise does nothing. */
    void cancel();
  }

  /** A scheduler with one daemon thread of its own, ended by {@link #close()}. */
  static Scheduler system() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1,
            runnable ->
                Thread.ofPlatform().daemon().name("risefall-scheduler").unstarted(runnable));
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return new Scheduler() {
      @Override
      public Pending schedule(Runnable task, Duration delay) {
        var future = executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
      }

      @Override
      public void close() {
        executor.shutdown();
      }
    };
  }
}
