package io.risefall.http;

import io.risefall.check.CheckContext;
import io.risefall.check.CheckFailedException;
import io.risefall.check.CheckResult;
import io.risefall.check.Reason;
import io.risefall.check.Timings;
import io.risefall.http.Expectations.Head;
import io.risefall.http.StrictLines.MalformedException;
import io.risefall.http.StrictLines.TooLargeException;
import io.risefall.net.Connection;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
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
  static final Reason HEADER_TOO_LARGE = new Reason("http-header-too-large");

  /** Answers of 1xx before the answer proper. */
  private static final int MOST_INTERIM = 16;

  private static final int LONGEST_WORDS = 100;
  private static final String CUT_OFF = "the connection ended without TLS's close_notify";

  /** RFC 9110, section 8.3.1. */
  private static final Pattern CHARSET =
      Pattern.compile(";\\s*charset=[\"']?([^\\s;,\"']+)", Pattern.CASE_INSENSITIVE);

  private final Connection connection;
  private final Request request;
  private final String peer;
  private final StrictConnection http;
  private long firstByte = Timings.NONE;

  /** Once there is a head, its status line; before, nothing. */
  private String words = "";

  /** Octets of the body. */
  private long received;

  /**
   * @param peer the server, for sentences
   */
  Exchange(Connection connection, Request request, String peer) {
    this.connection = connection;
    this.request = request;
    this.peer = peer;
    this.http = new StrictConnection(new Framing(request.method().equals("HEAD")));
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
      words = words(response);
      http.receiveResponseEntity(response); // reads nothing yet
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
  InputStream body(ClassicHttpResponse response) throws IOException {
    if (request.method().equals("HEAD")) {
      return InputStream.nullInputStream(); // what toy servers send all the same changes nothing
    }
    HttpEntity entity = response.getEntity();
    boolean untilTheEnd = entity.getContentLength() < 0 && !entity.isChunked();
    return new FilterInputStream(entity.getContent()) {
      @Override
      public int read(byte[] octets, int offset, int length) throws IOException {
        int count = super.read(octets, offset, length);
        received += Math.max(0, count);
        if (count < 0 && untilTheEnd && connection.isCutOff()) { // RFC 9112, section 9.8
          throw new ConnectionClosedException(CUT_OFF);
        }
        return count;
      }
    };
  }

  static Head head(ClassicHttpResponse response) {
    List<Field> fields = new ArrayList<>();
    for (Header header : response.getHeaders()) {
      String value = header.getValue();
      fields.add(new Field(header.getName(), value == null ? "" : value));
    }
    return new Head(response.getCode(), words(response), fields, charset(response));
  }

  private static String words(ClassicHttpResponse response) {
    String phrase = response.getReasonPhrase() == null ? "" : response.getReasonPhrase();
    return bounded((response.getCode() + " " + phrase).strip());
  }

  private static String bounded(String text) {
    return text.length() > LONGEST_WORDS ? text.substring(0, LONGEST_WORDS) : text;
  }

  private static Optional<String> charset(ClassicHttpResponse response) {
    Header field = response.getFirstHeader("Content-Type");
    Matcher named = CHARSET.matcher(field == null ? "" : String.valueOf(field.getValue()));
    return named.find() ? Optional.of(bounded(named.group(1))) : Optional.empty();
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
      String how = connection.isCutOff() ? ": " + CUT_OFF : "";
      return failed(TRUNCATED, "the answer of " + peer + " breaks off" + how);
    }
    if (e instanceof TooLargeException) {
      return failed(
          HEADER_TOO_LARGE,
          "the answer of " + peer + " has " + e.getMessage() + ", the most that is read");
    }
    boolean unreadable =
        e instanceof MalformedChunkCodingException
            || e instanceof MessageConstraintException
            || e instanceof MalformedException;
    if (e instanceof IOException io && !unreadable) {
      CheckFailedException failure = connection.failure(io);
      return failure.result().reason().equals(Reason.TIMEOUT) ? late(failure) : failure;
    }
    return malformed(String.valueOf(e.getMessage()));
  }

  /** Says what has come, if anything has. */
  private CheckFailedException late(CheckFailedException failure) {
    long octets = http.getEndpointDetails().getReceivedBytesCount();
    String come =
        words.isEmpty() ? octets + " bytes of its head" : words + " and " + received + " bytes";
    return octets == 0
        ? failure
        : failed(
            Reason.TIMEOUT, "the answer of " + peer + " has no end in time: " + come + " came");
  }

  private CheckFailedException malformed(String why) {
    return failed(MALFORMED, "the answer of " + peer + " is not HTTP/1.1: " + bounded(why));
  }

  private CheckFailedException failed(Reason reason, String message) {
    return new CheckFailedException(CheckResult.fail(reason, message).withTimings(timings()));
  }
}
