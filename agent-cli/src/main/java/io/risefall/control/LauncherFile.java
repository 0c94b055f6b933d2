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
    this.open = written();
  }

  private FileChannel written() throws IOException {
    WholeFile.writeForNow(file, (before + now() + "\n").getBytes(UTF_8), "rw-r-----");
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
      open = written();
    }
    // In place: a new file each second would cost more than most checks. Where another agent's has
    // taken its place, this one is nobody's.
    open.write(ByteBuffer.wrap(now().getBytes(UTF_8)), before.length());
  }

  synchronized void delete() throws IOException {
    deleted = true;
    open.close();
    Files.deleteIfExists(file);
  }
}
