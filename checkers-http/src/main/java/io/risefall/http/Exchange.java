package io.risefall.http;

import io.risefall.check.CheckContext;
import io.risefall.check.CheckFailedException;
import io.risefall.check.CheckResult;
import io.risefall.check.Reason;
import io.risefall.check.Timings;
import io.risefall.http.Expectations.Head;
import io.risefall.net.Connection;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.TruncatedChunkException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/** One request and its answer, over one connection (RFC 9112). */
final class Exchange {

  static final Reason MALFORMED = new Reason("http-malformed");
  static final Reason TRUNCATED = new Reason("http-truncated");

  private static final int LONGEST_LINE = 16_384;
  private static final int MOST_FIELDS = 200;

  /** Answers of 1xx before the answer proper. */
  private static final int MOST_INTERIM = 16;

  private static final int LONGEST_WORDS = 100;

  private static final Http1Config BOUNDS =
      Http1Config.custom()
          .setMaxLineLength(LONGEST_LINE)
          .setMaxHeaderCount(MOST_FIELDS)
          .setMaxEmptyLineCount(4)
          .setBufferSize(4096)
          .build();

  private final Connection connection;
  private final Request request;
  private final String peer;
  private final Http http = new Http();
  private long firstByte = Timings.NONE;

  /**
   * @param peer the server, for sentences
   */
  Exchange(Connection connection, Request request, String peer) {
    this.connection = connection;
    this.request = request;
    this.peer = peer;
  }

  /** HttpCore's connection, which also sees to it that a body ends where its length says. */
  private static final class Http extends DefaultBHttpClientConnection {

    Http() {
      super(BOUNDS);
    }

    @Override
    protected InputStream createContentInputStream(
        long length, SessionInputBuffer buffer, InputStream in) {
      InputStream body = super.createContentInputStream(length, buffer, in);
      return length < 0 ? body : new WholeBody(body, buffer);
    }
  }

  /** A body after which the connection has nothing more to say, but for an empty line. */
  private static final class WholeBody extends FilterInputStream {

    private final SessionInputBuffer buffer;

    WholeBody(InputStream body, SessionInputBuffer buffer) {
      super(body);
      this.buffer = buffer;
    }

    @Override
    public int read(byte[] octets, int offset, int length) throws IOException {
      int count = super.read(octets, offset, length);
      if (count < 0 && buffer.length() > "\r\n".length()) {
        throw new LyingLengthException();
      }
      return count;
    }
  }

  /** More came than {@code Content-Length} said. */
  private static final class LyingLengthException extends IOException {
    private static final long serialVersionUID = 1L;

    LyingLengthException() {
      super("more than its Content-Length");
    }
  }

  /** Sends the request and reads the head of its answer. */
  ClassicHttpResponse ask(Url url, CheckContext context)
      throws CheckFailedException, InterruptedException {
    try {
      http.bind(connection.socket());
      ClassicHttpRequest message = new BasicClassicHttpRequest(request.method(), url.path());
      for (Field field : request.allFields(url)) {
        message.addHeader(field.name(), field.value());
      }
      long start = context.ticker().read();
      http.sendRequestHeader(message);
      if (request.body().isPresent()) {
        message.setEntity(new ByteArrayEntity(request.octets(), null));
        http.sendRequestEntity(message);
      }
      http.flush();
      ClassicHttpResponse response = http.receiveResponseHeader();
      firstByte = context.ticker().read() - start;
      for (int i = 0; response.getCode() < 200; i++) {
        if (i == MOST_INTERIM || response.getCode() == 101) {
          throw malformed(response.getCode() + " as an answer");
        }
        response = http.receiveResponseHeader();
      }
      return response;
    } catch (IOException | HttpException e) {
      throw failure(e);
    }
  }

  /** The phases so far. */
  Timings timings() {
    return connection.timings(firstByte);
  }

  /** The body of the answer, empty where it has none. */
  InputStream body(ClassicHttpResponse response) throws CheckFailedException, InterruptedException {
    int status = response.getCode();
    if (request.method().equals("HEAD") || status == 204 || status == 304) {
      return InputStream.nullInputStream();
    }
    try {
      http.receiveResponseEntity(response);
      HttpEntity entity = response.getEntity();
      return entity == null ? InputStream.nullInputStream() : entity.getContent();
    } catch (IOException | HttpException e) {
      throw failure(e);
    }
  }

  static Head head(ClassicHttpResponse response) {
    List<Field> fields = new ArrayList<>();
    for (Header header : response.getHeaders()) {
      String value = header.getValue();
      fields.add(new Field(header.getName(), value == null ? "" : value));
    }
    String phrase = response.getReasonPhrase() == null ? "" : response.getReasonPhrase();
    String words = (response.getCode() + " " + phrase).strip();
    return new Head(
        response.getCode(),
        words.length() > LONGEST_WORDS ? words.substring(0, LONGEST_WORDS) : words,
        fields,
        charset(response));
  }

  private static Optional<Charset> charset(ClassicHttpResponse response) {
    Header field = response.getFirstHeader("Content-Type");
    ContentType type = field == null ? null : ContentType.parseLenient(field.getValue());
    return type == null ? Optional.empty() : Optional.ofNullable(type.getCharset());
  }

  /** What an exception of the exchange means for the check. */
  CheckFailedException failure(Exception e) throws InterruptedException {
    if (e instanceof NoHttpResponseException) {
      return new CheckFailedException(
          CheckResult.fail(
              Reason.CONNECT_RESET, peer + " closed the connection without an answer"));
    }
    if (e instanceof ConnectionClosedException || e instanceof TruncatedChunkException) {
      return new CheckFailedException(
          CheckResult.fail(TRUNCATED, "the answer of " + peer + " breaks off"));
    }
    boolean unreadable =
        e instanceof MalformedChunkCodingException
            || e instanceof MessageConstraintException
            || e instanceof LyingLengthException;
    if (e instanceof IOException io && !unreadable) {
      return connection.failure(io);
    }
    return malformed(String.valueOf(e.getMessage()));
  }

  private CheckFailedException malformed(String why) {
    String bounded = why.length() > LONGEST_WORDS ? why.substring(0, LONGEST_WORDS) : why;
    return new CheckFailedException(
        CheckResult.fail(MALFORMED, "the answer of " + peer + " is not HTTP/1.1: " + bounded));
  }
}
