package io.risefall.publish;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.risefall.agent.Transition;
import io.risefall.config.AgentConfig.EventLog;
import io.risefall.history.CheckJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line of JSON for each transition. A file that was renamed or deleted is followed by a new one,
 * so logrotate needs to tell nobody. Safe for use by many threads.
 */
final class EventLogFile implements Publisher {

  private static final Logger LOG = LoggerFactory.getLogger(EventLogFile.class);
  private static final JsonFactory JSON = new JsonFactory();

  /** Of a file's mode; see inode(7). */
  private static final int FILE_TYPE = 0170000;

  private static final int NAMED_PIPE = 0010000;

  private final Path path;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable FileChannel file;
  private @Nullable Object key;
  private boolean torn;
  private boolean closed;
  private long failures;
  private String lastFailure = "";

  EventLogFile(EventLog config) {
    this.path = config.file();
  }

  @Override
  public void open() throws IOException {
    lock.lock();
    try {
      current();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long failures() {
    lock.lock();
    try {
      return failures;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onTransition(Transition transition) {
    lock.lock();
    try {
      if (!closed) {
        append(line(transition));
        tellRecovery();
      }
    } catch (IOException e) {
      failures++;
      String failure = e.toString();
      if (!failure.equals(lastFailure)) {
        LOG.error("event log {} cannot be written, going on without: {}", path, failure);
        lastFailure = failure;
      }
    } finally {
      lock.unlock();
    }
  }

  private void tellRecovery() {
    if (!lastFailure.isEmpty()) {
      LOG.info("event log {} is written again; lines missing in all: {}", path, failures);
      lastFailure = "";
    }
  }

  private static byte[] line(Transition transition) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      CheckJson.write(json, transition);
    }
    line.write('\n');
    return line.toByteArray();
  }

  private void append(byte[] line) throws IOException {
    FileChannel channel = current();
    ByteBuffer left = ByteBuffer.allocate(line.length + 1);
    if (torn) {
      // A disk that was full kept part of a line, which is not to spoil this one.
      left.put((byte) '\n');
    }
    left.put(line).flip();
    int length = left.remaining();
    try {
      while (left.hasRemaining()) {
        channel.write(left);
      }
      torn = false;
    } finally {
      if (left.hasRemaining() && left.remaining() < length) {
        torn = true;
      }
    }
  }

  /** The file of that name, which may be another one than before. */
  private FileChannel current() throws IOException {
    FileChannel before = file;
    if (before != null && Objects.equals(key, keyOf(path))) {
      return before;
    }
    if (before != null) {
      file = null;
      before.close();
    }
    refusePipe();
    FileChannel opened =
        FileChannel.open(
            path,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
    file = opened;
    key = keyOf(path);
    torn = false;
    return opened;
  }

  /** To open a pipe that nobody reads is to wait for ever. */
  private void refusePipe() throws IOException {
    if (Files.exists(path)
        && ((int) Files.getAttribute(path, "unix:mode") & FILE_TYPE) == NAMED_PIPE) {
      throw new IOException("is a named pipe, allowed: a file");
    }
  }

  private static @Nullable Object keyOf(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  @Override
  public String toString() {
    return "event-log " + path;
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      if (file != null) {
        file.close();
        file = null;
      }
    } catch (IOException e) {
      LOG.warn("event log {}: {}", path, e.toString());
    } finally {
      lock.unlock();
    }
  }
}
