package io.risefall.agent;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.risefall.check.CheckResult;
import io.risefall.check.Checker;
import io.risefall.state.AdminState;
import io.risefall.state.Health;
import io.risefall.state.HealthState;
import io.risefall.time.Scheduler;
import io.risefall.time.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs checks on their schedule, decides by rise and fall, and tells listeners. Safe for use by
 * many threads.
 *
 * <pre>{@code
 * try (HealthAgent agent = HealthAgent.builder()
 *     .check("kai", checker, check -> check.interval(Duration.ofSeconds(6)).rise(2).fall(3))
 *     .onTransition(System.out::println)
 *     .start()) {
 *   ...
 * }
 * }</pre>
 */
public final class HealthAgent implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HealthAgent.class);

  private final ReentrantLock lock = new ReentrantLock();
  private Map<String, Node> nodes = new LinkedHashMap<>();
  private final Board board;
  private final Dispatcher dispatcher;
  private final Executor executor;
  private final Duration closeWithin;
  private final int startRate;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final @Nullable Scheduler ownScheduler;

  private HealthAgent(Builder builder) {
    executor =
        builder.executor != null ? builder.executor : new Workers(Thread::startVirtualThread);
    Scheduler scheduler = builder.scheduler != null ? builder.scheduler : Scheduler.system();
    ownScheduler = builder.scheduler == null ? scheduler : null;
    AgentTime time = new AgentTime(builder.ticker, builder.clock);
    board = new Board(builder.listeners.stream().map(l -> new Mailbox(l, executor)).toList(), time);
    dispatcher =
        new Dispatcher(
            lock,
            time,
            scheduler,
            executor,
            Bulkhead.of(
                "checks",
                BulkheadConfig.custom()
                    .maxConcurrentCalls(builder.maxInFlight)
                    .maxWaitDuration(Duration.ZERO)
                    .build()),
            board,
            builder.coalesce,
            builder.grace,
            this::closeScheduler);
    closeWithin = builder.closeWithin;
    startRate = builder.startRate;
    try {
      apply(builder.watched, builder.saved);
    } catch (IllegalArgumentException e) {
      closeScheduler();
      throw e;
    }
  }

  /** Not before all runs have ended: it keeps their deadlines. */
  private void closeScheduler() {
    if (ownScheduler != null) {
      ownScheduler.close();
    }
  }

  /**
   * Starts an agent that was {@linkplain Builder#build built} and does not run yet. Its time begins
   * now: nothing is late or stale because it was built before.
   *
   * @throws IllegalStateException if it was started before
   */
  public void start() {
    lock.lock();
    try {
      board.start();
      dispatcher.start(startRate);
    } finally {
      lock.unlock();
    }
    board.deliver();
  }

  /**
   * Changes what is watched, all at once or, where something is wrong, not at all. What the change
   * does not name keeps its state, its counts and its phase.
   *
   * <p>A check that takes the place of one of the same name keeps the administrator's word and the
   * health, and a change raises what is told of it only where it says that what is stale is up. It
   * counts anew, unless it has the same checker (by {@link Object#equals}) and the same rules as
   * before. With another checker it runs at once. A group that is UP stays so for as long as a
   * member that the change has brought is the only one that is not, and has had no result.
   *
   * @throws IllegalArgumentException with every mistake: names that are not allowed, named twice or
   *     unknown, groups and dependencies that go in circles
   */
  public void change(Consumer<WatchChange> changes) {
    WatchChange change = new WatchChange();
    changes.accept(change);
    apply(change, Map.of());
  }

  private void apply(WatchChange change, Map<String, SavedState> saved) {
    List<Run> starts;
    lock.lock();
    try {
      long now = dispatcher.nowAwake();
      Map<String, Node> next = change.appliedTo(nodes, now);
      List<Node> ordered = Wiring.link(next);
      // From here on nothing can fail.
      Map<String, Node> last = nodes;
      nodes = next;
      Map<CheckNode, Health> fresh = new LinkedHashMap<>();
      List<CheckNode> removed = new ArrayList<>();
      for (Node node : next.values()) {
        Node before = last.get(node.name);
        if (node.equals(before)) {
          continue;
        }
        Health known = before == null ? Health.UNKNOWN : before.health();
        if (before == null) {
          board.add(node);
        }
        SavedState state = saved.get(node.name);
        if (before != null) {
          node.succeed(before, now);
        } else if (state != null) {
          node.restore(state, now);
          board.restored(node);
          known = state.state().map(HealthState::health).orElse(known);
        }
        if (node instanceof CheckNode check) {
          fresh.put(check, known);
        }
      }
      for (Node node : last.values()) {
        Node successor = next.get(node.name);
        if (successor == null) {
          board.remove(node);
        }
        if (!node.equals(successor) && node instanceof CheckNode check) {
          removed.add(check);
        }
      }
      board.rewire(ordered, fresh, now);
      starts = dispatcher.watch(checks(next), List.copyOf(fresh.keySet()), removed);
    } finally {
      lock.unlock();
    }
    dispatcher.execute(starts);
  }

  private static List<CheckNode> checks(Map<String, Node> nodes) {
    return nodes.values().stream()
        .filter(CheckNode.class::isInstance)
        .map(CheckNode.class::cast)
        .toList();
  }

  /**
   * What is worth keeping while no agent runs, of every check and group: for {@link
   * Builder#restore}.
   */
  public List<SavedState> save() {
    lock.lock();
    try {
      long now = dispatcher.now();
      return nodes.values().stream().map(node -> SavedState.of(node, now)).toList();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Adds a listener: it is told what happens from now on; before {@link #start}, also what there
   * was to tell since the agent was built, and not before the agent is started, closed or asked to
   * change something.
   */
  public void addListener(HealthListener listener) {
    lock.lock();
    try {
      board.add(new Mailbox(listener, executor));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes a listener away, by {@link Object#equals}: it is told what has happened until now and no
   * more; before {@link #start}, nothing that was not told yet. Of no effect if it was never added.
   */
  public void removeListener(HealthListener listener) {
    lock.lock();
    try {
      board.remove(listener);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Has a check run at once, beside its schedule; a run that goes on already is not doubled.
   *
   * @throws IllegalArgumentException if there is no check of that name
   */
  public void runNow(String name) {
    lock.lock();
    try {
      if (!(nodes.get(name) instanceof CheckNode check)) {
        throw new IllegalArgumentException("no check '" + name + "'");
      }
      dispatcher.runNow(check);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Runs a checker that is not watched, once, on the calling thread, and within three quarters of
   * the bound of checks in flight.
   *
   * @param within its deadline
   * @return what it found; empty if there are too many in flight, or the agent is closed
   * @throws InterruptedException if the thread was interrupted
   */
  public Optional<CheckResult> runBeside(Checker checker, Duration within)
      throws InterruptedException {
    return dispatcher.runBeside(checker, within);
  }

  /** Collects what the agent is to watch. */
  public static Builder builder() {
    return new Builder();
  }

  /** Every check and group as it stands now, in the order of their names' declaration. */
  public List<CheckSnapshot> snapshot() {
    lock.lock();
    try {
      return nodes.values().stream().map(board::snapshot).toList();
    } finally {
      lock.unlock();
    }
  }

  /** One check or group as it stands now; empty if there is none of that name. */
  public Optional<CheckSnapshot> snapshot(String name) {
    lock.lock();
    try {
      return Optional.ofNullable(nodes.get(name)).map(board::snapshot);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Gives the administrator's word about a check or group.
   *
   * @param message why, for those who are told
   * @throws IllegalArgumentException if there is none of that name
   */
  public void administer(String name, AdminState admin, String message) {
    lock.lock();
    try {
      Node node = nodes.get(name);
      if (node == null) {
        throw new IllegalArgumentException("no check or group '" + name + "'");
      }
      dispatcher.administer(node, admin, message);
    } finally {
      lock.unlock();
    }
    board.deliver();
  }

  /**
   * Ends in order: starts no more runs, interrupts those that go on, {@linkplain #runBeside those
   * beside} included, waits for them and for listeners that have calls to come. What has not ended
   * after the time of {@link Builder#closeWithin} is named in the log and left behind. Closing
   * again does nothing.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    long until = System.nanoTime() + closeWithin.toNanos();
    try {
      List<String> left = dispatcher.close(closeWithin);
      board.deliver(); // what a listener that came before the start is still to be told
      if (!left.isEmpty()) {
        LOG.warn("closed while checks ignore their interruption: {}", left);
      }
      for (Mailbox mailbox : board.mailboxes()) {
        if (!mailbox.awaitDelivered(until - System.nanoTime())) {
          LOG.warn("closed while listener {} had not taken all its calls", mailbox);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Collects what an agent is to watch. Not safe for use by many threads. */
  public static final class Builder {
    private final WatchChange watched = new WatchChange();
    private final Map<String, SavedState> saved = new HashMap<>();
    private final List<HealthListener> listeners = new ArrayList<>();
    private Ticker ticker = Ticker.system();
    private InstantSource clock = InstantSource.system();
    private @Nullable Scheduler scheduler;
    private @Nullable Executor executor;
    private int maxInFlight = 4096;
    private int startRate = Integer.MAX_VALUE;
    private Duration coalesce = Duration.ofMillis(5);
    private Duration grace = Duration.ofMillis(250);
    private Duration closeWithin = Duration.ofSeconds(5);

    private Builder() {}

    /**
     * Adds a check.
     *
     * @param name stands for the check everywhere; 1 to 200 printable characters
     * @throws IllegalArgumentException if the name is taken or not allowed, or a setting is out of
     *     its range
     */
    public Builder check(String name, Checker checker, Consumer<CheckSettings.Builder> settings) {
      watched.check(name, checker, settings);
      return this;
    }

    /** Adds a check with settings made before. */
    public Builder check(String name, Checker checker, CheckSettings settings) {
      watched.check(name, checker, settings);
      return this;
    }

    /**
     * Adds a group of checks and groups, which may be added after it.
     *
     * @throws IllegalArgumentException if the name is taken or not allowed
     */
    public Builder group(String name, Group group) {
      watched.group(name, group);
      return this;
    }

    /**
     * Goes on where another agent stood when it was asked to {@link HealthAgent#save}: no
     * transition is told unless what is told now differs from what was told then. Of no effect for
     * a name that is not watched. What has happened since then counts neither way.
     */
    public Builder restore(SavedState state) {
      saved.put(state.name(), state);
      return this;
    }

    /** Adds a listener. */
    public Builder listener(HealthListener listener) {
      listeners.add(listener);
      return this;
    }

    /** Adds a listener of transitions alone. */
    public Builder onTransition(Consumer<Transition> listener) {
      return listener(
          new HealthListener() {
            @Override
            public void onTransition(Transition transition) {
              listener.accept(transition);
            }
          });
    }

    /**
     * Most checks in flight at once; a check that is due beyond that waits. 1 or more, default
     * 4096.
     */
    public Builder maxInFlight(int value) {
      if (value < 1) {
        throw new IllegalArgumentException("max-in-flight " + value + ", allowed: 1 or more");
      }
      maxInFlight = value;
      return this;
    }

    /**
     * How fast the load is taken up after the start, in runs a second that come to it each second:
     * with 1000, 10,000 checks of one second have all run after ten. A JVM that has just begun runs
     * slowly, and would put off what it cannot do yet. 1 or more, default: all at once.
     */
    public Builder startRate(int value) {
      if (value < 1) {
        throw new IllegalArgumentException("start-rate " + value + ", allowed: 1 or more");
      }
      startRate = value;
      return this;
    }

    /**
     * The grid that wake-ups are rounded up to, so that one wake-up starts all that is due; zero
     * for none. Phases stay exact to it. Default 5 ms.
     */
    public Builder coalesce(Duration value) {
      if (value.isNegative()) {
        throw new IllegalArgumentException("coalesce " + value + ", allowed: zero or more");
      }
      coalesce = value;
      return this;
    }

    /** How long after its deadline a checker is abandoned; default 250 ms. */
    public Builder grace(Duration value) {
      if (value.isNegative()) {
        throw new IllegalArgumentException("grace " + value + ", allowed: zero or more");
      }
      grace = value;
      return this;
    }

    /** How long {@link HealthAgent#close} waits at most, about; default 5 s. */
    public Builder closeWithin(Duration value) {
      closeWithin = value;
      return this;
    }

    /** Where time comes from; default {@link Ticker#system()}. */
    public Builder ticker(Ticker value) {
      ticker = value;
      return this;
    }

    /**
     * Where the times that are shown come from; default the system's clock. It decides nothing, and
     * may be set while the agent runs.
     */
    public Builder clock(InstantSource value) {
      clock = value;
      return this;
    }

    /**
     * What wakes the agent, and keeps the deadlines of its checks ({@link
     * io.risefall.check.CheckContext#closeAtDeadline}); default one of its own, closed with the
     * agent as soon as no run is left.
     */
    public Builder scheduler(Scheduler value) {
      scheduler = value;
      return this;
    }

    /**
     * What checks and listeners run on, each run a task of its own; default as many virtual threads
     * as there are runs that block, and one more. One that may run a task on the thread that gives
     * it is for checkers that do not block: that thread can be the scheduler's, which keeps the
     * deadlines of all.
     */
    public Builder executor(Executor value) {
      executor = value;
      return this;
    }

    /**
     * Starts watching: each check first runs at its phase within its first interval.
     *
     * @throws IllegalArgumentException with every mistake: members and parents that do not exist,
     *     groups and dependencies that go in circles
     */
    public HealthAgent start() {
      HealthAgent agent = build();
      agent.start();
      return agent;
    }

    /**
     * An agent that does not run yet: it can be asked, and given listeners that need it, before
     * anything happens. {@link HealthAgent#start} starts it.
     *
     * @throws IllegalArgumentException as {@link #start}
     */
    public HealthAgent build() {
      return new HealthAgent(this);
    }
  }
}
