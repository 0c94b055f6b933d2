package io.risefall.http;

import io.risefall.http.StrictLines.MalformedException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;

/**
 * HttpCore's connection, which also sees to it that an answer is HTTP/1.1 to the letter and ends
 * where it should: to HttpCore what follows a body does not matter.
 */
final class StrictConnection extends DefaultBHttpClientConnection {

  private static final Http1Config BOUNDS =
      Http1Config.custom()
          .setMaxLineLength(StrictLines.LONGEST)
          .setMaxHeaderCount(StrictLines.MOST_FIELDS + 1)
          .setBufferSize(4096)
          .build();

  /**
   * @param framing where the body of the answer ends
   */
  StrictConnection(Framing framing) {
    // The parser is named with its bounds, as it would not get those of the connection.
    super(BOUNDS, null, null, framing, null, null, StrictParser::new);
  }

  @Override
  protected InputStream createContentInputStream(
      long length, SessionInputBuffer buffer, InputStream in) {
    InputStream body = super.createContentInputStream(length, StrictLines.ofChunks(buffer), in);
    return length == ContentLengthStrategy.UNDEFINED ? body : new WholeBody(body, buffer, in);
  }

  private static final class StrictParser extends DefaultHttpResponseParser {

    StrictParser(Http1Config ignored) {
      super(BOUNDS);
    }

    @Override
    public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in)
        throws IOException, HttpException {
      return super.parse(StrictLines.ofHead(buffer), in);
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
      if (count < 0) {
        requireNoMore();
      }
      return count;
    }

    private void requireNoMore() throws IOException {
      String allowed = "\r\n";
      while (buffer.length() + connected.available() > 0) {
        int more = buffer.read(connected);
        if (more >= 0 && (allowed.isEmpty() || allowed.charAt(0) != more)) {
          throw new MalformedException("more than its length says");
        }
        allowed = allowed.isEmpty() ? allowed : allowed.substring(1);
      }
    }
  }
}
