package io.risefall.agent;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.risefall.check.CheckContext;
import io.risefall.check.CheckResult;
import io.risefall.check.CheckRun;
import io.risefall.check.Checker;
import io.risefall.check.Reason;
import io.risefall.check.Verdict;
import io.risefall.state.AdminState;
import io.risefall.time.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs checks when they are due. One timer wakes it for the earliest check; wake-ups are rounded up
 * to a grid so that one wake-up starts everything that has come due. State changes happen under the
 * lock, checks run and listeners are told outside it.
 */
final class Dispatcher {

  private static final long SECOND = 1_000_000_000L;

  /** When a check that could not be attended to, by a defect of ours, is tried again. */
  private static final long AFTER_TROUBLE = SECOND;

  /** A timer that goes off so late tells of a time in which this process did not run. */
  private static final long PAUSE = SECOND / 2;

  /** While something is in flight, a pause is noticed if it ends so long after it began. */
  private static final long LOOK_EVERY = SECOND;

  /** How far apart the checks begin that came due in a pause: all of them are due at once. */
  private static final long APART = SECOND / 1000;

  private static final Logger LOG = LoggerFactory.getLogger(HealthAgent.class);

  final ReentrantLock lock;
  private final AgentTime time;
  private final Scheduler scheduler;
  private final Executor executor;
  private final Bulkhead bulkhead;
  private final Board board;
  private final long coalesce;
  private final long grace;
  private final InFlight inFlight;
  private final WakeQueue queue = new WakeQueue();
  private final ArrayDeque<CheckNode> waiting = new ArrayDeque<>();

  private List<CheckNode> nodes = List.of();
  private long armedFor = WakeQueue.NEVER;
  private long timer;
  private Scheduler.@Nullable Pending pending;

  /**
   * Runs nothing yet.
   *
   * @param whenOver is run once it is closed and nothing is in flight any more, with the lock held
   */
  Dispatcher(
      ReentrantLock lock,
      AgentTime time,
      Scheduler scheduler,
      Executor executor,
      Bulkhead bulkhead,
      Board board,
      Duration coalesce,
      Duration grace,
      Runnable whenOver) {
    this.lock = lock;
    this.time = time;
    this.scheduler = scheduler;
    this.executor = executor;
    this.bulkhead = bulkhead;
    this.board = board;
    this.coalesce = coalesce.toNanos();
    this.grace = grace.toNanos();
    this.inFlight = new InFlight(lock, whenOver);
  }

  /** Nanoseconds since the agent's start. */
  long now() {
    return time.now();
  }

  /**
   * The time now, after what a pause of this process has done was made up for; the lock is held.
   *
   * <p>A process that was stopped, or whose machine stood still, could look at nobody: what came
   * due meanwhile runs first, and only then is anything stale or down for want of a pass. That the
   * timer is late shows it, whoever notices first: the timer, or the end of a run.
   */
  long nowAwake() {
    long now = now();
    long late = armedFor == WakeQueue.NEVER ? 0 : now - armedFor;
    if (late > PAUSE) {
      LOG.warn("this process did not run for {}; its checks run first", AgentTime.shown(late));
      armedFor = now; // the timer is still to go off
      makeUpFor(late, now);
    }
    return now;
  }

  private void makeUpFor(long pause, long now) {
    long next = now;
    for (CheckNode node : nodes) {
      node.skip(pause);
      if (node.run != null) {
        node.run.paused += pause;
      } else if (node.dueAt <= now) {
        node.putOff(Math.min(next, now + node.settings.interval().toNanos()));
        next += APART;
      }
      requeue(node);
    }
  }

  /**
   * Begins to run what is watched; the lock is held.
   *
   * @param startRate by how many runs a second there are more of them with each second
   */
  void start(int startRate) {
    time.start();
    double rate = 0;
    for (CheckNode node : nodes) {
      long second = (long) (rate / startRate);
      if (second > 0) {
        node.beginAt(second * SECOND);
        requeue(node);
      }
      rate += (double) SECOND / node.settings.interval().toNanos();
    }
    arm();
  }

  /**
   * Takes other checks from now on; the lock is held.
   *
   * @param checks all that are watched
   * @param added those of them that were not before
   * @param removed those that are not any more
   * @return the runs that may start now, for {@link #execute}
   */
  List<Run> watch(Collection<CheckNode> checks, List<CheckNode> added, List<CheckNode> removed) {
    List<Run> starts = new ArrayList<>();
    nodes = List.copyOf(checks);
    removed.forEach(this::remove);
    added.forEach(this::requeue);
    beginWaiting(now(), starts);
    arm();
    return starts;
  }

