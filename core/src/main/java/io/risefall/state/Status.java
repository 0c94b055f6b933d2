package io.risefall.state;

import java.util.Optional;

/** The effective status: the one thing that load balancers are told. */
public enum Status {
  /** Nothing is known yet; told as not up. */
  UNKNOWN,
  /** In service. */
  UP,
  /** Out of service. */
  DOWN,
  /** The administrator drains it; told as not up. */
  DRAIN,
  /** The administrator took it out; told as not up. */
  MAINT;

  /** Whether load balancers are told that the target is up: {@link #UP} alone. */
  public boolean isUp() {
    return this == UP;
  }

  /**
   * The effective status, computed from the three things that are known.
   *
   * @param health what the results say
   * @param admin the administrator's word; anything but READY wins
   * @param stale whether the newest conclusive result is too old
   * @param onStale what a stale target is told as
   */
  public static Status effective(Health health, AdminState admin, boolean stale, OnStale onStale) {
    return switch (admin) {
      case DRAIN -> DRAIN;
      case MAINT -> MAINT;
      case READY ->
          stale && onStale != OnStale.HOLD ? onStale == OnStale.UP ? UP : DOWN : of(health);
    };
  }

  /** The health that is told by it; none where the administrator's word is. */
  public Optional<Health> health() {
    return switch (this) {
      case UNKNOWN -> Optional.of(Health.UNKNOWN);
      case UP -> Optional.of(Health.UP);
      case DOWN -> Optional.of(Health.DOWN);
      case DRAIN, MAINT -> Optional.empty();
    };
  }

  private static Status of(Health health) {
    return switch (health) {
      case UNKNOWN -> UNKNOWN;
      case UP -> UP;
      case DOWN -> DOWN;
    };
  }
}
