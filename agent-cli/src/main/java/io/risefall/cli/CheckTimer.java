package io.risefall.cli;

import io.risefall.time.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Does what falls due while one check runs, on the thread that waits for the check: to start
 * another thread would take longer than most checks. Safe for use by many threads.
 */
final class CheckTimer implements Scheduler {

  /** A standstill takes no more of the grace than one of these. */
  private static final int SLICES = 5;

  private final Thread waiting = Thread.currentThread();
  private final List<Task> tasks = new ArrayList<>(2);

  /** Until when the thread sleeps, by {@link System#nanoTime}. */
  private long sleepsUntil;

  private final class Task implements Pending {

    final Runnable action;
    final long due;

    Task(Runnable action, long due) {
      this.action = action;
      this.due = due;
    }

    @Override
    public void cancel() {
      synchronized (CheckTimer.this) {
        tasks.remove(this);
      }
    }
  }

  @Override
  public Pending schedule(Runnable action, Duration delay) {
    Task task = new Task(action, System.nanoTime() + delay.toNanos());
    boolean earlier;
    synchronized (this) {
      tasks.add(task);
      earlier = task.due - sleepsUntil < 0;
    }
    if (earlier) {
      wake();
    }
    return task;
  }

  /** Has the thread look whether the check is done, or something falls due earlier. */
  void wake() {
    LockSupport.unpark(waiting);
  }

  /**
   * Waits for {@code check}, which has to {@linkplain #wake wake} it once it is done; on the thread
   * that has made this.
   *
   * @param grace how long to wait once what was due by then has been done: time in which the
   *     machine stood still, before or after the deadline, hardly counts
   * @return whether it was done in time
   * @throws InterruptedException if the thread was interrupted
   */
  boolean await(Future<?> check, Duration within, Duration grace) throws InterruptedException {
    long until = System.nanoTime() + within.toNanos();
    int slices = SLICES;
    while (!check.isDone()) {
      Runnable due = next(until);
      long now = System.nanoTime();
      if (due != null) {
        due.run();
      } else if (now - until < 0) {
        LockSupport.parkNanos(this, sleepsUntil - now);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      } else if (slices-- == 0) {
        return false;
      } else {
        until = now + grace.toNanos() / SLICES;
      }
    }
    return true;
  }

  /** What is due, taken out; if nothing is, says how long to sleep. */
  private synchronized @Nullable Runnable next(long until) {
    sleepsUntil = until;
    Task earliest = null;
    for (Task task : tasks) {
      if (task.due - sleepsUntil < 0) {
        earliest = task;
        sleepsUntil = task.due;
      }
    }
    if (earliest == null || System.nanoTime() - earliest.due < 0) {
      return null;
    }
    tasks.remove(earliest);
    return earliest.action;
  }
}