  private void remove(CheckNode node) {
    node.removed = true;
    queue.set(node, WakeQueue.NEVER);
    if (node.waiting) {
      waiting.remove(node);
    }
    Run run = node.run;
    if (run != null) {
      if (!run.abandoned) {
        run.abandoned = true;
        bulkhead.releasePermission();
      }
      InFlight.interrupt(run);
    }
  }

  /** Has a check run at once, unless it does; the lock is held. */
  void runNow(CheckNode node) {
    if (node.run == null && !node.waiting) {
      node.runAt(now());
      requeue(node);
      arm();
    }
  }

  /**
   * Runs a checker beside all that is watched, on this thread; nothing if too many are in flight.
   */
  Optional<CheckResult> runBeside(Checker checker, Duration within) throws InterruptedException {
    lock.lock();
    try {
      // A quarter is left to those that are watched.
      Bulkhead.Metrics room = bulkhead.getMetrics();
      boolean enough = 4 * room.getAvailableConcurrentCalls() > room.getMaxAllowedConcurrentCalls();
      if (inFlight.isClosed() || !enough || !bulkhead.tryAcquirePermission()) {
        return Optional.empty();
      }
      inFlight.beginBeside();
    } finally {
      lock.unlock();
    }
    try {
      return Optional.of(CheckRun.run(checker, context(within)));
    } finally {
      execute(release());
    }
  }

  private CheckContext context(Duration within) {
    return CheckContext.within(within, time.ticker(), scheduler);
  }

  /** Gives a permission back; the runs that may start now. */
  private List<Run> release() {
    List<Run> starts = new ArrayList<>(1);
    lock.lock();
    try {
      inFlight.endBeside();
      bulkhead.releasePermission();
      beginWaiting(now(), starts);
      arm();
    } finally {
      lock.unlock();
    }
    return starts;
  }

  /** Takes the administrator's word; the lock is held. */
  void administer(Node node, AdminState admin, String message) {
    board.administer(node, admin, message, nowAwake());
    arm();
  }

  private void requeue(CheckNode node) {
    long next = board.expiresAt(node);
    Run run = node.run;
    if (run != null && !run.abandoned) {
      next = Math.min(next, run.lookAt);
    } else if (!node.waiting) {
      next = Math.min(next, node.dueAt);
    }
    queue.set(node, next);
  }

  private void wake(long setTimer) {
    List<Run> starts = new ArrayList<>();
    lock.lock();
    try {
      if (inFlight.isClosed() || setTimer != timer) {
        return;
      }
      long now = nowAwake();
      armedFor = WakeQueue.NEVER;
      for (CheckNode node = queue.due(now); node != null; node = queue.due(now)) {
        try {
          attend(node, now, starts);
          requeue(node);
        } catch (RuntimeException | Error e) {
          // One check's trouble is not to stop the timer of all, nor to come up again at once.
          LOG.error("check {} could not be attended to", node.name, e);
          queue.set(node, now + AFTER_TROUBLE);
        }
      }
      arm();
    } finally {
      lock.unlock();
    }
    execute(starts);
  }

  private void attend(CheckNode node, long now, List<Run> starts) {
    board.elapse(node, now);
    Run run = node.run;
    if (run != null) {
      lookAfter(run, now, starts);
    } else if (node.dueAt <= now && !node.waiting) {
      if (bulkhead.tryAcquirePermission()) {
        begin(node, now, starts);
      } else {
        node.waiting = true;
        waiting.add(node);
      }
    }
  }

  private void begin(CheckNode node, long now, List<Run> starts) {
    Run run = new Run(node, now);
    // Not later than the check's next slot: there the queue will want it when the run has ended.
    // To find it there already is cheaper than to move it twice.
    run.lookAt = Math.min(now + node.timeout.toNanos() + grace, node.nextSlot(now));
    node.waiting = false;
    inFlight.begin(run);
    starts.add(run);
  }

  private void lookAfter(Run run, long now, List<Run> starts) {
    CheckNode node = run.node;
    if (run.abandoned) {
      if (node.dueAt <= now) {
        node.advance(now);
        board.result(node, ignored("is still running after its deadline"), 0, now);
      }
      return;
    }
    if (run.lookAt > now) {
      return;
    }
    long begun = run.begunAt;
    long limit = (begun < 0 ? now : begun) + run.paused + node.timeout.toNanos() + grace;
    if (limit > now) {
      run.lookAt = limit;
      return;
    }
    run.abandoned = true;
    InFlight.interrupt(run);
    node.advance(run.startedAt);
    board.result(node, ignored("did not end by its deadline and was abandoned"), run.lag, now);
    bulkhead.releasePermission();
    beginWaiting(now, starts);
  }

