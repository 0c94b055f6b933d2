package io.risefall.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.ProtocolException;

/**
 * Where the body of an answer ends (RFC 9112, section 6.3). What others could read in two ways is
 * refused.
 *
 * @param head whether the request is HEAD, whose answer has no body
 */
record Framing(boolean head) implements ContentLengthStrategy {

  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

  @Override
  public long determineLength(HttpMessage message) throws HttpException {
    int status = ((HttpResponse) message).getCode();
    List<String> codings = values(message, "Transfer-Encoding");
    List<String> lengths = values(message, "Content-Length");
    if (!codings.isEmpty()) {
      requireChunked(message, codings, lengths);
    }
    long length = lengths.isEmpty() ? UNDEFINED : length(lengths);
    if (status == 204 && (!codings.isEmpty() || length > 0)) {
      throw new ProtocolException("204 with a body"); // RFC 9110, section 8.6
    }
    if (head || status == 204 || status == 304) {
      return 0;
    }
    return codings.isEmpty() ? length : CHUNKED;
  }

  private static List<String> values(HttpMessage message, String name) {
    List<String> values = new ArrayList<>();
    for (Header field : message.getHeaders(name)) {
      values.add(field.getValue() == null ? "" : field.getValue().strip());
    }
    return values;
  }

  private static void requireChunked(
      HttpMessage message, List<String> codings, List<String> lengths) throws ProtocolException {
    if (!lengths.isEmpty()) {
      throw new ProtocolException("Content-Length beside Transfer-Encoding");
    }
    if (message.getVersion() != null && message.getVersion().lessEquals(HttpVersion.HTTP_1_0)) {
      throw new ProtocolException("Transfer-Encoding in HTTP/1.0");
    }
    String coding = String.join(", ", codings);
    if (!coding.toLowerCase(Locale.ROOT).equals("chunked")) {
      throw new ProtocolException(
          "Transfer-Encoding '" + coding + "', of which chunked alone is known");
    }
  }

  private static long length(List<String> lengths) throws ProtocolException {
    for (String other : lengths) {
      if (!other.equals(lengths.getFirst())) {
        throw new ProtocolException("several Content-Lengths: " + String.join(", ", lengths));
      }
    }
    if (!LENGTH.matcher(lengths.getFirst()).matches()) {
      throw new ProtocolException("Content-Length '" + lengths.getFirst() + "'");
    }
    return Long.parseLong(lengths.getFirst());
  }
}
