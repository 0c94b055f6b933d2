package io.risefall.resident;

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
  private boolean dirty;
  private boolean closed;
  private @Nullable String lastFailure;

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
      dirty = true;
      changed.signal();
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
      while (failed && !dirty && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      while (!dirty && !failed && !closed) {
        changed.await();
      }
      dirty = false;
      return !closed;
    } catch (InterruptedException e) {
      return false;
    } finally {
      lock.unlock();
    }
  }

  private boolean write() {
    try {
      byte[] octets = StateFormat.write(new StateFormat.Saved(Instant.now(), state.get()));
      WholeFile.write(path, octets, "rw-------");
      try (FileChannel directory = FileChannel.open(path.toAbsolutePath().getParent())) {
        directory.force(true);
      }
      if (lastFailure != null) {
        LOG.info("state file {} is written again", path);
        lastFailure = null;
      }
      return true;
    } catch (IOException e) {
      failures.incrementAndGet();
      String failure = e.toString();
      if (!failure.equals(lastFailure)) {
        LOG.error("state file {} cannot be written, will be tried again: {}", path, failure);
        lastFailure = failure;
      }
      return false;
    }
  }

  /** Writes the last state and ends. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
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