  private static CheckResult ignored(String what) {
    return CheckResult.broken(Reason.DEADLINE_IGNORED, "the checker " + what);
  }

  private void beginWaiting(long now, List<Run> starts) {
    while (!waiting.isEmpty() && bulkhead.tryAcquirePermission()) {
      CheckNode next = waiting.remove();
      begin(next, now, starts);
      requeue(next);
    }
  }

  /** Starts these runs, and tells listeners what there is to tell; the lock is not held. */
  void execute(List<Run> starts) {
    if (executor instanceof Workers workers) {
      workers.executeAll(starts, this::attempt);
    } else {
      submit(starts);
    }
    board.deliver();
  }

  /** Gives an executor that may refuse each run by itself. */
  private void submit(List<Run> starts) {
    // A loop and no recursion: an executor that refuses one run refuses all that wait behind it.
    ArrayDeque<Run> left = new ArrayDeque<>(starts);
    while (!left.isEmpty()) {
      Run run = left.remove();
      try {
        executor.execute(() -> attempt(run));
      } catch (RuntimeException | Error e) {
        left.addAll(
            end(run, CheckResult.broken(Reason.NO_RESOURCES, "the check was not started: " + e)));
      }
    }
  }

  private void attempt(Run run) {
    run.thread = Thread.currentThread();
    run.begunAt = now();
    CheckResult result;
    try {
      // Read after the thread is set: either this sees it, or who closes or removes interrupts.
      if (inFlight.isClosed() || run.abandoned) {
        throw new InterruptedException("closed or removed");
      }
      result = CheckRun.run(run.node.checker, context(run.node.timeout).named(run.node.name));
    } catch (InterruptedException e) {
      result = CheckResult.broken(Reason.INTERNAL_ERROR, "the check was interrupted");
    }
    execute(end(run, result));
  }

  /** Takes a run's result; the runs that may start now. */
  private List<Run> end(Run run, CheckResult result) {
    List<Run> starts = new ArrayList<>(1);
    lock.lock();
    try {
      CheckNode node = run.node;
      long now = nowAwake();
      inFlight.end(run);
      if (!run.abandoned) {
        bulkhead.releasePermission();
        if (!inFlight.isClosed()) {
          count(run, result, now);
        }
      }
      beginWaiting(now, starts);
      if (!node.removed) {
        requeue(node);
      }
      arm();
    } finally {
      lock.unlock();
    }
    return starts;
  }

  /**
   * Counts a run's result. A failure that a pause of this process may have made is no failure, and
   * the check runs again at once; one that follows it is, or a target would never be DOWN where
   * there is a pause in every run.
   */
  private void count(Run run, CheckResult result, long now) {
    CheckNode node = run.node;
    boolean excused = run.paused > 0 && !node.excused && result.verdict() == Verdict.FAIL;
    board.result(node, excused ? paused(run, result) : result, run.lag, now);
    node.advance(run.startedAt);
    node.excused = excused || (node.excused && !result.verdict().isConclusive());
    if (excused) {
      node.runAt(now);
    }
  }

  private static CheckResult paused(Run run, CheckResult result) {
    return CheckResult.broken(
            Reason.PAUSED,
            "this process did not run for "
                + AgentTime.shown(run.paused)
                + " meanwhile; "
                + result.reason()
                + ": "
                + result.message())
        .withTimings(result.timings());
  }

  /** Sets the timer for the earliest check; the lock is held. */
  private void arm() {
    board.takeReleased().forEach(this::requeue);
    long earliest = queue.earliest();
    if (inFlight.isClosed() || !time.isStarted() || earliest == WakeQueue.NEVER) {
      return;
    }
    long now = now();
    long at = Math.max(inFlight.isIdle() ? earliest : Math.min(earliest, now + LOOK_EVERY), now);
    if (coalesce > 0) {
      at = Math.ceilDiv(at, coalesce) * coalesce;
    }
    if (at >= armedFor) {
      return;
    }
    if (pending != null) {
      pending.cancel();
    }
    armedFor = at;
    long set = ++timer;
    pending = scheduler.schedule(() -> wake(set), Duration.ofNanos(at - now));
  }

  /**
   * Starts nothing more, interrupts what runs and waits for it.
   *
   * @return the names of checks that had not ended after {@code limit}
   */
  List<String> close(Duration limit) throws InterruptedException {
    lock.lock();
    try {
      if (pending != null) {
        pending.cancel();
        armedFor = WakeQueue.NEVER;
      }
      waiting.clear();
      return inFlight.close(limit);
    } finally {
      lock.unlock();
    }
  }
}
