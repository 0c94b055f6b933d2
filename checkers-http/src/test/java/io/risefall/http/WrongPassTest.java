package io.risefall.http;

import static io.risefall.http.ToyWeb.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.risefall.check.CheckResult;
import io.risefall.net.testkit.StreamServer;
import io.risefall.net.testkit.StreamServer.Session;
import io.risefall.net.testkit.TestCertificate;
import io.risefall.net.testkit.TlsServer;
import io.risefall.testkit.BothWays;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a broken or hostile server can say, and whether it passes: as command and as agent. */
@Timeout(60)
class WrongPassTest {

  static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final String UNTIL_THE_END = OK + "\r\n";
  static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";

  static final String PASS = "PASS ok";
  static final String MISMATCH = "FAIL http-body-mismatch";
  static final String REJECTED = "FAIL http-body-rejected";
  static final String TOO_LARGE = "FAIL http-body-too-large";
  private static final String TRUNCATED = "FAIL http-truncated";
  static final String MALFORMED = "FAIL http-malformed";
  private static final String REDIRECTS = "FAIL http-redirects";
  private static final String LATE = "FAIL timeout";
  static final String RESET = "FAIL connect-reset";

  static final String BAD = "database error";
  static final String REJECT = "reject-body=" + BAD;
  static final String EXPECT = "expect-body=^ok$";

  private static TestCertificate certificate;
  private static String ca;

  record Row(String name, String protocol, Session session, String said, List<String> settings) {
    @Override
    public String toString() {
      return name + (protocol.isEmpty() ? "" : ", " + protocol) + ": " + said;
    }
  }

  @BeforeAll
  static void makeCertificates(@TempDir Path directory) throws Exception {
    TestCertificate authority = TestCertificate.named("Test CA").authority().selfSigned();
    certificate = TestCertificate.named("server").ip("127.0.0.1").issuedBy(authority);
    ca = "ca=" + authority.writeTo(directory.resolve("ca.pem"));
  }

  /** Its server says that, in pieces, and ends the connection. */
  static Row row(String name, String answer, String said, String... settings) {
    return new Row(name, "", says(answer), said, List.of(settings));
  }

  /** Its server goes on listening; the check has little time, which it takes. */
  private static Row late(String name, String answer, String said, String... settings) {
    List<String> all = new ArrayList<>(List.of(settings));
    all.add("timeout=300ms");
    return new Row(name, "", ToyWeb.thenSilence(answer), said, all);
  }

  /** The sign for a pause within an answer. */
  private static final String PAUSE = "<pause>";

  private static Session says(String answer) {
    return client -> {
      ToyWeb.request(client);
      client.setTcpNoDelay(true);
      String[] pieces = answer.split(PAUSE, -1);
      for (int i = 0; i < pieces.length; i++) {
        if (i > 0) {
          ToyWeb.pause(30);
        }
        ToyWeb.send(client, pieces[i]);
      }
    };
  }

  static Stream<Row> parts() {
    String growing = OK + "Content-Length: 24\r\n\r\nok" + PAUSE + " NOT: database is down";
    String spaces = OK + "Content-Length: 13\r\n\r\n\n\n" + PAUSE + "all is well";
    return Stream.of(
        row("more after ok", growing, MISMATCH, EXPECT),
        row("more after ok, with a reject", growing, MISMATCH, EXPECT, "reject-body=xyz"),
        row("an error after ok", growing, MISMATCH, "expect-body=^(?!.*down)"),
        row("an error is found at the end", growing, REJECTED, "reject-body=down$"),
        row("a word goes on", UNTIL_THE_END + "ok" + PAUSE + "ay", MISMATCH, "expect-body=ok\\b"),
        row("chunks go on", CHUNKED + chunk("ok") + PAUSE + chunk("!") + LAST, MISMATCH, EXPECT),
        row("cut after the match", OK + "Content-Length: 24\r\n\r\nok", TRUNCATED, EXPECT),
        row(
            "cut after a sure match",
            OK + "Content-Length: 9\r\n\r\nok",
            TRUNCATED,
            "expect-body=ok"),
        row("cut before what is rejected", OK + "Content-Length: 9\r\n\r\nok", TRUNCATED, REJECT),
        row("cut chunks", CHUNKED + chunk("ok"), TRUNCATED, "expect-body=ok"),
        row("cut within the trailer", CHUNKED + chunk("ok") + "0\r\nA: b", TRUNCATED, EXPECT),
        row("a head that is cut", OK + "Content-Length: 2", TRUNCATED),
        row("a status line that is cut", "HTTP/1.1 200", TRUNCATED),
        row("no answer", "", RESET),
        late("no end after a match", UNTIL_THE_END + "ok", LATE, "expect-body=ok"),
        late("no end after no match", UNTIL_THE_END + "ok", LATE, REJECT),
        late("half a body", OK + "Content-Length: 9\r\n\r\nok", LATE),
        late("half a head", OK + "Content-Le", LATE),
        row("more than is read", ok("ok but " + BAD), TOO_LARGE, REJECT, "max-body=4"),
        row("all that is read matches", ok("ok!"), TOO_LARGE, EXPECT, "max-body=2"),
        row("a match beyond what is read", ok("1234ok"), TOO_LARGE, "expect-body=ok", "max-body=4"),
        row("half a letter at the limit", ok("grÃ¼n"), TOO_LARGE, "expect-body=^gr.", "max-body=3"),
        row("spaces and nothing else, so far", spaces, PASS, "reject-body=\\A\\s*\\z"),
        row("all of it", OK + "Content-Length: 2\r\n\r\no" + PAUSE + "k", PASS, EXPECT),
        row("as much as is read", ok("ok"), PASS, EXPECT, "max-body=2"),
        row("a sure match at the limit", ok("ok and so on"), PASS, "expect-body=ok", "max-body=4"),
        row("a long line", ok("x ".repeat(10_000)), PASS, "reject-body=.*ERROR.*"));
  }

