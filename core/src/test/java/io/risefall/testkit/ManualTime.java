package io.risefall.testkit;

import io.risefall.time.Scheduler;
import io.risefall.time.Ticker;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Time that moves only when it is told to, and the scheduler that goes by it. Give the same object
 * to an agent as ticker and as scheduler, a direct executor ({@code Runnable::run}) beside it, and
 * a simulated day runs on the test's own thread, the same way every time.
 *
 * <p>Safe for use by many threads, but tasks run on the thread that calls {@link #advance}. A task
 * may call {@link #advance} itself, as a checker does that plays at taking long.
 */
public final class ManualTime implements Ticker, Scheduler {

  private record Task(long due, long order, Runnable action) {}

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::due).thenComparingLong(Task::order));
  private long now;
  private long scheduled;
  private boolean closed;

  /** Time that starts at zero. */
  public ManualTime() {
    this(0);
  }

  /** Time that starts at {@code origin} nanoseconds, since a ticker's origin is arbitrary. */
  public ManualTime(long origin) {
    now = origin;
  }

  @Override
  public synchronized long read() {
    return now;
  }

  /**
   * Notes {@code task}; nothing runs before the next {@link #advance}, not even with a delay of
   * zero. After {@link #close} it is dropped.
   */
  @Override
  public synchronized Pending schedule(Runnable task, Duration delay) {
    if (closed) {
      return () -> {};
    }
    Task noted = new Task(now + Math.max(0, delay.toNanos()), scheduled++, task);
    tasks.add(noted);
    return () -> cancel(noted);
  }

  private synchronized void cancel(Task task) {
    tasks.remove(task);
  }

  /**
   * Moves time on and runs every task that comes due on the way, in the order of their times (in
   * the order of scheduling where times are equal), each with the ticker at the task's own time.
   * Tasks that are scheduled on the way run too. What a task throws ends the call; time then stands
   * where the task was due.
   *
   * @param by zero to run only what is due already; otherwise more than zero
   * @throws IllegalArgumentException if {@code by} is negative
   */
  public void advance(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException("advance by " + by + ", allowed: zero or more");
    }
    long target = read() + by.toNanos();
    for (Task task = next(target); task != null; task = next(target)) {
      task.action().run();
    }
  }

  private synchronized @Nullable Task next(long target) {
    Task first = tasks.peek();
    if (first == null || first.due() > target) {
      now = Math.max(now, target);
      return null;
    }
    now = Math.max(now, first.due());
    return tasks.poll();
  }

  /** How many tasks wait to run. */
  public synchronized int pending() {
    return tasks.size();
  }

  /** Drops every task that waits; time can still be read and moved. */
  @Override
  public synchronized void close() {
    closed = true;
    tasks.clear();
  }
}
