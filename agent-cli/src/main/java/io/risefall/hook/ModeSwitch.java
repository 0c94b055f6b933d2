package io.risefall.hook;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.github.resilience4j.core.IntervalFunction;
import io.risefall.agent.CheckSnapshot;
import io.risefall.agent.HealthAgent;
import io.risefall.agent.Transition;
import io.risefall.config.AgentConfig.Choice;
import io.risefall.config.AgentConfig.Link;
import io.risefall.config.AgentConfig.Mode;
import io.risefall.file.WholeFile;
import io.risefall.publish.Publisher;
import io.risefall.publish.Settling;
import io.risefall.time.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses a mode by conditions on checks and groups, switches a link to it and then runs a program:
 * once as soon as it can be chosen, and after that on a change alone. While it depends on what is
 * not known yet, the mode that stands is kept, until there was time to settle; what is not known
 * then is not up. While a program runs, only the newest choice waits for it. What fails is tried
 * again, for as long as it is the choice.
 */
public final class ModeSwitch implements Publisher {

  private static final Logger LOG = LoggerFactory.getLogger(ModeSwitch.class);

  /** Nothing is due before that, unless somebody says so. */
  private static final long LONG = Duration.ofHours(1).toNanos();

  private final String name;
  private final Mode mode;
  private final HealthAgent agent;
  private final Set<String> names;
  private final Settling settling;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread worker;
  private final AtomicLong failures = new AtomicLong();
  private final IntervalFunction pauses;
  private @Nullable String wanted;

  /** Of the worker alone: what it tried last, how often that failed, and what is in force. */
  private @Nullable String tried;

  private int failed;
  private long tryAgain;
  private @Nullable String done;
  private boolean closed;

  /**
   * A mode as the file has it.
   *
   * @param settle how long the mode that stands is kept while it cannot be chosen
   */
  public ModeSwitch(String name, Mode mode, HealthAgent agent, Supplier<Duration> settle) {
    this(name, mode, agent, new Settling(settle, Ticker.system()), Duration.ofSeconds(1));
  }

  /**
   * @param pause before a mode that is not in force is tried again; longer each time, up to 60
   *     times so long
   */
  ModeSwitch(String name, Mode mode, HealthAgent agent, Settling settling, Duration pause) {
    this.name = name;
    this.names = mode.names();
    this.settling = settling;
    pauses = IntervalFunction.ofExponentialBackoff(pause, 2, pause.multipliedBy(60));
    this.mode = mode;
    this.agent = agent;
    worker = Thread.ofVirtual().name("mode").unstarted(this::work);
  }

  @Override
  public void open() {
    settle(names);
    worker.start();
    choose();
  }

  private void settle(Set<String> some) {
    lock.lock();
    try {
      for (String each : some) {
        if (agent.snapshot(each).filter(check -> !Settling.isKnown(check)).isPresent()) {
          settling.begin(each);
        }
      }
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** A new agent's time begins here: whoever is told by it is opened before it starts. */
  @Override
  public void onAdded(String added) {
    if (names.contains(added)) {
      settle(Set.of(added));
      choose();
    }
  }

  @Override
  public void onTransition(Transition transition) {
    if (names.contains(transition.name())) {
      choose();
    }
  }

  private void choose() {
    lock.lock();
    try {
      // Under the lock: of two who choose, the later one knows more.
      Optional<String> choice = choice();
      if (choice.isPresent()) {
        wanted = choice.get();
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The mode that the conditions choose; none while that depends on what is not known. */
  Optional<String> choice() {
    for (Choice choice : mode.choices()) {
      Optional<Boolean> holds = choice.when().holds(this::isUp);
      if (holds.isEmpty() || holds.get()) {
        return holds.map(is -> choice.mode());
      }
    }
    return Optional.empty();
  }

  private Optional<Boolean> isUp(String each) {
    Optional<CheckSnapshot> check = agent.snapshot(each);
    if (check.filter(Settling::isKnown).isPresent()) {
      settling.end(each);
    }
    return settling.holds(each)
        ? Optional.empty()
        : Optional.of(check.map(one -> one.status().isUp()).orElse(false));
  }

  private void work() {
    try {
      for (String next = next(); next != null; next = next()) {
        boolean inForce = apply(next);
        failed = inForce ? 0 : failed + 1;
        tryAgain = inForce ? 0 : System.nanoTime() + MILLISECONDS.toNanos(pauses.apply(failed));
        // One that failed may be half in force, so even the one before it has to be done again.
        done = inForce ? next : null;
      }
    } catch (InterruptedException e) {
      LOG.debug("mode {} ends", name);
    }
  }

  private @Nullable String next() throws InterruptedException {
    lock.lock();
    try {
      while (!closed && !isDue()) {
        long pause = failed == 0 ? LONG : tryAgain - System.nanoTime();
        var unused = changed.awaitNanos(settling.left(pause));
        if (!settling.takeOver().isEmpty()) {
          LOG.warn("mode {}: not all is known though there was time to settle", name);
          choose();
        }
      }
      tried = wanted;
      return closed ? null : wanted;
    } finally {
      lock.unlock();
    }
  }

  /** Whether there is something to do now. */
  private boolean isDue() {
    boolean another = !Objects.equals(wanted, tried);
    return wanted != null
        && !wanted.equals(done)
        && (failed == 0 || another || System.nanoTime() - tryAgain >= 0);
  }

  /** False if it failed and is to be tried again, whatever it was that failed. */
  private boolean apply(String chosen) throws InterruptedException {
    LOG.info("mode {}: {}", name, chosen);
    try {
      if (mode.link().isPresent()) {
        switchLink(mode.link().get(), chosen);
      }
      if (!mode.run().isEmpty()) {
        List<String> command =
            mode.run().stream().map(word -> word.replace("{mode}", chosen)).toList();
        Program.run(command, Map.of("RISEFALL_MODE", chosen), mode.timeout());
      }
      return true;
    } catch (IOException | RuntimeException | Error e) { // no thread for a program is an Error
      failures.incrementAndGet();
      LOG.error("mode {}: {} is not in force, will be tried again: {}", name, chosen, e.toString());
      return false;
    }
  }

  /** Whoever opens the link meanwhile gets the one target or the other. */
  static void switchLink(Link link, String chosen) throws IOException {
    Path target = Path.of(link.to().replace("{mode}", chosen));
    if (Files.isSymbolicLink(link.path()) && Files.readSymbolicLink(link.path()).equals(target)) {
      return;
    }
    WholeFile.link(link.path(), target);
  }

  @Override
  public long failures() {
    return failures.get();
  }

  @Override
  public String toString() {
    return "mode " + name;
  }

  /** Kills a program that runs; not before it is killed is it closed. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
    Program.end(worker);
  }
}
