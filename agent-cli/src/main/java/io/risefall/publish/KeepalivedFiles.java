package io.risefall.publish;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.risefall.agent.Transition;
import io.risefall.config.AgentConfig.FileStyle;
import io.risefall.config.AgentConfig.KeepalivedFile;
import io.risefall.file.WholeFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file for each check and group that keepalived tracks. Each is replaced at once, so whoever
 * reads it reads what was or what is. Safe for use by many threads.
 *
 * <p>What somebody else wrote into a file, or deleted, is written again within five seconds.
 *
 * <p>A file is never deleted, and neither is the directory, whose removal keepalived would not
 * notice: to {@code FILE_CHECK} a missing file reads 0, which is up. The file of a check that is
 * not watched any more says "not up".
 */
final class KeepalivedFiles implements Publisher {

  private static final Logger LOG = LoggerFactory.getLogger(KeepalivedFiles.class);
  private static final Duration RETRY = Duration.ofSeconds(5);

  /** Nothing in them is secret: keepalived is root's, but operators and monitors look too. */
  private static final String FOR_ALL = "rw-r--r--";

  private static final FileAttribute<Set<PosixFilePermission>> DIRECTORY_FOR_ALL =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"));

  private final KeepalivedFile config;
  private final Told told;
  private final Supplier<List<String>> names;
  private final Duration retry;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition closed = lock.newCondition();
  private final Map<String, Boolean> written = new ConcurrentHashMap<>();
  private final KnownContent content = new KnownContent();
  private final Set<String> pending = new LinkedHashSet<>();
  private final AtomicLong failures = new AtomicLong();
  private String lastFailure = "";
  private boolean open;
  private @Nullable Thread retrying;

  /**
   * @param names all checks and groups
   */
  KeepalivedFiles(KeepalivedFile config, Told told, Supplier<List<String>> names) {
    this(config, told, names, RETRY);
  }

  KeepalivedFiles(KeepalivedFile config, Told told, Supplier<List<String>> names, Duration retry) {
    this.config = config;
    this.told = told;
    this.names = names;
    this.retry = retry;
  }

  @Override
  public void open() throws IOException {
    lock.lock();
    try {
      makeDirectory();
      for (String name : names.get()) {
        write(name, told.isUp(name));
      }
      warnOfStrangers();
      open = true;
      retrying = Thread.ofPlatform().daemon().name("keepalived-file").start(this::retryUntilClosed);
    } finally {
      lock.unlock();
    }
  }

  private void makeDirectory() throws IOException {
    if (!Files.isDirectory(config.directory())) {
      Files.createDirectories(config.directory(), DIRECTORY_FOR_ALL);
      // Whoever removed it took the files along.
      pending.addAll(written.keySet());
      written.clear();
    }
  }

  /** The check may be gone from the configuration, or the file be another agent's: who can tell? */
  private void warnOfStrangers() throws IOException {
    Set<String> strangers = new TreeSet<>();
    try (Stream<Path> files = Files.list(config.directory())) {
      files.map(file -> file.getFileName().toString()).forEach(strangers::add);
    }
    strangers.removeAll(written.keySet());
    strangers.removeIf(name -> name.startsWith("."));
    if (!strangers.isEmpty()) {
      LOG.warn(
          "{} has files of no check or group, which stay as they are: {}",
          config.directory(),
          strangers);
    }
  }

  @Override
  public void onTransition(Transition transition) {
    refresh(transition.name());
  }

  @Override
  public void onAdded(String name) {
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

  private void retryUntilClosed() {
    try {
      while (awaitNextLook()) {
        writeAgain(othersChanged());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean awaitNextLook() throws InterruptedException {
    lock.lock();
    try {
      for (long left = retry.toNanos(); open && left > 0; ) {
        left = closed.awaitNanos(left);
      }
      return open;
    } finally {
      lock.unlock();
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
      if (isChanged(name)) {
        suspects.add(name);
      }
    }
    return suspects;
  }

  private boolean isChanged(String name) {
    Boolean before = written.get(name);
    return before != null && !content.says(config.directory().resolve(name), content(before));
  }

  private void writeAgain(Set<String> suspects) {
    lock.lock();
    try {
      // What the agent itself wrote meanwhile is well.
      suspects.removeIf(name -> !isChanged(name));
      if (!suspects.isEmpty()) {
        LOG.warn(
            "somebody else wrote or deleted files in {}, writing again: {}",
            config.directory(),
            suspects);
        written.keySet().removeAll(suspects);
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
      makeDirectory();
    } catch (IOException e) {
      failure = reasonOf(e);
    }
    for (String name : List.copyOf(pending)) {
      try {
        write(name, open && told.isUp(name));
        pending.remove(name);
      } catch (IOException e) {
        failure = reasonOf(e);
      }
    }
    tell(failure);
  }

  private void tell(String failure) {
    if (!failure.isEmpty()) {
      failures.incrementAndGet();
    }
    if (failure.isEmpty() && !lastFailure.isEmpty()) {
      LOG.info("files in {} are written again", config.directory());
    } else if (!failure.equals(lastFailure)) {
      LOG.error(
          "files in {} cannot be written and say what was, will be tried again: {}",
          config.directory(),
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

  private void write(String name, boolean up) throws IOException {
    Boolean before = written.get(name);
    if (before != null && before == up) {
      return;
    }
    Path file = config.directory().resolve(name);
    if (name.startsWith(".") || !config.directory().equals(file.getParent())) {
      LOG.warn("'{}' is no file's name, so {} has none of it", name, config.directory());
      return;
    }
    // An empty file, which a crash could leave, reads 0: up to FILE_CHECK.
    WholeFile.write(file, content(up), FOR_ALL);
    written.put(name, up);
  }

  @Override
  public long failures() {
    return failures.get();
  }

  @Override
  public String toString() {
    return "keepalived-file " + config.directory();
  }

  private byte[] content(boolean up) {
    boolean one = config.style() == FileStyle.VRRP ? up : !up;
    return (one ? "1\n" : "0\n").getBytes(US_ASCII);
  }

  @Override
  public void close() {
    lock.lock();
    try {
      open = false;
      closed.signalAll();
      if (config.downOnExit()) {
        pending.addAll(new HashSet<>(written.keySet()));
        writePending();
      }
    } finally {
      lock.unlock();
    }
    Thread thread = retrying;
    try {
      if (thread != null) {
        thread.join(Duration.ofSeconds(1));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
