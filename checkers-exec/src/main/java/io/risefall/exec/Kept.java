package io.risefall.exec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The first 64 KiB of one of a program's streams; what follows is read and thrown away. Read by one
 * thread, looked at by any.
 */
final class Kept {

  static final int MOST = 64 * 1024;

  private final InputStream stream;
  private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
  private final AtomicLong written = new AtomicLong();

  Kept(InputStream stream) {
    this.stream = stream;
  }

  /**
   * Reads what is there now, at most {@code buffer} full: never waits.
   *
   * @return whether there was something
   */
  boolean readSome(byte[] buffer) {
    try {
      int there = Math.min(stream.available(), buffer.length);
      int read = there <= 0 ? 0 : stream.read(buffer, 0, there);
      if (read > 0) {
        written.addAndGet(read);
        octets.write(buffer, 0, Math.min(read, MOST - octets.size()));
      }
      return read > 0;
    } catch (IOException e) {
      return false; // a pipe has no errors but those of our own making
    }
  }

  /** How many octets there were, those included that were thrown away. */
  long written() {
    return written.get();
  }

  String text() {
    return octets.toString(UTF_8);
  }
}
