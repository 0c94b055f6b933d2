package io.risefall.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.risefall.check.CheckResult;
import io.risefall.net.testkit.StreamServer;
import io.risefall.net.testkit.StreamServer.Session;
import io.risefall.net.testkit.TestCertificate;
import io.risefall.net.testkit.TlsServer;
import io.risefall.testkit.BothWays;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a broken or hostile server can say, and whether it passes: as command and as agent. */
@Timeout(60)
class WrongPassTest {

  private static final Duration PAUSE = Duration.ofMillis(40);
  private static final String MISMATCH = "FAIL tcp-answer-mismatch";
  private static final String COSTLY = "BROKEN pattern-too-costly";
  private static final String TRUNCATED = "FAIL tcp-truncated";
  private static final String RESET = "FAIL connect-reset";
  private static final String PASS = "PASS ok";

  private static TestCertificate certificate;
  private static String ca;

  /** Whether and how a row's server speaks TLS. */
  enum Layer {
    PLAIN,
    TLS_1_2,
    TLS_1_3,
    /** Ends without close_notify. */
    TLS_1_2_CUT,
    TLS_1_3_CUT;

    boolean isCut() {
      return this == TLS_1_2_CUT || this == TLS_1_3_CUT;
    }

    String protocol() {
      return this == TLS_1_2 || this == TLS_1_2_CUT ? "TLSv1.2" : "TLSv1.3";
    }
  }

  record Row(String name, Layer layer, Session session, String said, List<String> settings) {
    @Override
    public String toString() {
      return name + (layer == Layer.PLAIN ? "" : ", " + layer) + ": " + said;
    }
  }

  @BeforeAll
  static void makeCertificates(@TempDir Path directory) throws Exception {
    TestCertificate authority = TestCertificate.named("Test CA").authority().selfSigned();
    certificate = TestCertificate.named("server").ip("127.0.0.1").issuedBy(authority);
    ca = "ca=" + authority.writeTo(directory.resolve("ca.pem"));
  }

  /** With little time, which it takes. */
  private static Row brief(String name, Session session, String said, String setting) {
    return row(name, session, said, setting, "timeout=300ms");
  }

  private static Row row(String name, Session session, String said, String... settings) {
    return new Row(name, Layer.PLAIN, session, said, List.of(settings));
  }

  /** Says it in pieces and goes on listening. */
  private static Session says(String... pieces) {
    return client -> {
      write(client, pieces);
      StreamServer.readToEnd(client);
    };
  }

  /** Says it in pieces and ends. */
  private static Session ends(String... pieces) {
    return client -> write(client, pieces);
  }

  private static Session resets(String... pieces) {
    return client -> {
      write(client, pieces);
      LockSupport.parkNanos(PAUSE.toNanos());
      Behaviour.reset(client);
    };
  }

  private static void write(Socket client, String... pieces) throws IOException {
    client.setTcpNoDelay(true);
    for (int i = 0; i < pieces.length; i++) {
      if (i > 0) {
        LockSupport.parkNanos(PAUSE.toNanos());
      }
      client.getOutputStream().write(octets(pieces[i]));
    }
  }

  /** In UTF-8; half a character is a sign of its own. */
  private static byte[] octets(String text) {
    return text.equals(HALF) ? new byte[] {(byte) 0xc3} : text.getBytes(UTF_8);
  }

  private static final String HALF = "half a character";

  /** The first word passes, were it all; more comes. */
  static Stream<Row> more() {
    return Stream.of(
        brief("more after a line", says("220 ready", " NOT, down"), MISMATCH, "expect=^220 ready$"),
        brief("not yet an error", says("E", "RR"), MISMATCH, "expect=^(?!ERR)"),
        row("white space, then more", ends("\n\n", "down"), MISMATCH, "expect=\\A\\s*\\z"),
        row("more after \\z", ends("ok", " not"), MISMATCH, "expect=^ok\\z"),
        row("more after \\Z", ends("ok\n", "not"), MISMATCH, "expect=^ok\\Z"),
        row("more after a line's end", ends("ok\n", "not\n"), MISMATCH, "expect=^ok$"),
        row("not yet an error, at all", ends("a", " b ERR"), MISMATCH, "expect=^(?!.*ERR)"),
        row("nothing unusual, yet", ends("OK", "AY"), MISMATCH, "expect=OK(?!AY)"),
        row("part of a word", ends("read", "y-not"), MISMATCH, "expect=read\\b"),
        row("a word goes on", ends("ok", "!"), MISMATCH, "expect=ok\\B|^ok\\z"),
        row("the end of a possessive", ends("12", "3x"), MISMATCH, "expect=\\d++(?<=12)"),
        row("the end of an atomic group", ends("12", "3"), MISMATCH, "expect=(?>\\d+)(?<=12)"),
        row("an ahead of the end", ends("o", "k"), MISMATCH, "expect=o(?=\\z)"),
        row("a letter and its mark", ends("e", "\u0301"), MISMATCH, "expect=^\\X(?<=e)$"),
        row("more in three pieces", ends("2", "20 ok", "!"), MISMATCH, "expect=^220 ok$"),
        row("a line that grows", ends("ok", "\rx\n"), MISMATCH, "expect=(?m)^ok$(?!\\r)"),
        row("more, then a reset", resets("ok", " not"), RESET, "expect=^ok$"),
        row("a reset before the end", resets("ok"), RESET, "expect=^ok$"),
        row("too long for what is read", says("ok!"), MISMATCH, "expect=^ok$", "max-read=2"),
        row("more after what is read", says("ok", "!"), MISMATCH, "expect=^ok$", "max-read=2"),
        row("an error after it", says("ok ERR"), MISMATCH, "expect=^(?!.*ERR)", "max-read=3"),
        row("a match after it", says("1234ok"), MISMATCH, "expect=ok", "max-read=5"));
  }

