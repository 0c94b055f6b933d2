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
import io.risefall.state.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses a mode by conditions on checks and groups, switches a link to it and then runs a program:
 * once as soon as each of them is known, and after that on a change alone. While a program runs,
 * only the newest choice waits for it. What fails is tried again, for as long as it is the choice.
 */
public final class ModeSwitch implements Publisher {

  private static final Logger LOG = LoggerFactory.getLogger(ModeSwitch.class);

  private final String name;
  private final Mode mode;
  private final HealthAgent agent;
  private final Set<String> names = new LinkedHashSet<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread worker;
  private final AtomicLong failures = new AtomicLong();
  private final IntervalFunction pauses;
  private @Nullable String wanted;

  /** Of the worker alone: what it tried last, how often that failed, and what is in force. */
  private @Nullable String tried;

  private int failed;
  private @Nullable String done;
  private boolean closed;

  /** A mode as the file has it. */
  public ModeSwitch(String name, Mode mode, HealthAgent agent) {
    this(name, mode, agent, Duration.ofSeconds(1));
  }

  /**
   * @param pause before a mode that is not in force is tried again; longer each time, up to 60
   *     times so long
   */
  ModeSwitch(String name, Mode mode, HealthAgent agent, Duration pause) {
    this.name = name;
    pauses = IntervalFunction.ofExponentialBackoff(pause, 2, pause.multipliedBy(60));
    this.mode = mode;
    this.agent = agent;
    mode.choices().forEach(choice -> names.addAll(choice.when().names()));
    worker = Thread.ofVirtual().name("mode").unstarted(this::work);
  }

  @Override
  public void open() {
    worker.start();
    choose();
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

  /** The mode that the conditions choose; none while one of their names is not known. */
  Optional<String> choice() {
    for (String each : names) {
      Optional<Status> status = agent.snapshot(each).map(CheckSnapshot::status);
      if (status.isEmpty() || status.get() == Status.UNKNOWN) {
        return Optional.empty();
      }
    }
    return mode.choices().stream()
        .filter(choice -> choice.when().holds(this::isUp))
        .map(Choice::mode)
        .findFirst();
  }

  private boolean isUp(String each) {
    return agent.snapshot(each).map(check -> check.status().isUp()).orElse(false);
  }

  private void work() {
    try {
      for (String next = next(); next != null; next = next()) {
        boolean inForce = apply(next);
        failed = inForce ? 0 : failed + 1;
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
      long left = failed == 0 ? 0 : MILLISECONDS.toNanos(pauses.apply(failed));
      while (!closed && left > 0 && Objects.equals(wanted, tried)) {
        left = changed.awaitNanos(left);
      }
      while (!closed && (wanted == null || wanted.equals(done))) {
        changed.await();
      }
      tried = wanted;
      return closed ? null : wanted;
    } finally {
      lock.unlock();
    }
  }

  /** False if it failed and is to be tried again. */
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
    } catch (IOException e) {
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
