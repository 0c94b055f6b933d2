package io.risefall.state;

/**
 * Where one target stands: what {@link RiseFall} turns into the next one. Immutable.
 *
 * @param health what is published: {@link Health#DOWN} while damping holds the target down
 * @param undamped what the counts alone say
 * @param since when {@code health} began, in nanoseconds since the caller's origin
 * @param passes passes in a row, counted up to {@code rise}
 * @param failures failures in a row, counted up to {@code fall}
 * @param window the last results, bit 0 the newest, 1 a pass; 0 without a window
 * @param penalty the damping penalty as it was at {@code penaltyAt}
 * @param penaltyAt when the penalty last grew
 * @param suppressed whether damping holds the target down
 */
public record HealthState(
    Health health,
    Health undamped,
    long since,
    int passes,
    int failures,
    long window,
    double penalty,
    long penaltyAt,
    boolean suppressed) {

  /** The same state with its times moved by so many nanoseconds, to an origin of another caller. */
  public HealthState shifted(long nanos) {
    return new HealthState(
        health,
        undamped,
        since + nanos,
        passes,
        failures,
        window,
        penalty,
        penaltyAt + nanos,
        suppressed);
  }
}
