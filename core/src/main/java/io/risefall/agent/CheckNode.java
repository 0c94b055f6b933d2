package io.risefall.agent;

import io.risefall.check.CheckResult;
import io.risefall.check.Checker;
import io.risefall.state.AdminState;
import io.risefall.state.Health;
import io.risefall.state.HealthState;
import io.risefall.state.OnStale;
import io.risefall.state.Status;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** A check: what it is, where it stands, and when it runs. */
final class CheckNode extends Node {

  final Checker checker;
  final CheckSettings settings;
  final Duration timeout;
  final long staleAfter;
  private final long phase;

  /** The checks and groups that this one depends on. */
  List<Node> parents = List.of();

  HealthState state;

  /** When the last pass was seen, or when watching began (again). */
  long lastPass;

  /** When the last conclusive result was seen, or when watching began (again). */
  long lastConclusive;

  boolean stale;
  @Nullable Node suppressedBy;
  @Nullable CheckResult lastResult;

  /** The due time of the next run on its grid, and with its jitter. */
  long slot;

  long dueAt;

  /** For how long its run was put off since it came due, in nanoseconds. */
  long putOff;

  /** The run that is going on, an abandoned one included. */
  @Nullable Run run;

  /** Its newest failure was excused by a pause of this process, and it has had no result since. */
  boolean excused;

  /** Due, but the bulkhead is full. */
  boolean waiting;

  int heapIndex = -1;

  /** Not watched any more: the result of a run that goes on is nobody's. */
  boolean removed;

  /**
   * @param now when watching begins
   */
  CheckNode(String name, Checker checker, CheckSettings settings, long now) {
    super(name, now);
    this.checker = checker;
    this.settings = settings;
    this.timeout = checker.timeout();
    this.staleAfter = settings.staleAfter(timeout).toNanos();
    this.state = settings.riseFall().start(now);
    this.lastPass = now;
    this.lastConclusive = now;
    this.phase = Slots.phase(name, settings.interval());
    setSlot(Slots.onGrid(phase, settings.interval().toNanos(), now));
  }

  /**
   * {@inheritDoc}
   *
   * <p>Whatever is asked from now on, the health is the target's until results say otherwise. The
   * counts stay where the same is asked and counted by the same rules, and so do the times for
   * down-after and staleness where it is asked as often. If something else is asked, nobody likes
   * to wait for an interval to know more.
   */
  @Override
  void succeed(Node before, long now) {
    super.succeed(before, now);
    if (!(before instanceof CheckNode check)) {
      state = settings.riseFall().startingAs(before.health()).start(now);
      runAt(now);
      return;
    }
    boolean sameQuestion = check.checker.equals(checker);
    boolean sameRules = check.settings.riseFall().equals(settings.riseFall());
    state = sameQuestion && sameRules ? check.state : settings.riseFall().resume(check.state);
    lastResult = check.lastResult;
    stale = check.stale;
    if (sameQuestion && check.suppressedBy == null && settings.runsLike(check.settings)) {
      lastPass = check.lastPass;
      lastConclusive = check.lastConclusive;
    }
    stayAs(check.effective(AdminState.READY), now);
    if (!sameQuestion) {
      runAt(now);
    }
  }

  /** Other settings do not raise what is told, unless they say that what is stale is up. */
  private void stayAs(Status told, long now) {
    boolean upByFile = stale && settings.onStale() == OnStale.UP;
    if (told == Status.DOWN && effective(AdminState.READY).isUp() && !upByFile) {
      state = settings.riseFall().down(state, now);
    }
  }

  @Override
  HealthState standing() {
    return state;
  }

  @Override
  void restore(SavedState saved, long now) {
    super.restore(saved, now);
    // What `initial` says is for checks that nobody has seen before.
    Health told = saved.status().health().orElse(Health.UNKNOWN);
    state = saved.state().orElse(settings.riseFall().startingAs(told).start(0)).shifted(now);
    stale = saved.stale();
    stayAs(saved.status(), now);
  }

  /** Puts watching off until {@code start}: before that nothing could be seen of the target. */
  void beginAt(long start) {
    countFrom(start);
    setSlot(Slots.onGrid(phase, settings.interval().toNanos(), start));
  }

  /** Has what depends on time begin at {@code now}; what is stale stays so. */
  void countFrom(long now) {
    lastPass = now;
    lastConclusive = now;
  }

  /** Leaves out so many nanoseconds in which nobody could look at it. */
  void skip(long nanos) {
    lastPass += nanos;
    lastConclusive += nanos;
  }

  OptionalInt weight() {
    return lastResult != null && lastResult.weight().isPresent()
        ? lastResult.weight()
        : settings.weight();
  }

  /** Has the next run at {@code now}, beside those on the grid. */
  void runAt(long now) {
    slot -= intervalInForce().toNanos();
    dueAt = now;
    putOff = 0;
  }

  /** Has a run that is due already wait until {@code later}. */
  void putOff(long later) {
    putOff += later - dueAt;
    dueAt = later;
  }

  @Override
  Health health() {
    return state.health();
  }

  @Override
  long since() {
    return state.since();
  }

  @Override
  Status effective(AdminState word) {
    return Status.effective(health(), word, stale, settings.onStale());
  }

  /** Whether it is told as down because nothing conclusive has come. */
  boolean isDownAsStale() {
    return stale && settings.onStale() == OnStale.DOWN;
  }

  @Override
  boolean isNewcomer() {
    return super.isNewcomer() && !stale;
  }

  @Override
  boolean blocksDependents() {
    return suppressedBy != null || super.blocksDependents();
  }

  /**
   * Moves on to the first slot after a run that was due at {@code slot} and began at {@code begun}.
   */
  void advance(long begun) {
    setSlot(nextSlot(begun));
  }

  /**
   * The slot to move on to after a run that began at {@code begun}, if its result changes nothing.
   */
  long nextSlot(long begun) {
    long normal = settings.interval().toNanos();
    return Slots.next(slot, phase, normal, intervalInForce().toNanos(), begun);
  }

  private void setSlot(long next) {
    slot = next;
    putOff = 0;
    long jitter = settings.jitter().toNanos();
    dueAt = jitter == 0 ? next : next + ThreadLocalRandom.current().nextLong(jitter + 1);
  }

  private Duration intervalInForce() {
    return switch (state.undamped()) {
      case UNKNOWN -> settings.interval();
      case UP -> state.failures() > 0 ? settings.fastInterval() : settings.interval();
      case DOWN -> state.passes() > 0 ? settings.fastInterval() : settings.downInterval();
    };
  }
}
