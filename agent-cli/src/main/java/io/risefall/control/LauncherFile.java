package io.risefall.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.risefall.file.WholeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/**
 * What the launcher reads: the port, the token, and when the agent was last seen alive, in seconds.
 * A shell that connects to an agent that hangs could wait for minutes: an old time tells it not to
 * try. Safe for use by many threads.
 */
final class LauncherFile {

  private final Path file;
  private final String before;
  private FileChannel open;
  private boolean deleted;

  LauncherFile(Path file, int port, String token) throws IOException {
    this.file = file;
    this.before = port + " " + token + " ";
    write();
    this.open = open();
  }

  private void write() throws IOException {
    WholeFile.write(file, (before + now() + "\n").getBytes(UTF_8), "rw-r-----");
  }

  private FileChannel open() throws IOException {
    return FileChannel.open(file, StandardOpenOption.WRITE);
  }

  private static String now() {
    return Long.toString(Instant.now().getEpochSecond());
  }

  /** Says that the agent lives. */
  synchronized void tell() throws IOException {
    if (deleted) {
      return;
    }
    if (!Files.exists(file)) {
      open.close();
      write();
    }
    if (!open.isOpen() && isOurs()) {
      open = open();
    }
    // In place: a new file each second would cost more than most checks. Where another agent's has
    // taken its place, this one is nobody's.
    if (open.isOpen()) {
      open.write(ByteBuffer.wrap(now().getBytes(UTF_8)), before.length());
    }
  }

  /** Deletes it, unless it is another agent's by now. */
  synchronized void delete() throws IOException {
    deleted = true;
    open.close();
    if (isOurs()) {
      Files.delete(file);
    }
  }

  private boolean isOurs() throws IOException {
    return Files.exists(file) && Files.readString(file).startsWith(before);
  }
}
