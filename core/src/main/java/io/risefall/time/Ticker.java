package io.risefall.time;

/**
 * Monotonic time in nanoseconds. Everything that is decided is decided by a ticker; wall time is
 * for display only. Implementations are safe for use by many threads.
 */
@FunctionalInterface
public interface Ticker {

  /**
   * The time now, in nanoseconds from an arbitrary origin; two readings are compared by their
   * difference, as for {@link System#nanoTime()}.
   */
  long read();

  /** The ticker of this machine: {@link System#nanoTime()}. */
  static Ticker system() {
    return System::nanoTime;
  }
}
