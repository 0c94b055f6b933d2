package io.risefall.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.risefall.net.testkit.StreamServer;
import io.risefall.net.testkit.StreamServer.Session;
import io.risefall.net.testkit.TestCertificate;
import io.risefall.net.testkit.TlsServer;
import io.risefall.option.Endpoint;
import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** Who answers {@code check_tcp} and {@code risefall tcp}, on some port of loopback. */
@SuppressWarnings("ImmutableEnumChecker") // the sessions keep nothing
enum TcpStage {
  GREETS(says("220 mail.example.org ready\r\n")),
  GREETS_WITHOUT_THE_END_OF_ITS_LINE(says("220 mail.example.org ready")),
  GREETS_IN_PIECES(inPieces("22", "0 mail.exam", "ple.org ready\r\n")),
  GREETS_LATE(inPieces("", "220 mail.example.org ready\r\n")),
  GREETS_AND_CLOSES(client -> say(client, "220 mail.example.org ready\r\n")),
  GREETS_AND_RESETS(TcpStage::greetAndReset),
  GREETS_IN_UTF_8(says("grüße\r\n")),
  GREETS_IN_BINARY(says("J\0\0\0\n8.0.36\0")),
  ENDS_ITS_SIDE_AFTER_A_GREETING(TcpStage::greetAndEndItsSide),
  CLOSES(client -> {}),
  SILENT(client -> new CountDownLatch(1).await()),
  DRIPS(inPieces("x", "x", "x", "x", "x", "x", "x", "x", "x", "x", "x", "x")),
  ENDLESS(TcpStage::talkForEver),
  ECHOES(client -> client.getInputStream().transferTo(client.getOutputStream())),
  PONGS(TcpStage::pong),
  WANTS_OCTET_1(TcpStage::wantOctet1),
  NOBODY(client -> {}),
  OVER_IPV6(says("220 mail.example.org ready\r\n")),
  TLS(says("")),
  TLS_1_2(says("")),
  TLS_GREETS(says("220 mail.example.org ready\r\n")),
  TLS_SELF_SIGNED(says("")),
  TLS_OTHER_NAME(says("")),
  TLS_10_DAYS(says("")),
  TLS_EXPIRED(says("")),
  TLS_NOT_YET_VALID(says(""));

  /** The name in the certificates. */
  static final String NAME = "mail.example.org";

  private static final Duration PAUSE = Duration.ofMillis(200);

  private final Session session;

  TcpStage(Session session) {
    this.session = session;
  }

  /** A server that runs. */
  record Open(int port, Closeable server) implements Closeable {
    @Override
    public void close() throws IOException {
      server.close();
    }
  }

  /** Starts it; {@code authority} issues its certificates. */
  Open open(TestCertificate authority) throws Exception {
    if (name().startsWith("TLS")) {
      TlsServer server = TlsServer.start(certificate(authority), session);
      if (this == TLS_1_2) {
        server.speak("TLSv1.2");
      }
      return new Open(server.port(), server::close);
    }
    String address = this == OVER_IPV6 ? "::1" : "127.0.0.1";
    if (this == NOBODY) {
      Socket bound = new Socket();
      bound.bind(Endpoint.parse(address, 0).toSocketAddress());
      return new Open(bound.getLocalPort(), bound);
    }
    StreamServer server = StreamServer.start(Endpoint.parse(address, 0).address(), session);
    return new Open(server.port(), server::close);
  }

  private TestCertificate certificate(TestCertificate authority) throws Exception {
    TestCertificate.Maker maker = TestCertificate.named(NAME).dns(NAME).ip("127.0.0.1");
    Instant now = Instant.now();
    return switch (this) {
      case TLS_SELF_SIGNED -> maker.selfSigned();
      case TLS_OTHER_NAME ->
          TestCertificate.named("www").dns("www.example.org").issuedBy(authority);
      case TLS_10_DAYS -> maker.until(now.plus(Duration.ofHours(241))).issuedBy(authority);
      case TLS_EXPIRED ->
          maker
              .from(now.minus(Duration.ofDays(90)))
              .until(now.minus(Duration.ofDays(3)))
              .issuedBy(authority);
      case TLS_NOT_YET_VALID -> maker.from(now.plus(Duration.ofDays(1))).issuedBy(authority);
      default -> maker.issuedBy(authority);
    };
  }

  private static void say(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(UTF_8));
  }

  private static Session says(String text) {
    return client -> {
      say(client, text);
      StreamServer.readToEnd(client);
    };
  }

  private static Session inPieces(String... pieces) {
    return client -> {
      client.setTcpNoDelay(true);
      for (String piece : pieces) {
        client.getOutputStream().write(piece.getBytes(ISO_8859_1));
        LockSupport.parkNanos(PAUSE.toNanos());
      }
      StreamServer.readToEnd(client);
    };
  }

  private static void greetAndReset(Socket client) throws IOException {
    say(client, "220 mail.example.org ready\r\n");
    LockSupport.parkNanos(PAUSE.toNanos());
    client.setSoLinger(true, 0);
  }

  private static void greetAndEndItsSide(Socket client) throws IOException {
    say(client, "220 mail.example.org ready\r\n");
    client.shutdownOutput();
    StreamServer.readToEnd(client);
  }

  private static void talkForEver(Socket client) throws IOException {
    while (true) {
      say(client, "all work and no play ".repeat(400));
    }
  }

  /** Answers each line. */
  private static void pong(Socket client) throws IOException {
    int octet = client.getInputStream().read();
    while (octet >= 0) {
      if (octet == '\n') {
        say(client, "+PONG\r\n");
      }
      octet = client.getInputStream().read();
    }
  }

  private static void wantOctet1(Socket client) throws IOException {
    say(client, client.getInputStream().read() == 1 ? "yes" : "no");
    StreamServer.readToEnd(client);
  }
}
