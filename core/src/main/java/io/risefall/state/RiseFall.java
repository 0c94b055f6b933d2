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
 *   <li>Nothing but a pass makes a health UP that was not: no failure, no time that goes by, no
 *       other rules.
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
   * The state that watching goes on with once these rules have taken the place of others, or the
   * target is asked something else: the same health, held by damping where it was, and no counts.
   */
  public HealthState resume(HealthState before) {
    return new HealthState(
        before.health(),
        before.undamped(),
        before.since(),
        0,
        0,
        filled(before.undamped() == Health.UP),
        before.penalty(),
        before.penaltyAt(),
        before.suppressed());
  }

  /**
   * DOWN, whatever the counts say: for a target that is told as down already when it fails.
   *
   * @param now nanoseconds since the caller's origin
   */
  public HealthState down(HealthState state, long now) {
    return settle(state, Health.DOWN, 0, fall, 0, now, false);
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
    Health undamped = decide(state.undamped(), pass, passes, failures, bits);
    return settle(state, undamped, passes, failures, bits, now, pass);
  }

  private Health decide(Health before, boolean pass, int passes, int failures, long bits) {
    if (before == Health.UNKNOWN) {
      return pass ? Health.UP : Health.DOWN;
    }
    if (window.isPresent()) {
      boolean up = window.get().isUp(bits) && (pass || before == Health.UP);
      return up ? Health.UP : Health.DOWN;
    }
    if (before == Health.UP) {
      return failures >= fall ? Health.DOWN : Health.UP;
    }
    return passes >= rise ? Health.UP : Health.DOWN;
  }

  /**
   * The state after time has gone by: {@code down-after} strikes, and damping lets go of what is
   * DOWN by its results as well. What passes meanwhile it lets go with the next pass.
   *
   * @param lastPass when the last pass was seen, or when watching began
   * @param now nanoseconds since the caller's origin
   * @return {@code state} itself if nothing changed
   */
  public HealthState elapse(HealthState state, long lastPass, long now) {
    if (state.undamped() != Health.DOWN && downAfterStrikes(lastPass) <= now) {
      return settle(state, Health.DOWN, 0, state.failures(), 0, now, false);
    }
    return settle(
        state, state.undamped(), state.passes(), state.failures(), state.window(), now, false);
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
    if (state.suppressed() && state.undamped() == Health.DOWN) {
      next = Math.min(next, letsGo(state));
    }
    return next;
  }

  /** When the penalty is small enough; at once where there is no damping any more. */
  private long letsGo(HealthState state) {
    return damping.isPresent()
        ? state.penaltyAt() + damping.get().nanosToReuse(state.penalty())
        : state.penaltyAt();
  }

  private long downAfterStrikes(long lastPass) {
    long strikes = downAfter.isPresent() ? lastPass + downAfter.get().toNanos() : NEVER;
    return strikes < 0 ? NEVER : strikes;
  }

  private HealthState settle(
      HealthState state,
      Health undamped,
      int passes,
      int failures,
      long bits,
      long now,
      boolean pass) {
    double penalty = state.penalty();
    long penaltyAt = state.penaltyAt();
    boolean flaps = undamped != state.undamped() && state.undamped() != Health.UNKNOWN;
    boolean mayEnd = pass || undamped == Health.DOWN;
    // Let go by the very number that nextElapse gives, so that rounding cannot keep them apart.
    boolean suppressed = state.suppressed() && !(mayEnd && now >= letsGo(state));
    if (damping.isPresent() && flaps) {
      Damping rule = damping.get();
      penalty = rule.increased(rule.decayed(penalty, now - penaltyAt));
      penaltyAt = now;
      suppressed = suppressed || penalty > rule.suppress();
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
