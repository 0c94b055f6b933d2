package io.risefall.http;

import static io.risefall.http.Checks.askInTime;
import static io.risefall.http.Checks.assertPasses;
import static io.risefall.http.Checks.assertSays;
import static io.risefall.http.ToyWeb.drip;
import static io.risefall.http.ToyWeb.ok;
import static io.risefall.http.ToyWeb.thenSilence;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckResult;
import io.risefall.net.testkit.Blackhole;
import io.risefall.net.testkit.StreamServer;
import io.risefall.net.testkit.StreamServer.Session;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers at their worst: each check fails for the right reason, within 100 ms of its deadline. */
class HostileServerTest {

  private static final String HEAD = "HTTP/1.1 200 OK\r\n";
  private static final String CHUNKED = HEAD + "Transfer-Encoding: chunked\r\n\r\n";
  private static final String SILENT = "FAIL timeout: no answer from 127.0.0.1:PORT";
  private static final String TRUNCATED =
      "FAIL http-truncated: the answer of 127.0.0.1:PORT breaks off";
  private static final String NO_ANSWER =
      "FAIL connect-reset: 127.0.0.1:PORT closed the connection without an answer";
  private static final String RESET = "FAIL connect-reset: 127.0.0.1:PORT reset the connection";

  private static final String TOO_LARGE =
      "FAIL http-header-too-large: the answer of 127.0.0.1:PORT has ";
  private static final String LINE =
      TOO_LARGE + "a line of more than 16384 bytes, the most that is read";
  private static final String FIELDS =
      TOO_LARGE + "more than 200 header fields, the most that is read";

  record Sick(String what, Session session, String said) {
    @Override
    public String toString() {
      return what;
    }
  }

  private static String malformed(String why) {
    return "FAIL http-malformed: the answer of 127.0.0.1:PORT is not HTTP/1.1: " + why;
  }

  private static String late(String came) {
    return "FAIL timeout: the answer of 127.0.0.1:PORT has no end in time: " + came + " came";
  }

  /** Says that and closes. */
  private static Session saying(String answer) {
    return client -> {
      ToyWeb.request(client);
      ToyWeb.send(client, answer);
    };
  }

  /** Says that and resets the connection. */
  private static Session resettingAfter(String answer) {
    return client -> {
      ToyWeb.request(client);
      ToyWeb.send(client, answer);
      client.setSoLinger(true, 0);
    };
  }

  static List<Sick> silent() {
    return List.of(
        new Sick("accepts, then silence", StreamServer::readToEnd, SILENT),
        new Sick("half a status line", thenSilence("HTTP/1.1 20"), late("11 bytes of its head")),
        new Sick(
            "half a head",
            thenSilence(HEAD + "Content-Length: 5\r\n"),
            late("36 bytes of its head")),
        new Sick(
            "half a body",
            thenSilence(HEAD + "Content-Length: 5\r\n\r\nhea"),
            late("200 OK and 3 bytes")),
        new Sick(
            "a body without an end", thenSilence(HEAD + "\r\nhea"), late("200 OK and 3 bytes")),
        new Sick("half a chunk", thenSilence(CHUNKED + "5\r\nhea"), late("200 OK and 3 bytes")),
        new Sick(
            "no last chunk", thenSilence(CHUNKED + "5\r\nhealt\r\n"), late("200 OK and 5 bytes")),
        new Sick(
            "no end of trailers",
            thenSilence(CHUNKED + "0\r\nA: b\r\n"),
            late("200 OK and 0 bytes")),
        new Sick(
            "interim answers alone",
            thenSilence("HTTP/1.1 103 Hints\r\n\r\n"),
            late("22 bytes of its head")));
  }

  static List<Sick> endless() {
    return List.of(
        new Sick("an endless header", ToyWeb.endless(HEAD + "X: ", "a".repeat(8192)), LINE),
        new Sick("endless headers", ToyWeb.endless(HEAD, "X: a\r\n".repeat(1000)), FIELDS),
        new Sick(
            "endless continuation of a header",
            ToyWeb.endless(HEAD + "X: a\r\n", " a\r\n".repeat(1000)),
            malformed("a folded header field: ' a'")),
        new Sick("an endless status line", ToyWeb.endless("HTTP/1.1 200 ", "a".repeat(8192)), LINE),
        new Sick(
            "endless interim answers",
            ToyWeb.endless("", "HTTP/1.1 103 Hints\r\n\r\n".repeat(100)),
            malformed("103 as an answer")),
        new Sick(
            "an endless chunk size",
            ToyWeb.endless(CHUNKED, "0".repeat(8192)),
            malformed("a line of more than 16384 bytes between chunks")),
        new Sick(
            "an endless chunk extension",
            ToyWeb.endless(CHUNKED + "5;", "a=b;".repeat(1000)),
            malformed("a line of more than 16384 bytes between chunks")),
        new Sick(
            "endless trailers", ToyWeb.endless(CHUNKED + "0\r\n", "X: a\r\n".repeat(1000)), FIELDS),
        new Sick(
            "a header of 100 KiB", saying(HEAD + "X: " + "a".repeat(102_400) + "\r\n\r\n"), LINE),
        new Sick("10,000 headers", saying(HEAD + "X: a\r\n".repeat(10_000) + "\r\n"), FIELDS));
  }

