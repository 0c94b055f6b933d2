package io.risefall.check;

import io.risefall.time.Ticker;
import java.time.Duration;

/** What a checker is given for one run: its deadline, and the ticker to read it by. Immutable. */
public final class CheckContext {

  private final Ticker ticker;
  private final long deadline;

  private CheckContext(Ticker ticker, long deadline) {
    this.ticker = ticker;
    this.deadline = deadline;
  }

  /** A context whose deadline is {@code limit} from now. */
  public static CheckContext within(Duration limit, Ticker ticker) {
    return new CheckContext(ticker, ticker.read() + limit.toNanos());
  }

  /** A context for a part of the run: {@code limit} from now, but never beyond this deadline. */
  public CheckContext atMost(Duration limit) {
    return limit.toNanos() < remainingNanos() ? within(limit, ticker) : this;
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
