package io.risefall.net;

import static io.risefall.net.Attempts.assertSays;
import static io.risefall.net.Attempts.fails;
import static io.risefall.net.Attempts.failsInTime;
import static io.risefall.net.Attempts.isInterrupted;
import static io.risefall.net.Attempts.succeeds;
import static io.risefall.net.Attempts.tls;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckResult;
import io.risefall.net.Attempts.Use;
import io.risefall.net.testkit.StreamServer;
import io.risefall.net.testkit.StreamServer.Session;
import io.risefall.net.testkit.TestCertificate;
import io.risefall.net.testkit.TlsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that speak TLS badly, or not at all. */
@Execution(ExecutionMode.CONCURRENT)
class BadTlsTest {

  private static final String NAME = "www.example.test";
  private static final Tls ANY = tls("verify=false");

  /** More than the kernels of both sides keep. */
  private static final byte[] MUCH = new byte[16 << 20];

  private static final Use NOTHING = connection -> {};
  private static final Use READ = connection -> connection.socket().getInputStream().read();
  private static final Use WRITE_MUCH =
      connection -> connection.socket().getOutputStream().write(MUCH);

  private static TestCertificate certificate;

  @BeforeAll
  static void makeCertificate() throws Exception {
    certificate = TestCertificate.named("www").dns(NAME).key("RSA", 2048).selfSigned();
  }

  private static void sit(Socket client) throws InterruptedException {
    boolean opened = new CountDownLatch(1).await(1, TimeUnit.MINUTES);
    assertTrue(!opened && client.isBound());
  }

  private static CheckResult failing(Session session) throws Exception {
    try (StreamServer server = StreamServer.start(session)) {
      CheckResult result = fails(tls(NAME, server.port(), ANY, NOTHING));
      assertEquals("127.0.0.1:" + server.port(), result.facts().get("address"));
      return result;
    }
  }

  private static void assertTlsFailed(String message, CheckResult result) {
    assertSays(
        "FAIL tls-failed: TLS with " + result.facts().get("address") + ": " + message, result);
  }

  @Test
  void plainTextInsteadOfTlsFails() throws Exception {
    CheckResult result =
        failing(
            client -> {
              client.getOutputStream().write("220 mail.example.test ESMTP\r\n".getBytes(US_ASCII));
              StreamServer.readToEnd(client);
            });
    assertTlsFailed("Unsupported or unrecognized SSL message", result);
  }

  @Test
  void anAlertFails() throws Exception {
    byte[] handshakeFailure = {21, 3, 3, 0, 2, 2, 40};
    CheckResult result =
        failing(
            client -> {
              client.getOutputStream().write(handshakeFailure);
              StreamServer.readToEnd(client);
            });
    assertTlsFailed("(handshake_failure) Received fatal alert: handshake_failure", result);
  }

  @Test
  void anEndInsteadOfAnAnswerFails() throws Exception {
    CheckResult result = failing(client -> client.getInputStream().read(new byte[8192]));
    assertTlsFailed("Remote host terminated the handshake", result);
  }

  @Test
  void aResetInsteadOfAnAnswerFails() throws Exception {
    CheckResult result =
        failing(
            client -> {
              client.getInputStream().read();
              client.setSoLinger(true, 0);
            });
    assertEquals("connect-reset", result.reason().code(), result::toString);
  }

  @Test
  void aServerOfAnOldVersionAloneFails() throws Exception {
    byte[] protocolVersion = {21, 3, 1, 0, 2, 2, 70};
    CheckResult result =
        failing(
            client -> {
              client.getOutputStream().write(protocolVersion);
              StreamServer.readToEnd(client);
            });
    assertTlsFailed("(protocol_version) Received fatal alert: protocol_version", result);
  }

  @Test
  void aServerThatSaysNothingFailsByTheDeadline() throws Exception {
    try (StreamServer server = StreamServer.start(BadTlsTest::sit)) {
      CheckResult result = failsInTime(tls(NAME, server.port(), ANY, NOTHING));
      assertSays("FAIL timeout: no answer from 127.0.0.1:" + server.port(), result);
      assertTrue(result.timings().tls() > 0, result::toString);
    }
  }

  /** Between client and server, whose answer it passes on as it likes. */
  private interface Passing {
    void pass(byte[] bytes, int length, Socket client) throws IOException, InterruptedException;
  }

  private static Session relay(TlsServer behind, Passing passing) {
    return client -> {
      try (Socket back = new Socket(InetAddress.getLoopbackAddress(), behind.port())) {
        Thread.ofPlatform().daemon().start(() -> copy(client, back));
        InputStream in = back.getInputStream();
        byte[] buffer = new byte[16_384];
        for (int length = in.read(buffer); length > 0; length = in.read(buffer)) {
          passing.pass(buffer, length, client);
        }
      }
    };
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // one of them went away
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void aServerThatStallsInTheMiddleFailsByTheDeadline(String protocol) throws Exception {
    try (TlsServer behind = TlsServer.start(certificate);
        StreamServer server =
            StreamServer.start(
                relay(
                    behind,
                    (bytes, length, client) -> { // ServerHello, and not all of the rest
                      client.getOutputStream().write(bytes, 0, Math.min(length, 200));
                      sit(client);
                    }))) {
      behind.speak(protocol);
      assertSays(
          "FAIL timeout: no answer from 127.0.0.1:" + server.port(),
          failsInTime(tls(NAME, server.port(), ANY, NOTHING)));
      isInterrupted(tls(NAME, server.port(), ANY, NOTHING));
    }
  }

  @Test
  void oneByteAtATimeFailsByTheDeadline() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (TlsServer behind = TlsServer.start(certificate);
        StreamServer server =
            StreamServer.start(
                relay(
                    behind,
                    (bytes, length, client) -> {
                      for (int i = 0; i < length; i++) {
                        client.getOutputStream().write(bytes[i]);
                        assertTrue(!never.await(20, TimeUnit.MILLISECONDS));
                      }
                    }))) {
      assertSays(
          "FAIL timeout: no answer from 127.0.0.1:" + server.port(),
          failsInTime(tls(NAME, server.port(), ANY, NOTHING)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void whatComesAfterTheHandshakeIsBoundedToo(String protocol) throws Exception {
    try (TlsServer server = TlsServer.start(certificate, BadTlsTest::sit)) {
      server.speak(protocol);
      for (Use use : new Use[] {READ, WRITE_MUCH}) {
        assertSays(
            "FAIL timeout: no answer from 127.0.0.1:" + server.port(),
            failsInTime(tls(NAME, server.port(), ANY, use)));
        isInterrupted(tls(NAME, server.port(), ANY, use));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void aFarewellIsNotWaitedFor(String protocol) throws Exception {
    try (TlsServer server = TlsServer.start(certificate, BadTlsTest::sit)) {
      server.speak(protocol);
      long start = System.nanoTime();
      for (int i = 0; i < 5; i++) {
        succeeds(tls(NAME, server.port(), ANY, NOTHING));
      }
      long took = System.nanoTime() - start;
      assertTrue(took < TimeUnit.SECONDS.toNanos(5), () -> took + " ns"); // the deadline is 10 s
    }
  }
}
