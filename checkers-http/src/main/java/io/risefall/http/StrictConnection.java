package io.risefall.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.io.HttpTransportMetrics;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.util.CharArrayBuffer;

/**
 * HttpCore's connection, which also sees to it that an answer ends where it should: to HttpCore the
 * end of the connection is as good an end of a head as an empty line, and what follows a body does
 * not matter.
 */
final class StrictConnection extends DefaultBHttpClientConnection {

  private static final int LONGEST_LINE = 16_384;
  private static final int MOST_FIELDS = 200;

  private static final Http1Config BOUNDS =
      Http1Config.custom()
          .setMaxLineLength(LONGEST_LINE)
          .setMaxHeaderCount(MOST_FIELDS)
          .setMaxEmptyLineCount(4)
          .setBufferSize(4096)
          .build();

  StrictConnection() {
    // The parser is named with its bounds, as it would not get those of the connection.
    super(BOUNDS, null, null, null, null, null, StrictParser::new);
  }

  @Override
  protected InputStream createContentInputStream(
      long length, SessionInputBuffer buffer, InputStream in) {
    InputStream body = super.createContentInputStream(length, new WholeLines(buffer, true), in);
    return length < 0 ? body : new WholeBody(body, buffer, in);
  }

  private static final class StrictParser extends DefaultHttpResponseParser {

    StrictParser(Http1Config ignored) {
      super(BOUNDS);
    }

    @Override
    public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in)
        throws IOException, HttpException {
      return super.parse(new WholeLines(buffer, false), in);
    }
  }

  /** Lines of an answer that has begun: if they end, it breaks off. */
  private static final class WholeLines implements SessionInputBuffer {

    private final SessionInputBuffer buffer;
    private boolean begun;

    WholeLines(SessionInputBuffer buffer, boolean begun) {
      this.buffer = buffer;
      this.begun = begun;
    }

    @Override
    public int readLine(CharArrayBuffer line, InputStream in) throws IOException {
      int count = buffer.readLine(line, in);
      if (count < 0 && begun) {
        throw new ConnectionClosedException("no end of the lines");
      }
      begun = true;
      return count;
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

  /** A body after which the connection has said nothing more so far, but for an empty line. */
  private static final class WholeBody extends FilterInputStream {

    private final SessionInputBuffer buffer;
    private final InputStream connected;

    WholeBody(InputStream body, SessionInputBuffer buffer, InputStream connected) {
      super(body);
      this.buffer = buffer;
      this.connected = connected;
    }

    @Override
    public int read(byte[] octets, int offset, int length) throws IOException {
      int count = super.read(octets, offset, length);
      if (count < 0 && buffer.length() + connected.available() > "\r\n".length()) {
        throw new LyingLengthException();
      }
      return count;
    }
  }

  /** More came than {@code Content-Length} said. */
  static final class LyingLengthException extends IOException {
    private static final long serialVersionUID = 1L;

    LyingLengthException() {
      super("more than its Content-Length");
    }
  }
}