  static Stream<Row> other() {
    return Stream.of(
        brief("half a character is no letter", says("gr", HALF), MISMATCH, "expect=^gr.$"),
        brief("half a character is not nothing", says("gr", HALF), MISMATCH, "expect=^gr$"),
        brief("half, not U+FFFD", says("gr", HALF), MISMATCH, "expect=\\ufffd"),
        brief("nothing said", says(""), "FAIL timeout", "expect=^"),
        brief("a costly pattern", says("a".repeat(60) + "!"), COSTLY, "expect=" + Checks.COSTLY),
        row("cut by max-read", says("grü"), MISMATCH, "expect=^gr.", "max-read=3"),
        row("ends within a character", ends("gr", HALF), MISMATCH, "expect=^gr$"),
        row("nothing said and ended", ends(""), RESET, "expect=^"),
        row("nothing said and reset", resets(""), RESET, "expect=^"),
        row("something else", ends("421 busy"), MISMATCH, "expect=^220 "),
        row("an unending answer", Behaviour::endless, MISMATCH, "expect=stop", "max-read=4KiB"),
        row("a deep pattern", ends("ab".repeat(30_000)), COSTLY, "expect=^(a|b)*$x"),
        row("a farewell changes nothing", ends("421 busy"), MISMATCH, "expect=^220", "quit=bye"),
        row("no TLS", ends("220 ready"), "FAIL tls-failed", "tls=true", "expect=^220"));
  }

  static Stream<Row> secure() {
    List<Row> rows = new ArrayList<>();
    for (Layer layer : Layer.values()) {
      if (layer.isCut()) {
        rows.add(over(layer, "cut after ok", ends("ok"), TRUNCATED, "expect=^ok$"));
        rows.add(over(layer, "cut, no error yet", ends("E"), TRUNCATED, "expect=^(?!ERR)"));
        rows.add(over(layer, "cut before the match", ends("2"), MISMATCH, "expect=^22"));
        rows.add(over(layer, "cut at once", ends(), RESET, "expect=^ok$"));
        rows.add(over(layer, "cut after what is sure", ends("220 ok"), PASS, "expect=^220 "));
      } else if (layer != Layer.PLAIN) {
        rows.add(over(layer, "more", ends("ok", " not"), MISMATCH, "expect=^ok$"));
        rows.add(over(layer, "more, then the end", ends("E", "RR"), MISMATCH, "expect=^(?!ERR)"));
        rows.add(over(layer, "all, then close_notify", ends("ok"), PASS, "expect=^ok$"));
      }
    }
    return rows.stream();
  }

  private static Row over(
      Layer layer, String name, Session session, String said, String... settings) {
    return new Row(name, layer, session, said, List.of(settings));
  }

  static Stream<Row> right() {
    return Stream.of(
        row("all of it, ended", ends("220 ", "ready"), PASS, "expect=^220 ready$"),
        brief("all of it, in time", says("220 ready"), PASS, "expect=^220 ready$"),
        row("a line's end", says("220 ready\r\n"), PASS, "expect=(?m)^220 ready$"),
        row("no error, ended", ends("O", "K"), PASS, "expect=^(?!ERR)"),
        row("the whole is what is read", ends("ok"), PASS, "expect=^ok$", "max-read=2"),
        row("the same, in time", says("ok"), PASS, "expect=^ok$", "max-read=2", "timeout=300ms"),
        row("sure before what is read", says("ok and on"), PASS, "expect=ok", "max-read=4"),
        row("sure at once", resets("version 12"), PASS, "expect=version \\d+"),
        row("a long line", ends("x ".repeat(10_000) + "ERROR"), PASS, "expect=.*ERROR.*"));
  }

  @ParameterizedTest
  @MethodSource({"more", "other", "secure", "right"})
  void theCheckSays(Row row) throws Exception {
    List<String> settings = new ArrayList<>(row.settings);
    if (row.layer == Layer.PLAIN) {
      try (StreamServer server = StreamServer.start(row.session)) {
        assertSays(row, server.port(), settings);
      }
      return;
    }
    settings.add("tls=true");
    settings.add(ca);
    try (TlsServer server = TlsServer.start(certificate, row.session)) {
      server.speak(row.layer.protocol());
      if (row.layer.isCut()) {
        server.cutOff();
      }
      assertSays(row, server.port(), settings);
    }
  }

  private static void assertSays(Row row, int port, List<String> settings) throws Exception {
    CheckResult result = BothWays.run(Checks.tcp(port, settings.toArray(String[]::new)));
    assertEquals(row.said, result.verdict() + " " + result.reason(), result::toString);
  }
}
