package io.risefall.http;

import io.risefall.check.CheckContext;
import io.risefall.check.CheckFailedException;
import io.risefall.check.CheckResult;
import io.risefall.check.Reason;
import io.risefall.check.Timings;
import io.risefall.http.Expectations.Head;
import io.risefall.http.StrictConnection.LyingLengthException;
import io.risefall.net.Connection;
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
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/** One request and its answer, over one connection (RFC 9112). */
final class Exchange {

  static final Reason MALFORMED = new Reason("http-malformed");
  static final Reason TRUNCATED = new Reason("http-truncated");

  /** Answers of 1xx before the answer proper. */
  private static final int MOST_INTERIM = 16;

  private static final int LONGEST_WORDS = 100;

  private final Connection connection;
  private final Request request;
  private final String peer;
  private final StrictConnection http = new StrictConnection();
  private long firstByte = Timings.NONE;

  /**
   * @param peer the server, for sentences
   */
  Exchange(Connection connection, Request request, String peer) {
    this.connection = connection;
    this.request = request;
    this.peer = peer;
  }

  /** Sends the request and reads the head of its answer. */
  ClassicHttpResponse ask(Url url, CheckContext context)
      throws CheckFailedException, InterruptedException {
    try {
      http.bind(connection.socket());
      // With two arguments it would take what follows // in a path for a host.
      ClassicHttpRequest message =
          new BasicClassicHttpRequest(request.method(), null, null, url.path());
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
        if (i == MOST_INTERIM || response.getCode() < 100 || response.getCode() == 101) {
          throw malformed(response.getCode() + " as an answer");
        }
        response = http.receiveResponseHeader();
      }
      return response;
    } catch (IOException | HttpException | IllegalArgumentException e) {
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
    } catch (IOException | HttpException | IllegalArgumentException e) {
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
    try {
      ContentType type = field == null ? null : ContentType.parseLenient(field.getValue());
      return type == null ? Optional.empty() : Optional.ofNullable(type.getCharset());
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a charset whose very name is impossible
    }
  }

  /** What an exception of the exchange means for the check. */
  CheckFailedException failure(Exception e) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (e instanceof NoHttpResponseException) {
      return failed(Reason.CONNECT_RESET, peer + " closed the connection without an answer");
    }
    if (e instanceof ConnectionClosedException || e instanceof TruncatedChunkException) {
      return failed(TRUNCATED, "the answer of " + peer + " breaks off");
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
    return failed(MALFORMED, "the answer of " + peer + " is not HTTP/1.1: " + bounded);
  }

  private CheckFailedException failed(Reason reason, String message) {
    return new CheckFailedException(CheckResult.fail(reason, message).withTimings(timings()));
  }
}
