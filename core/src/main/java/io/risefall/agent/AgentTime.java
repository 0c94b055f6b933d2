package io.risefall.agent;

import io.risefall.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The agent's time: nanoseconds since its start, which decide, and the wall time that is shown for
 * them. Until the start it stands still at 0. Wall times are asked for under the agent's lock.
 */
final class AgentTime {

  /** From this on it is the clock that was set, and not the two that run apart. */
  private static final Duration SET = Duration.ofMillis(100);

  private final Ticker ticker;
  private final InstantSource clock;
  private volatile long origin;
  private volatile boolean started;
  private Instant wallOrigin;

  AgentTime(Ticker ticker, InstantSource clock) {
    this.ticker = ticker;
    this.clock = clock;
    this.wallOrigin = clock.instant();
  }

  void start() {
    if (started) {
      throw new IllegalStateException("started before");
    }
    origin = ticker.read();
    // Time stood still until now, the clock did not.
    wallOrigin = clock.instant();
    started = true;
  }

  boolean isStarted() {
    return started;
  }

  long now() {
    return started ? ticker.read() - origin : 0;
  }

  Ticker ticker() {
    return ticker;
  }

  /** So many nanoseconds for people: {@code 4.2 s}. */
  static String shown(long nanos) {
    long tenths = nanos / 100_000_000;
    return tenths / 10 + "." + tenths % 10 + " s";
  }

  /** The wall time of a moment, by the clock as it is set now. */
  Instant wallTime(long nanos) {
    long now = now();
    Instant wall = clock.instant();
    if (Duration.between(wallOrigin.plusNanos(now), wall).abs().compareTo(SET) > 0) {
      wallOrigin = wall.minusNanos(now);
    }
    return wallOrigin.plusNanos(nanos);
  }
}