  static List<Sick> brokenOff() {
    return List.of(
        new Sick("closes without an answer", saying(""), NO_ANSWER),
        new Sick(
            "half-closes",
            client -> {
              client.shutdownOutput();
              StreamServer.readToEnd(client);
            },
            NO_ANSWER),
        new Sick("resets at once", client -> client.setSoLinger(true, 0), RESET),
        new Sick("resets within the head", resettingAfter("HTTP/1.1 2"), RESET),
        new Sick(
            "resets within the body", resettingAfter(HEAD + "Content-Length: 5\r\n\r\nhe"), RESET),
        new Sick("ends after the status line", saying(HEAD), TRUNCATED),
        new Sick("ends within a header", saying(HEAD + "Content-Le"), TRUNCATED),
        new Sick("ends before the empty line", saying(HEAD + "X: a\r\n"), TRUNCATED),
        new Sick("ends within trailers", saying(CHUNKED + "0\r\nX: a\r\n"), TRUNCATED),
        new Sick("ends within the head", saying(HEAD + "Content-Length: 5\r\n"), TRUNCATED),
        new Sick("ends within the body", saying(HEAD + "Content-Length: 5\r\n\r\nhe"), TRUNCATED),
        new Sick("ends before the body", saying(HEAD + "Content-Length: 5\r\n\r\n"), TRUNCATED),
        new Sick("ends within a chunk", saying(CHUNKED + "5\r\nhe"), TRUNCATED),
        new Sick("ends before the last chunk", saying(CHUNKED + "2\r\nhe\r\n"), TRUNCATED),
        new Sick("ends within a chunk size", saying(CHUNKED + "2"), TRUNCATED),
        new Sick("ends before the first chunk", saying(CHUNKED), TRUNCATED));
  }

  @ParameterizedTest
  @MethodSource({"silent", "endless", "brokenOff", "io.risefall.http.MalformedAnswers#all"})
  void theCheckFailsInTime(Sick sick) throws Exception {
    try (StreamServer server = StreamServer.start(sick.session)) {
      assertSays(sick.said, askInTime("http://127.0.0.1:" + server.port() + "/"));
    }
  }

  @Test
  void aPortThatRefusesFails() throws Exception {
    try (StreamServer refusing = StreamServer.refusing()) {
      assertSays(
          "FAIL connect-refused: 127.0.0.1:PORT refused the connection",
          askInTime("http://127.0.0.1:" + refusing.port() + "/"));
    }
  }

  @Test
  void aPortThatDoesNotAnswerFails() throws Exception {
    try (Blackhole hole = new Blackhole()) {
      assertSays(SILENT, askInTime("http://127.0.0.1:" + hole.port() + "/"));
    }
  }

  @Test
  void anOctetNowAndThenIsNoAnswerInTime() throws Exception {
    try (StreamServer server = StreamServer.start(drip(ok("healthy"), 60))) {
      CheckResult result = askInTime("http://127.0.0.1:" + server.port() + "/");
      assertTrue(
          result.message().matches(".* has no end in time: [1-9] bytes of its head came"),
          result::toString);
    }
  }

  @Test
  void anEndlessBodyPassesAtItsLimit() throws Exception {
    String much = "a".repeat(8192);
    try (StreamServer plain = StreamServer.start(ToyWeb.endless(HEAD + "\r\n", much));
        StreamServer chunks =
            StreamServer.start(ToyWeb.endless(CHUNKED, "2000\r\n" + much + "\r\n"))) {
      for (StreamServer server : List.of(plain, chunks)) {
        assertSays(
            "PASS ok: 200 OK, 65536 bytes or more from 127.0.0.1:PORT",
            askInTime("http://127.0.0.1:" + server.port() + "/", "max-body=64KiB"));
      }
    }
  }

  @Test
  void aServerThatReadsNoRequestIsWaitedForUntilTheDeadline() throws Exception {
    try (StreamServer server = StreamServer.start(client -> ToyWeb.pause(10_000))) {
      String url = "http://127.0.0.1:" + server.port() + "/";
      assertSays(SILENT, askInTime(url, "body=" + "a".repeat(10_000_000)));
    }
  }

  @Test
  void aHealthyServerPassesBesides() throws Exception {
    try (ToyWeb web = ToyWeb.saying(ok("healthy"))) {
      assertPasses(web.ask());
    }
  }
}
