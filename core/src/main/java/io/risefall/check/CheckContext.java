package io.risefall.check;

import io.risefall.time.Ticker;
import java.time.Duration;

/**
 * What a checker is given for one run: its deadline, the ticker to read it by, and the name by
 * which people know the check. Immutable.
 */
public final class CheckContext {

  private final Ticker ticker;
  private final long deadline;

  private final String name;

  private CheckContext(Ticker ticker, long deadline, String name) {
    this.ticker = ticker;
    this.deadline = deadline;
    this.name = name;
  }

  /** A context whose deadline is {@code limit} from now. */
  public static CheckContext within(Duration limit, Ticker ticker) {
    return new CheckContext(ticker, ticker.read() + limit.toNanos(), "");
  }

  /** A context for a part of the run: {@code limit} from now, but never beyond this deadline. */
  public CheckContext atMost(Duration limit) {
    return limit.toNanos() < remainingNanos()
        ? new CheckContext(ticker, ticker.read() + limit.toNanos(), name)
        : this;
  }

  /** This context for a check of that name. */
  public CheckContext named(String checkName) {
    return new CheckContext(ticker, deadline, checkName);
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
}
