package io.risefall.state;

import java.time.Duration;

/**
 * Flap damping in the shape of RFC 2439, section 4: every transition adds {@link #PENALTY}, the sum
 * decays by half every {@code halfLife}; above {@code suppress} the target is held DOWN until the
 * sum is below {@code reuse}. {@code maxHold} bounds the time a target that has stopped flapping is
 * held (the RFC's ceiling, section 4.2).
 *
 * @param suppress default 2000
 * @param reuse below {@code suppress}; default 750
 * @param halfLife default 15 min
 * @param maxHold default 60 min
 */
public record Damping(double suppress, double reuse, Duration halfLife, Duration maxHold) {

  /** What one transition adds. */
  public static final double PENALTY = 1000;

  /** The customary values: suppress above 2000, reuse below 750, half-life 15 min, hold 60 min. */
  public static final Damping CUSTOMARY =
      new Damping(2000, 750, Duration.ofMinutes(15), Duration.ofMinutes(60));

  /**
   * @throws IllegalArgumentException unless 0 &lt; reuse &lt; suppress, both durations are positive
   *     and {@code maxHold} is long enough for the penalty to reach {@code suppress}
   */
  public Damping {
    if (!(reuse > 0 && reuse < suppress)) {
      throw new IllegalArgumentException(
          "damping suppress " + suppress + " reuse " + reuse + ", allowed: 0 < reuse < suppress");
    }
    if (halfLife.isNegative() || halfLife.isZero() || maxHold.isNegative() || maxHold.isZero()) {
      throw new IllegalArgumentException("damping durations, allowed: more than zero");
    }
    if (ceiling(reuse, halfLife, maxHold) <= suppress) {
      throw new IllegalArgumentException(
          "damping max-hold "
              + maxHold
              + " is too short for suppress ever to be passed, allowed:"
              + " more than half-life × log2(suppress / reuse)");
    }
  }

  private static double ceiling(double reuse, Duration halfLife, Duration maxHold) {
    return reuse * Math.pow(2, (double) maxHold.toNanos() / halfLife.toNanos());
  }

  /** The penalty after {@code nanos} of decay. */
  double decayed(double penalty, long nanos) {
    return nanos <= 0 ? penalty : penalty * Math.pow(0.5, (double) nanos / halfLife.toNanos());
  }

  /** The penalty after one more transition. */
  double increased(double penalty) {
    return Math.min(penalty + PENALTY, ceiling(reuse, halfLife, maxHold));
  }

  /** How long until {@code penalty} is below {@code reuse}, in nanoseconds, rounded up. */
  long nanosToReuse(double penalty) {
    if (penalty < reuse) {
      return 0;
    }
    return (long) Math.ceil(halfLife.toNanos() * Math.log(penalty / reuse) / Math.log(2)) + 1;
  }
}
