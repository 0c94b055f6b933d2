package io.risefall.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What a peer sends over one connection, of which so much is read in so long a time. */
final class Question {

  static final int MOST_OCTETS = 1024;
  static final long MOST_MILLIS = 2000;

  private static final int MOST_OCTETS_IGNORED = 64 * 1024;
  private static final long MOST_MILLIS_IGNORED = 500;

  private final SocketChannel client;
  private final InputStream in;
  private final long start = System.nanoTime();

  Question(SocketChannel client) throws IOException {
    this.client = client;
    this.in = client.socket().getInputStream();
  }

  /**
   * The first line, up to CR, LF or the peer's end; empty if it is too long or there is none.
   *
   * @throws SocketTimeoutException if it does not come in time
   */
  Optional<String> line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    long until = start + TimeUnit.MILLISECONDS.toNanos(MOST_MILLIS);
    byte[] some = new byte[MOST_OCTETS];
    while (line.size() < MOST_OCTETS) {
      int count = read(some, until);
      for (int i = 0; i < count; i++) {
        if (some[i] == '\r' || some[i] == '\n') {
          return Optional.of(line.toString(UTF_8));
        }
        line.write(some[i]);
      }
      if (count < 0) {
        return line.size() == 0 ? Optional.empty() : Optional.of(line.toString(UTF_8));
      }
    }
    return Optional.empty();
  }

  /** Waits for the peer to end, and looks at nothing that comes before; gives up soon. */
  void readToEnd() throws IOException {
    long now = System.nanoTime();
    long until =
        Math.min(
            now + TimeUnit.MILLISECONDS.toNanos(MOST_MILLIS_IGNORED),
            Math.max(now, start + TimeUnit.MILLISECONDS.toNanos(MOST_MILLIS)));
    byte[] some = new byte[MOST_OCTETS];
    int ignored = 0;
    while (ignored < MOST_OCTETS_IGNORED) {
      int count = read(some, until);
      if (count < 0) {
        return;
      }
      ignored += count;
    }
  }

  private int read(byte[] some, long until) throws IOException {
    long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
    if (left <= 0) {
      throw new SocketTimeoutException("out of time");
    }
    client.socket().setSoTimeout((int) left);
    return in.read(some);
  }
}
