package io.risefall.agent;

import io.risefall.check.CheckResult;
import io.risefall.check.Checker;
import io.risefall.state.Health;
import io.risefall.state.HealthState;
import io.risefall.state.Status;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** A check: what it is, where it stands, and when it runs. */
final class CheckNode extends Node {

  /** Beyond any time to live. */
  private static final long LONG_AGO = Long.MIN_VALUE / 2;

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

  /** The run that is going on, an abandoned one included. */
  @Nullable Run run;

  /** Due, but the bulkhead is full. */
  boolean waiting;

  int heapIndex = -1;

  /** Not watched any more: the result of a run that goes on is nobody's. */
  boolean removed;

  /**
   * @param now when watching begins
   */
  CheckNode(String name, Checker checker, CheckSettings settings, long now) {
    super(name);
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
   * <p>The health stays if the target is asked the same thing as before. If it is not, nothing is
   * known, and nobody likes to wait for an interval to know more.
   */
  @Override
  void succeed(Node before, long now) {
    super.succeed(before, now);
    if (before instanceof CheckNode check && check.checker.equals(checker)) {
      state = settings.riseFall().resume(check.state, now);
      lastResult = check.lastResult;
      if (check.stale) {
        lastConclusive = check.lastConclusive;
        stale = lastConclusive + staleAfter <= now;
      }
    } else {
      runAt(now);
    }
  }

  @Override
  HealthState standing() {
    return state;
  }

  @Override
  void restore(SavedState saved, long now) {
    super.restore(saved, now);
    saved.state().ifPresent(before -> state = before.shifted(now));
    stale = saved.stale();
    if (stale) {
      lastConclusive = LONG_AGO;
    }
  }

  /** Puts watching off until {@code start}: before that nothing could be seen of the target. */
  void beginAt(long start) {
    countFrom(start);
    setSlot(Slots.onGrid(phase, settings.interval().toNanos(), start));
  }

  /** Has what depends on time begin at {@code now}; what is stale stays so. */
  void countFrom(long now) {
    lastPass = now;
    if (!stale) {
      lastConclusive = now;
    }
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
  Status effective() {
    return Status.effective(health(), admin, stale, settings.onStale());
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