  static final String LAST = "0\r\n\r\n";

  static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }

  static Stream<Row> other() {
    String field = OK + "X-State: bad\r\n\r\n";
    return Stream.of(
        row("another status", "HTTP/1.1 500 OK\r\n\r\nok", "FAIL http-status", EXPECT),
        row(
            "a header of less",
            field,
            "FAIL http-header-mismatch",
            "expect-header=X-State: ^good$"),
        row(
            "another digest",
            ok("ok"),
            "FAIL http-digest-mismatch",
            "body-digest=sha256:" + "0".repeat(64)),
        row("a redirect to nobody", moved("Location: http://"), REDIRECTS, FOLLOW),
        row("a redirect to nothing", moved("Location: "), REDIRECTS, FOLLOW),
        row("a redirect to a file", moved("Location: file:///etc/motd"), REDIRECTS, FOLLOW),
        row("a redirect for a user", moved("Location: http://me@127.0.0.1/"), REDIRECTS, FOLLOW),
        row("a redirect to two places", moved("Location: /a\r\nLocation: /b"), REDIRECTS, FOLLOW),
        row("a redirect in a circle", moved("Location: /"), REDIRECTS, FOLLOW),
        row(
            "a costly pattern",
            ok("a".repeat(60) + "!"),
            COSTLY,
            "reject-body=^(a+)+\\1[A-Z]$",
            "timeout=300ms"),
        row("a deep one", ok("ab".repeat(30_000)), COSTLY, "reject-body=^(a|b)*$x"),
        row(
            "a costly one for a header",
            OK + "X: " + "a".repeat(60) + "!\r\n\r\n",
            COSTLY,
            "expect-header=X: ^(a+)+\\1[A-Z]$",
            "timeout=300ms"),
        new Row("reset in a body until the end", "", WrongPassTest::reset, RESET, List.of()));
  }

  private static final String COSTLY = "BROKEN pattern-too-costly";
  private static final String FOLLOW = "follow-redirects=3";

  private static String moved(String location) {
    return "HTTP/1.1 302 X\r\n" + location + "\r\nContent-Length: 0\r\n\r\n";
  }

  private static void reset(java.net.Socket client)
      throws java.io.IOException, InterruptedException {
    ToyWeb.request(client);
    ToyWeb.send(client, UNTIL_THE_END + "ok");
    ToyWeb.pause(50);
    client.setSoLinger(true, 0);
  }

  static Stream<Row> secure() {
    List<Row> rows = new ArrayList<>();
    for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
      String cut = protocol + CUT;
      Session untilTheEnd = says(UNTIL_THE_END + "ok");
      rows.add(new Row("cut", cut, untilTheEnd, TRUNCATED, List.of(EXPECT)));
      rows.add(new Row("cut, sure", cut, untilTheEnd, TRUNCATED, List.of("expect-body=ok")));
      rows.add(new Row("cut, the status alone", cut, untilTheEnd, TRUNCATED, List.of()));
      rows.add(new Row("cut, rejecting", cut, untilTheEnd, TRUNCATED, List.of(REJECT)));
      rows.add(new Row("cut, HTTP/1.0", cut, says("HTTP/1.0 200\r\n\r\nok"), TRUNCATED, List.of()));
      rows.add(
          new Row(
              "cut in a body", cut, says(ok("ok").replace(": 2", ": 3")), TRUNCATED, List.of()));
      rows.add(new Row("a length", cut, says(ok("ok")), PASS, List.of(EXPECT)));
      rows.add(new Row("chunks", cut, says(CHUNKED + chunk("ok") + LAST), PASS, List.of(EXPECT)));
      rows.add(new Row("ended", protocol, untilTheEnd, PASS, List.of(EXPECT)));
    }
    return rows.stream();
  }

  private static final String CUT = " without close_notify";

  @ParameterizedTest
  @MethodSource({
    "parts",
    "io.risefall.http.WrongContent#packed",
    "io.risefall.http.WrongFraming#malformed",
    "io.risefall.http.WrongFraming#lengths",
    "other",
    "secure"
  })
  void theCheckSays(Row row) throws Exception {
    if (row.protocol.isEmpty()) {
      try (StreamServer server = StreamServer.start(row.session)) {
        assertSays(row, "http://127.0.0.1:" + server.port() + "/", row.settings);
      }
      return;
    }
    try (TlsServer server = TlsServer.start(certificate, row.session)) {
      server.speak(row.protocol.replace(CUT, ""));
      if (row.protocol.endsWith(CUT)) {
        server.cutOff();
      }
      List<String> settings = new ArrayList<>(row.settings);
      settings.add(ca);
      assertSays(row, "https://127.0.0.1:" + server.port() + "/", settings);
    }
  }

  private static void assertSays(Row row, String url, List<String> settings) throws Exception {
    CheckResult result = BothWays.run(Checks.http(url, settings.toArray(String[]::new)));
    assertEquals(row.said, result.verdict() + " " + result.reason(), result::toString);
  }
}
