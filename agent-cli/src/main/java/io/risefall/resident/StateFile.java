package io.risefall.resident;

import io.risefall.file.FileTrouble;
import io.risefall.file.WholeFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file in which the state outlives the agent. It is written whole, beside the one before, and
 * takes its place at once: whoever reads it reads the one or the other. Safe for use by many
 * threads.
 */
final class StateFile implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StateFile.class);
  private static final long MOST_OCTETS = 256L * 1024 * 1024;
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final Path path;
  private final Supplier<List<Kept>> state;
  private final Duration retry;
  private final AtomicLong failures = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread writer;

  /** How often something changed; how often it had when what was last tried to be written began. */
  private long changes;

  private long tried;

  /** The same of what is on the disk, and why the last try failed; null if it did not. */
  private long kept;

  private @Nullable String lastFailure;
  private boolean closed;

  /**
   * @param state what is to be kept, asked for before each writing
   */
  StateFile(Path path, Supplier<List<Kept>> state) {
    this(path, state, RETRY);
  }

  /**
   * @param retry after how long a writing that failed is tried again
   */
  StateFile(Path path, Supplier<List<Kept>> state, Duration retry) {
    this.path = path;
    this.state = state;
    this.retry = retry;
    this.writer = Thread.ofPlatform().daemon().name("state-file").unstarted(this::writeOnChange);
  }

  /** Begins to write changes. */
  void start() {
    writer.start();
  }

  /**
   * What an agent before left, if it is of use. What cannot be read is set aside under another
   * name, and told.
   */
  static Optional<StateFormat.Saved> read(Path path, Duration maxAge) {
    byte[] octets;
    try {
      if (Files.size(path) > MOST_OCTETS) {
        throw new IOException("larger than " + MOST_OCTETS + " octets");
      }
      octets = Files.readAllBytes(path);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      LOG.error("state file {} cannot be read, starting without: {}", path, e.toString());
      return Optional.empty();
    }
    try {
      StateFormat.Saved saved = StateFormat.read(octets);
      Duration age = Duration.between(saved.time(), Instant.now());
      if (age.compareTo(maxAge) > 0) {
        LOG.info("state file {} is {} s old and not used", path, age.toSeconds());
        return Optional.empty();
      }
      return Optional.of(saved);
    } catch (IOException e) {
      setAside(path, String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
      return Optional.empty();
    }
  }

  private static void setAside(Path path, String why) {
    Path aside =
        path.resolveSibling(
            path.getFileName() + ".unreadable-" + Instant.now().toString().replace(':', '-'));
    try {
      Files.move(path, aside);
      LOG.error("state file {} is not one of ours ({}), set aside as {}", path, why, aside);
    } catch (IOException e) {
      LOG.error("state file {} is not one of ours ({}), and stays: {}", path, why, e.toString());
    }
  }

  /** Something changed that is to be kept; returns at once. */
  void changed() {
    lock.lock();
    try {
      changes++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until what has changed before is on the disk: many who wait have it written once.
   *
   * @return why it is not; empty if it is
   */
  Optional<String> await(Duration within) throws InterruptedException {
    lock.lock();
    try {
      changes++;
      long mine = changes;
      changed.signalAll();
      long left = within.toNanos();
      while (kept < mine && tried < mine && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      if (kept >= mine) {
        return Optional.empty();
      }
      @Nullable String failure = lastFailure;
      if (tried >= mine && failure != null) {
        return Optional.of(failure);
      }
      return Optional.of(
          closed ? "the agent ends" : "it took longer than " + within.toMillis() + " ms");
    } finally {
      lock.unlock();
    }
  }

  /** How often it could not be written. */
  long failures() {
    return failures.get();
  }

  private void writeOnChange() {
    boolean failed = false;
    while (awaitChange(failed)) {
      failed = !write();
    }
  }

  /** Waits for a change, or before another try; false once it is closed. */
  private boolean awaitChange(boolean failed) {
    lock.lock();
    try {
      long left = retry.toNanos();
      while (failed && changes == tried && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      while (changes == tried && !failed && !closed) {
        changed.await();
      }
      return !closed;
    } catch (InterruptedException e) {
      return false;
    } finally {
      lock.unlock();
    }
  }

  private boolean write() {
    long upTo = changes();
    @Nullable String failure = written();
    lock.lock();
    try {
      tried = upTo;
      kept = failure == null ? upTo : kept;
      if (failure != null) {
        failures.incrementAndGet();
        if (!failure.equals(lastFailure)) {
          LOG.error("state file {} cannot be written, will be tried again: {}", path, failure);
        }
      } else if (lastFailure != null) {
        LOG.info("state file {} is written again", path);
      }
      lastFailure = failure;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    return failure == null;
  }

  private long changes() {
    lock.lock();
    try {
      return changes;
    } finally {
      lock.unlock();
    }
  }

  /** Why it could not be written; null if it is on the disk. */
  private @Nullable String written() {
    try {
      byte[] octets = StateFormat.write(new StateFormat.Saved(Instant.now(), state.get()));
      WholeFile.write(path, octets, "rw-------");
      try (FileChannel directory = FileChannel.open(path.toAbsolutePath().getParent())) {
        directory.force(true);
      }
      return null;
    } catch (IOException e) {
      return FileTrouble.of(e);
    } catch (RuntimeException | Error e) { // whatever it is, it is tried again
      return e.toString();
    }
  }

  /** Writes the last state and ends. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      writer.join(Duration.ofSeconds(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    write();
  }
}
