package io.risefall.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.io.HttpTransportMetrics;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.util.CharArrayBuffer;

/**
 * The lines of an answer, each of which must be as RFC 9112 has it before HttpCore sees it:
 * HttpCore takes a good deal for HTTP that others read otherwise, and the end of the connection for
 * the end of a line.
 */
final class StrictLines implements SessionInputBuffer {

  static final int LONGEST = 16_384;
  static final int MOST_FIELDS = 200;

  private static final String VERSION = "HTTP/1.";

  /** RFC 9112, section 4; octets from 128 on are as good as letters (RFC 9110, section 5.5). */
  private static final Pattern STATUS_LINE =
      Pattern.compile("HTTP/1\\.[0-9] [1-9][0-9]{2}(?: [\\t -~\\x80-\\xff]*)?");

  /** RFC 9112, section 5: no white space before the colon, nor at the beginning. */
  private static final Pattern FIELD_LINE =
      Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\\t -~\\x80-\\xff]*");

  private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0a-\\x1f\\x7f]");

  /** RFC 9112, section 7.1. */
  private static final Pattern CHUNK_LINE =
      Pattern.compile("([0-9A-Fa-f]{1,16})(?:[ \\t]*;[\\t -~\\x80-\\xff]*)?");

  /** What the next line is to be. */
  private enum Next {
    STATUS,
    FIELD,
    CHUNK_SIZE,
    CHUNK_END
  }

  private final SessionInputBuffer buffer;
  private Next next;
  private boolean begun;
  private int fields;

  private StrictLines(SessionInputBuffer buffer, Next next) {
    this.buffer = buffer;
    this.next = next;
    this.begun = next != Next.STATUS;
  }

  /** Those of a head. */
  static StrictLines ofHead(SessionInputBuffer buffer) {
    return new StrictLines(buffer, Next.STATUS);
  }

  /** Those between chunks, and the trailer. */
  static StrictLines ofChunks(SessionInputBuffer buffer) {
    return new StrictLines(buffer, Next.CHUNK_SIZE);
  }

  /** Not HTTP/1.1. */
  static final class MalformedException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message);
    }
  }

  /** A head that is longer than this side reads. */
  static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLargeException(String message) {
      super(message);
    }
  }

  @Override
  public int readLine(CharArrayBuffer line, InputStream in) throws IOException {
    int from = line.length();
    Watched watched = new Watched(in);
    int count = read(line, watched);
    if (count < 0 && !begun) {
      return count;
    }
    if (watched.ended) {
      throw cut(line.substring(from, line.length()));
    }
    begun = true;
    next = judge(line.substring(from, line.length()));
    return count;
  }

  private IOException cut(String line) {
    boolean begins = line.startsWith(VERSION) || VERSION.startsWith(line);
    return next == Next.STATUS && !begins
        ? new MalformedException("its first line is '" + line + "'")
        : new ConnectionClosedException("no end of the lines");
  }

  private int read(CharArrayBuffer line, InputStream in) throws IOException {
    try {
      return buffer.readLine(line, in);
    } catch (MessageConstraintException e) {
      String limit = "a line of more than " + LONGEST + " bytes";
      throw next == Next.CHUNK_SIZE || next == Next.CHUNK_END
          ? new MalformedException(limit + " between chunks")
          : new TooLargeException(limit);
    }
  }

  private Next judge(String line) throws IOException {
    return switch (next) {
      case STATUS -> {
        if (!STATUS_LINE.matcher(line).matches()) {
          throw new MalformedException("its first line is '" + line + "'");
        }
        yield Next.FIELD;
      }
      case FIELD -> {
        judgeField(line);
        yield Next.FIELD;
      }
      case CHUNK_SIZE -> {
        Matcher size = CHUNK_LINE.matcher(line);
        if (!size.matches()) {
          throw new MalformedException("a chunk of size '" + line + "'");
        }
        yield size.group(1).replace("0", "").isEmpty() ? Next.FIELD : Next.CHUNK_END;
      }
      case CHUNK_END -> {
        if (!line.isEmpty()) {
          throw new MalformedException("a chunk that is longer than it says");
        }
        yield Next.CHUNK_SIZE;
      }
    };
  }

  private void judgeField(String line) throws IOException {
    if (line.isEmpty()) {
      return;
    }
    if (++fields > MOST_FIELDS) {
      throw new TooLargeException("more than " + MOST_FIELDS + " header fields");
    }
    if (line.charAt(0) == ' ' || line.charAt(0) == '\t') {
      throw new MalformedException("a folded header field: '" + line + "'");
    }
    if (CONTROL.matcher(line).find()) {
      throw new MalformedException("a control character in the header field '" + line + "'");
    }
    if (!FIELD_LINE.matcher(line).matches()) {
      throw new MalformedException("no header field: '" + line + "'");
    }
  }

  /** Notes that a line took the end of the connection for its own. */
  private static final class Watched extends FilterInputStream {
    private boolean ended;

    Watched(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] octets, int offset, int length) throws IOException {
      int count = super.read(octets, offset, length);
      ended = count < 0;
      return count;
    }
  }

  @Override
  public int length() {
    return buffer.length();
  }

  @Override
  public int capacity() {
    return buffer.capacity();
  }

  @Override
  public int available() {
    return buffer.available();
  }

  @Override
  public int read(byte[] octets, int offset, int length, InputStream in) throws IOException {
    return buffer.read(octets, offset, length, in);
  }

  @Override
  public int read(byte[] octets, InputStream in) throws IOException {
    return buffer.read(octets, in);
  }

  @Override
  public int read(InputStream in) throws IOException {
    return buffer.read(in);
  }

  @Override
  public HttpTransportMetrics getMetrics() {
    return buffer.getMetrics();
  }
}
