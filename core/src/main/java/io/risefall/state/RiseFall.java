package io.risefall.state;

import io.risefall.check.CheckResult;
import java.time.Duration;
import java.util.Optional;

/**
 * The rules by which results bring a target UP and DOWN. A pure function of its arguments: no
 * clock, no lock, no I/O; the same state object comes back when nothing changed. Immutable.
 *
 * <p>Times are nanoseconds since an origin of the caller's, such as the moment watching began; they
 * never go back.
 *
 * <ul>
 *   <li>{@code rise} passes in a row bring DOWN to UP, {@code fall} failures in a row bring UP to
 *       DOWN; one result of the other kind starts the count again.
 *   <li>From UNKNOWN the first conclusive result decides at once.
 *   <li>{@link io.risefall.check.Verdict#BROKEN} changes nothing.
 * </ul>
 *
 * @param rise passes in a row that bring DOWN to UP, 1 to 1000, default 2
 * @param fall failures in a row that bring UP to DOWN, 1 to 1000, default 3
 * @param initial where a target starts; default UNKNOWN
 * @param window counts so many of the last results instead of results in a row; default none
 * @param downAfter DOWN when no pass was seen for so long, whatever the counts say; default never
 * @param damping holds a flapping target down; default off
 */
public record RiseFall(
    int rise,
    int fall,
    Health initial,
    Optional<Window> window,
    Optional<Duration> downAfter,
    Optional<Damping> damping) {

  /** Rise 2, fall 3, nothing else. */
  public static final RiseFall DEFAULT = of(2, 3);

  /** What {@link #nextElapse} says when nothing will change by time alone. */
  public static final long NEVER = Long.MAX_VALUE;

  private static final int MOST = 1000;

  /**
   * @throws IllegalArgumentException if a number is out of its range
   */
  public RiseFall {
    if (rise < 1 || rise > MOST || fall < 1 || fall > MOST) {
      throw new IllegalArgumentException(
          "rise " + rise + " fall " + fall + ", allowed: 1 to " + MOST);
    }
    if (downAfter.isPresent() && (downAfter.get().isNegative() || downAfter.get().isZero())) {
      throw new IllegalArgumentException("down-after, allowed: more than zero");
    }
  }

  /**
   * Counts in a row alone.
   *
   * @throws IllegalArgumentException if a number is not within 1 to 1000
   */
  public static RiseFall of(int rise, int fall) {
    return new RiseFall(
        rise, fall, Health.UNKNOWN, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The same rules, but the target starts as {@code health}. */
  public RiseFall startingAs(Health health) {
    return new RiseFall(rise, fall, health, window, downAfter, damping);
  }

  /** The same rules with a window instead of counts in a row. */
  public RiseFall withWindow(Window newWindow) {
    return new RiseFall(rise, fall, initial, Optional.of(newWindow), downAfter, damping);
  }

  /** The same rules, and DOWN when no pass was seen for {@code limit}. */
  public RiseFall withDownAfter(Duration limit) {
    return new RiseFall(rise, fall, initial, window, Optional.of(limit), damping);
  }

  /** The same rules with flap damping. */
  public RiseFall withDamping(Damping newDamping) {
    return new RiseFall(rise, fall, initial, window, downAfter, Optional.of(newDamping));
  }

  /** The state that watching starts with at {@code now}. */
  public HealthState start(long now) {
    return new HealthState(
        initial, initial, now, 0, 0, filled(initial == Health.UP), 0, now, false);
  }

  /**
   * The state that watching goes on with once these rules have taken the place of others: the
   * health that the counts gave, and no counts.
   */
  public HealthState resume(HealthState before, long now) {
    Health health = before.undamped();
    long since = health == before.health() ? before.since() : now;
    return new HealthState(health, health, since, 0, 0, filled(health == Health.UP), 0, now, false);
  }

  /** A window that has seen nothing is taken to have seen only the like of the first result. */
  private long filled(boolean pass) {
    return pass && window.isPresent() ? window.get().full() : 0;
  }

  /**
   * The state after one result.
   *
   * @param now nanoseconds since the caller's origin
   * @return {@code state} itself if nothing changed
   */
  public HealthState step(HealthState state, CheckResult result, long now) {
    if (!result.verdict().isConclusive()) {
      return state;
    }
    boolean pass = result.verdict().isPass();
    int passes = pass ? Math.min(state.passes() + 1, rise) : 0;
    int failures = pass ? 0 : Math.min(state.failures() + 1, fall);
    long bits = state.window();
    if (window.isPresent()) {
      bits = state.undamped() == Health.UNKNOWN ? filled(pass) : window.get().push(bits, pass);
    }
    return settle(
        state, decide(state.undamped(), pass, passes, failures, bits), passes, failures, bits, now);
  }

  private Health decide(Health before, boolean pass, int passes, int failures, long bits) {
    if (before == Health.UNKNOWN) {
      return pass ? Health.UP : Health.DOWN;
    }
    if (window.isPresent()) {
      return window.get().isUp(bits) ? Health.UP : Health.DOWN;
    }
    if (before == Health.UP) {
      return failures >= fall ? Health.DOWN : Health.UP;
    }
    return passes >= rise ? Health.UP : Health.DOWN;
  }

  /**
   * The state after time has gone by: {@code down-after} strikes, damping lets go.
   *
   * @param lastPass when the last pass was seen, or when watching began
   * @param now nanoseconds since the caller's origin
   * @return {@code state} itself if nothing changed
   */
  public HealthState elapse(HealthState state, long lastPass, long now) {
    if (state.undamped() != Health.DOWN && downAfterStrikes(lastPass) <= now) {
      return settle(state, Health.DOWN, 0, state.failures(), 0, now);
    }
    return settle(state, state.undamped(), state.passes(), state.failures(), state.window(), now);
  }

  /**
   * When {@link #elapse} will next change something if no result comes.
   *
   * @param lastPass when the last pass was seen, or when watching began
   * @return nanoseconds since the caller's origin, or {@link #NEVER}
   */
  public long nextElapse(HealthState state, long lastPass) {
    long next = NEVER;
    if (state.undamped() != Health.DOWN && downAfter.isPresent()) {
      next = downAfterStrikes(lastPass);
    }
    if (state.suppressed() && damping.isPresent()) {
      next = Math.min(next, state.penaltyAt() + damping.get().nanosToReuse(state.penalty()));
    }
    return next;
  }

  private long downAfterStrikes(long lastPass) {
    long strikes = downAfter.isPresent() ? lastPass + downAfter.get().toNanos() : NEVER;
    return strikes < 0 ? NEVER : strikes;
  }

  private HealthState settle(
      HealthState state, Health undamped, int passes, int failures, long bits, long now) {
    double penalty = state.penalty();
    long penaltyAt = state.penaltyAt();
    boolean suppressed = state.suppressed();
    boolean flaps = undamped != state.undamped() && state.undamped() != Health.UNKNOWN;
    if (damping.isPresent() && (flaps || suppressed)) {
      Damping rule = damping.get();
      // Let go by the very number that nextElapse gives, so that rounding cannot keep them apart.
      suppressed = suppressed && now - penaltyAt < rule.nanosToReuse(penalty);
      if (flaps) {
        penalty = rule.increased(rule.decayed(penalty, now - penaltyAt));
        penaltyAt = now;
        suppressed = suppressed || penalty > rule.suppress();
      }
    }
    Health health = suppressed && undamped != Health.UNKNOWN ? Health.DOWN : undamped;
    if (health == state.health()
        && undamped == state.undamped()
        && passes == state.passes()
        && failures == state.failures()
        && bits == state.window()
        && suppressed == state.suppressed()) {
      return state;
    }
    return new HealthState(
        health,
        undamped,
        health == state.health() ? state.since() : now,
        passes,
        failures,
        bits,
        penalty,
        penaltyAt,
        suppressed);
  }
}
