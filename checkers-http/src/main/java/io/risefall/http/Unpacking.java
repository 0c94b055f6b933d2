package io.risefall.http;

import io.risefall.check.CheckContext;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks gzip (RFC 1952) and deflate (RFC 1950, and RFC 1951 as some servers have it) to a bound
 * of octets and time. {@code GZIPInputStream} takes what follows and is no gzip for nothing.
 */
final class Unpacking implements AutoCloseable {

  /** Not what it is said to be. */
  static final class CorruptException extends IOException {
    private static final long serialVersionUID = 1L;

    CorruptException(String message) {
      super(message);
    }
  }

  private static final int AT_ONCE = 65_536;
  private static final int GZIP_HEADER = 10;
  private static final int GZIP_TRAILER = 8;
  private static final int CHECKED_HEADER = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xe0;

  private final byte[] in;
  private final int end;
  private final int most;
  private final CheckContext context;
  private final CRC32 sum = new CRC32();
  private Inflater inflater = new Inflater(true);
  private byte[] out;
  private int length;
  private boolean full;

  Unpacking(Content packed, int most, CheckContext context) {
    this.in = packed.octets();
    this.end = packed.length();
    this.most = most;
    this.context = context;
    this.out = new byte[Math.min(most, AT_ONCE)];
  }

  /** One member after the other, to the end. */
  Content gzip() throws IOException {
    int at = 0;
    do {
      int start = length;
      sum.reset();
      inflater.reset();
      at = inflate(afterHeader(at));
      if (full) {
        break;
      }
      require(end - at >= GZIP_TRAILER, "it breaks off");
      require(number(at, 4) == sum.getValue(), "its checksum is another");
      require(number(at + 4, 4) == length - start, "its length is another");
      at += GZIP_TRAILER;
    } while (at < end);
    return new Content(out, length, !full);
  }

  /** With the header of zlib, or without. */
  Content deflate() throws IOException {
    require(end > 0, "it breaks off");
    boolean zlib = end > 1 && (in[0] & 0x0f) == 8 && ((number(0, 1) << 8) + number(1, 1)) % 31 == 0;
    if (zlib) {
      inflater.end();
      inflater = new Inflater();
    }
    int at = inflate(0);
    require(full || at == end, "something else follows");
    return new Content(out, length, !full);
  }

  /** Where the data of a member begins. */
  private int afterHeader(int start) throws IOException {
    require(end - start >= GZIP_HEADER, start == 0 ? "it breaks off" : "something else follows");
    boolean begins = number(start, 3) == 0x088b1f;
    require(begins, start == 0 ? "it does not begin as such" : "something else follows");
    int flags = in[start + 3];
    require((flags & RESERVED) == 0, "it has flags that nobody knows");
    int at = start + GZIP_HEADER;
    if ((flags & EXTRA) != 0) {
      require(end - at >= 2, "it breaks off");
      at += 2 + (int) number(at, 2);
    }
    at = (flags & NAME) != 0 ? afterZero(at) : at;
    at = (flags & COMMENT) != 0 ? afterZero(at) : at;
    at = (flags & CHECKED_HEADER) != 0 ? at + 2 : at;
    require(at <= end, "it breaks off");
    return at;
  }

  private int afterZero(int from) throws IOException {
    int at = from;
    while (at < end && in[at] != 0) {
      at++;
    }
    require(at < end, "it breaks off");
    return at + 1;
  }

  /** The octets there, the lowest first. */
  private long number(int at, int count) {
    long number = 0;
    for (int i = count - 1; i >= 0; i--) {
      number = (number << 8) + (in[at + i] & 0xff);
    }
    return number;
  }

  /** Where the data ends that begins there. */
  private int inflate(int from) throws IOException {
    inflater.setInput(in, from, end - from);
    byte[] part = new byte[Math.min(AT_ONCE, most)];
    while (true) {
      if (context.expired() || Thread.currentThread().isInterrupted()) {
        throw new SocketTimeoutException("time is up");
      }
      int count = inflateInto(part);
      int fits = Math.min(count, most - length);
      append(part, fits);
      full = fits < count;
      if (full || inflater.finished()) {
        return end - inflater.getRemaining();
      }
      require(count > 0 || !inflater.needsInput(), "it breaks off");
      require(!inflater.needsDictionary(), "it wants a dictionary");
    }
  }

  private int inflateInto(byte[] part) throws CorruptException {
    try {
      return inflater.inflate(part);
    } catch (DataFormatException e) {
      throw new CorruptException(String.valueOf(e.getMessage()));
    }
  }

  private void append(byte[] part, int count) {
    if (length + count > out.length) {
      out = Arrays.copyOf(out, (int) Math.min(most, Math.max(out.length * 4L, length + count)));
    }
    System.arraycopy(part, 0, out, length, count);
    sum.update(part, 0, count);
    length += count;
  }

  private static void require(boolean holds, String otherwise) throws CorruptException {
    if (!holds) {
      throw new CorruptException(otherwise);
    }
  }

  @Override
  public void close() {
    inflater.end();
  }
}
