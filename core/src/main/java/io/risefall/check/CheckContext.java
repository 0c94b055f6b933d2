package io.risefall.check;

import io.risefall.time.Scheduler;
import io.risefall.time.Ticker;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a checker is given for one run: its deadline, the ticker to read it by, and the name by
 * which people know the check. Immutable.
 */
public final class CheckContext {

  private final Ticker ticker;

  /** The one that all share where there is none. */
  private final @Nullable Scheduler scheduler;

  private final long deadline;
  private final String name;

  private CheckContext(Ticker ticker, @Nullable Scheduler scheduler, long deadline, String name) {
    this.ticker = ticker;
    this.scheduler = scheduler;
    this.deadline = deadline;
    this.name = name;
  }

  /** A context whose deadline is {@code limit} from now. */
  public static CheckContext within(Duration limit, Ticker ticker) {
    return new CheckContext(ticker, null, ticker.read() + limit.toNanos(), "");
  }

  /**
   * A context whose deadline is {@code limit} from now.
   *
   * @param scheduler for {@link #closeAtDeadline}
   */
  public static CheckContext within(Duration limit, Ticker ticker, Scheduler scheduler) {
    return new CheckContext(ticker, scheduler, ticker.read() + limit.toNanos(), "");
  }

  /** A context for a part of the run: {@code limit} from now, but never beyond this deadline. */
  public CheckContext atMost(Duration limit) {
    return limit.toNanos() < remainingNanos()
        ? new CheckContext(ticker, scheduler, ticker.read() + limit.toNanos(), name)
        : this;
  }

  /** This context for a check of that name. */
  public CheckContext named(String checkName) {
    return new CheckContext(ticker, scheduler, deadline, checkName);
  }

  /** The check's name, as the agent has it; empty where it has none. */
  public String name() {
    return name;
  }

  /** The ticker that the deadline is read by. */
  public Ticker ticker() {
    return ticker;
  }

  /** Nanoseconds until the deadline; zero or negative once it has passed. */
  public long remainingNanos() {
    return deadline - ticker.read();
  }

  /** Whether the deadline has passed. */
  public boolean expired() {
    return remainingNanos() <= 0;
  }

  /**
   * Milliseconds until the deadline, rounded up, as socket time-outs want them: at least 1 while
   * time is left, 0 once the deadline has passed.
   */
  public int remainingMillis() {
    long nanos = remainingNanos();
    return nanos <= 0 ? 0 : (int) Math.min(Integer.MAX_VALUE, Math.ceilDiv(nanos, 1_000_000));
  }

  /**
   * Closes {@code resource} once the deadline has passed, on the scheduler's thread, which closing
   * must not block. It is for what may block for ever, and ends with an exception where it is
   * closed: all of a conversation over one channel, say. A time-out for each of its operations
   * would cost more, on virtual threads: the JDK's timer is woken to set it and to take it back.
   *
   * @return takes it back, which is to be done as soon as the resource is closed otherwise
   */
  public Scheduler.Pending closeAtDeadline(Closeable resource) {
    return (scheduler == null ? Shared.SCHEDULER : scheduler)
        .schedule(new Closing(resource), Duration.ofNanos(remainingNanos()));
  }

  /** No lambda, which costs a JVM that has just begun 2 ms. */
  private record Closing(Closeable resource) implements Runnable {
    @Override
    public void run() {
      try {
        resource.close();
      } catch (IOException | RuntimeException e) {
        // whoever uses it is told
      }
    }
  }

  /** Made when it is first needed. */
  private static final class Shared {
    static final Scheduler SCHEDULER = Scheduler.system();
  }
}
