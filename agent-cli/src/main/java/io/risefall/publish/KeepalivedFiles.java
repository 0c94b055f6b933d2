package io.risefall.publish;

import io.risefall.agent.Transition;
import io.risefall.config.AgentConfig.KeepalivedFile;
import io.risefall.time.Ticker;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file for each check and group that keepalived tracks. Each is replaced at once, so whoever
 * reads it reads what was or what is. Safe for use by many threads.
 *
 * <p>What somebody else wrote into a file, or deleted, is written again within five seconds.
 *
 * <p>Of what is not known yet, the file says what it said before this agent began, or "not up" if
 * it said nothing of ours: until it is known, or has had the time to settle.
 *
 * <p>The file of a check that is not watched any more says "not up" and is then deleted, where a
 * missing one means the same: to {@code FILE_CHECK} it reads 0, which is up. The directory is never
 * deleted: keepalived would not notice that there is a new one.
 */
final class KeepalivedFiles implements Publisher {

  private static final Logger LOG = LoggerFactory.getLogger(KeepalivedFiles.class);
  private static final Duration ASSERT = Duration.ofSeconds(5);

  private final KeepalivedFile config;
  private final KeepalivedDirectory directory;
  private final Told told;
  private final Supplier<List<String>> names;
  private final Duration again;
  private final ReentrantLock lock = new ReentrantLock();

  /** It is closed, or something begins to settle. */
  private final Condition changed = lock.newCondition();

  private final Settling settling;

  /** Whether those that settle were told as up before this agent began. */
  private final Map<String, Boolean> stood = new HashMap<>();

  private final Set<String> pending = new LinkedHashSet<>();
  private final AtomicLong failures = new AtomicLong();
  private String lastFailure = "";
  private boolean open;
  private @Nullable Thread looking;

  /**
   * @param names all checks and groups
   * @param settle how long what stands is kept while nothing is known
   */
  KeepalivedFiles(
      KeepalivedFile config, Told told, Supplier<List<String>> names, Supplier<Duration> settle) {
    this(config, told, names, new Settling(settle, Ticker.system()), ASSERT);
  }

  KeepalivedFiles(
      KeepalivedFile config,
      Told told,
      Supplier<List<String>> names,
      Settling settling,
      Duration again) {
    this.config = config;
    this.directory = new KeepalivedDirectory(config);
    this.told = told;
    this.names = names;
    this.settling = settling;
    this.again = again;
  }

  @Override
  public void open() throws IOException {
    lock.lock();
    try {
      pending.addAll(directory.make());
      for (String name : names.get()) {
        settle(name);
        directory.write(name, isUp(name));
      }
      warnOfStrangers();
      open = true;
      looking = Thread.ofPlatform().daemon().name("keepalived-file").start(this::lookUntilClosed);
    } finally {
      lock.unlock();
    }
  }

  /** The check may be gone from the configuration, or the file be another agent's: who can tell? */
  private void warnOfStrangers() throws IOException {
    Set<String> strangers = directory.strangers();
    if (!strangers.isEmpty()) {
      LOG.warn(
          "{} has files of no check or group, which stay as they are: {}", directory, strangers);
    }
  }

  /** Begins to keep what stands there, unless it is known better. */
  private void settle(String name) {
    if (told.of(name).filter(check -> !Settling.isKnown(check)).isPresent()) {
      settling.begin(name);
      stood.computeIfAbsent(name, directory::saysUp);
      changed.signalAll();
    }
  }

  private boolean isUp(String name) {
    if (told.of(name).filter(check -> !Settling.isKnown(check)).isPresent()) {
      return settling.holds(name) && stood.getOrDefault(name, false);
    }
    settled(name);
    return told.isUp(name);
  }

  private void settled(String name) {
    settling.end(name);
    stood.remove(name);
  }

  @Override
  public void onTransition(Transition transition) {
    refresh(transition.name());
  }

  @Override
  public void onAdded(String name) {
    lock.lock();
    try {
      // A new agent's time begins here: whoever is told by it is opened before it starts.
      if (open && (settling.holds(name) || !directory.hasWritten(name))) {
        settle(name);
      }
    } finally {
      lock.unlock();
    }
    refresh(name);
  }

  @Override
  public void onRemoved(String name) {
    refresh(name);
  }

