package io.risefall.tcp;

import static io.risefall.tcp.Checks.assertFails;
import static io.risefall.tcp.Checks.assertSays;
import static io.risefall.tcp.Checks.hasty;
import static io.risefall.tcp.Checks.inTime;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckResult;
import io.risefall.check.Checker;
import io.risefall.net.testkit.StreamServer;
import io.risefall.net.testkit.StreamServer.Session;
import io.risefall.net.testkit.TestCertificate;
import io.risefall.net.testkit.TlsServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that do not what they should when asked for TLS. */
@Timeout(60)
class HostileTlsTest {

  private static CheckResult found(Session session) throws Exception {
    try (StreamServer server = StreamServer.start(session)) {
      return inTime(hasty(server.port(), "tls=true", "verify=false"));
    }
  }

  @Test
  void anAlertFailsAndIsTold() throws Exception {
    CheckResult refused = found(Behaviour.alert(40));
    assertFails("tls-failed", refused);
    assertTrue(refused.message().contains("handshake_failure"), refused::toString);
    CheckResult unknownName = found(Behaviour.alert(112));
    assertFails("tls-failed", unknownName);
    assertTrue(unknownName.message().contains("unrecognized_name"), unknownName::toString);
  }

  @Test
  void anHandshakeThatStallsAtOnceEndsByTheTimeout() throws Exception {
    CheckResult result = found(Behaviour::silent);
    assertFails("timeout", result);
    assertTrue(result.timings().tls() > 0, result::toString);
  }

  @Test
  void anHandshakeThatStallsInItsMiddleEndsByTheTimeout() throws Exception {
    assertFails("timeout", found(Behaviour.afterHello(Behaviour::silent)));
    byte[] halfARecord = {22, 3, 3, 0, 122, 2, 0};
    assertFails(
        "timeout",
        found(
            Behaviour.afterHello(
                client -> {
                  client.getOutputStream().write(halfARecord);
                  Behaviour.silent(client);
                })));
  }

  @Test
  void anHandshakeThatComesOctetByOctetEndsByTheTimeout() throws Exception {
    byte[][] octets = {{22}, {3}, {3}, {0}, {122}, {2}, {0}, {0}, {118}, {3}};
    Session slowly = Behaviour.inPieces(Duration.ofMillis(90), octets);
    assertFails("timeout", found(Behaviour.afterHello(slowly)));
  }

  @Test
  void aServerThatSpeaksNoTlsFails() throws Exception {
    assertFails("tls-failed", found(Behaviour.says("220 mail.example.org ESMTP\r\n")));
  }

  @Test
  void aServerThatClosesOrResetsInsteadFails() throws Exception {
    assertFails("tls-failed", found(Behaviour.afterHello(client -> {})));
    assertFails("connect-reset", found(Behaviour.afterHello(Behaviour::reset)));
  }

  @Test
  void aServerThatShakesHandsAndIsSilentFailsIfSomethingIsExpected() throws Exception {
    TestCertificate certificate = TestCertificate.named("mail").selfSigned();
    try (TlsServer server = TlsServer.start(certificate)) {
      CheckResult result = inTime(shaking(server, "expect=."));
      assertSays("FAIL timeout: no answer from 127.0.0.1:" + server.port(), result);
      assertTrue(result.facts().containsKey("tls-protocol"), result::toString);
    }
  }

  @Test
  void aServerThatClosesAfterTheHandshakeHasNotAnswered() throws Exception {
    TestCertificate certificate = TestCertificate.named("mail").selfSigned();
    try (TlsServer server = TlsServer.start(certificate, client -> {})) {
      assertFails("connect-reset", inTime(shaking(server, "expect=.")));
    }
  }

  @Test
  void anEndlessAnswerIsBounded() throws Exception {
    TestCertificate certificate = TestCertificate.named("mail").selfSigned();
    try (TlsServer server = TlsServer.start(certificate, Behaviour::endless)) {
      assertFails("tcp-answer-mismatch", inTime(shaking(server, "expect=stop", "max-read=8KiB")));
    }
  }

  /** Time enough for the handshake, which a JVM that makes its first takes long for. */
  private static Checker shaking(TlsServer server, String... settings) {
    List<String> all = new ArrayList<>(List.of(settings));
    all.addAll(List.of("tls=true", "verify=false", "timeout=1s"));
    return Checks.to("127.0.0.1:" + server.port(), all.toArray(String[]::new));
  }
}