  private void refresh(String name) {
    lock.lock();
    try {
      if (open) {
        pending.add(name);
        writePending();
      }
    } finally {
      lock.unlock();
    }
  }

  private void lookUntilClosed() {
    try {
      while (awaitNextLook()) {
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until the files are to be looked at again; false once it is closed. */
  private boolean awaitNextLook() throws InterruptedException {
    lock.lock();
    try {
      long now = System.nanoTime();
      long end = now + again.toNanos();
      while (open && now - end < 0) {
        var unused = changed.awaitNanos(settling.left(end - now));
        guarded(this::writeSettled);
        now = System.nanoTime();
      }
      return open;
    } finally {
      lock.unlock();
    }
  }

  private void look() {
    guarded(() -> writeAgain(othersChanged()));
  }

  /** Whatever goes wrong, the files are looked at again: nobody else would put them right. */
  private void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      failures.incrementAndGet();
      LOG.error("files in {} could not be looked at, will be tried again", directory, e);
    }
  }

  private void writeSettled() {
    Set<String> over = settling.takeOver();
    if (over.isEmpty() || !open) {
      return;
    }
    over.forEach(stood::remove);
    over.removeIf(name -> told.of(name).map(Settling::isKnown).orElse(true));
    if (!over.isEmpty()) {
      LOG.warn(
          "{}: nothing is known though there was time to settle, told as not up: {}",
          directory,
          over);
      pending.addAll(over);
      writePending();
    }
  }

  /**
   * keepalived itself writes what {@code init_file ... overwrite} says when it starts; and to
   * {@code FILE_CHECK} a file that somebody deleted is up. Looked at without the lock: thousands of
   * files take a while, and no transition is to wait for that.
   */
  private Set<String> othersChanged() {
    Set<String> suspects = new TreeSet<>();
    for (String name : names.get()) {
      if (directory.isChanged(name)) {
        suspects.add(name);
      }
    }
    return suspects;
  }

  private void writeAgain(Set<String> suspects) {
    lock.lock();
    try {
      // What the agent itself wrote meanwhile is well.
      suspects.removeIf(name -> !directory.isChanged(name));
      if (!suspects.isEmpty()) {
        LOG.warn(
            "somebody else wrote or deleted files in {}, writing again: {}", directory, suspects);
        directory.forget(suspects);
        pending.addAll(suspects);
      }
      if (open && !pending.isEmpty()) {
        writePending();
      }
    } finally {
      lock.unlock();
    }
  }

  private void writePending() {
    String failure = "";
    try {
      pending.addAll(directory.make());
    } catch (IOException e) {
      failure = reasonOf(e);
    }
    for (String name : List.copyOf(pending)) {
      try {
        write(name);
        pending.remove(name);
      } catch (IOException e) {
        failure = reasonOf(e);
      }
    }
    tell(failure);
  }

  private void write(String name) throws IOException {
    if (open && told.of(name).isEmpty()) {
      settled(name);
      directory.remove(name);
    } else {
      directory.write(name, open && isUp(name));
    }
  }

  private void tell(String failure) {
    if (!failure.isEmpty()) {
      failures.incrementAndGet();
    }
    if (failure.isEmpty() && !lastFailure.isEmpty()) {
      LOG.info("files in {} are written again", directory);
    } else if (!failure.equals(lastFailure)) {
      LOG.error(
          "files in {} cannot be written and say what was, will be tried again: {}",
          directory,
          failure);
    }
    lastFailure = failure;
  }

  /** Without the file's name, so that many files that fail alike are one failure. */
  private static String reasonOf(IOException e) {
    return e instanceof FileSystemException f
        ? f.getClass().getSimpleName() + (f.getReason() == null ? "" : ": " + f.getReason())
        : e.toString();
  }

  @Override
  public long failures() {
    return failures.get();
  }

  @Override
  public String toString() {
    return "keepalived-file " + directory;
  }

  /** The files stay as they are, whatever {@code on-exit} says: another one writes them at once. */
  @Override
  public void handOver() {
    close(false);
  }

  @Override
  public void close() {
    close(config.downOnExit());
  }

  private void close(boolean down) {
    lock.lock();
    try {
      open = false;
      changed.signalAll();
      if (down) {
        pending.addAll(directory.names());
        writePending();
      }
    } finally {
      lock.unlock();
    }
    Thread thread = looking;
    try {
      if (thread != null) {
        thread.join(Duration.ofSeconds(1));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
