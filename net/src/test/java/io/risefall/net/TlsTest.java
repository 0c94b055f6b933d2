package io.risefall.net;

import static io.risefall.net.Attempts.assertSays;
import static io.risefall.net.Attempts.fails;
import static io.risefall.net.Attempts.succeeds;
import static io.risefall.net.Attempts.tls;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckResult;
import io.risefall.check.Timings;
import io.risefall.net.Attempts.Use;
import io.risefall.net.testkit.TestCertificate;
import io.risefall.net.testkit.TlsServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server's certificate is told to be. */
class TlsTest {

  private static final Use NOTHING = connection -> {};

  @TempDir private static Path directory;
  private static TestCertificate ca;
  private static Tls trusting;

  @BeforeAll
  static void makeAuthority() throws Exception {
    ca = TestCertificate.named("Test CA").authority().selfSigned();
    trusting = tls("ca=" + ca.writeTo(directory.resolve("ca.pem")));
  }

  private static TestCertificate.Maker www() {
    return TestCertificate.named("www").dns("www.example.test");
  }

  /** What comes of a handshake with a server that shows this, under the name that it is for. */
  private static CheckResult failing(TestCertificate certificate, Tls tls) throws Exception {
    try (TlsServer server = TlsServer.start(certificate)) {
      CheckResult result = fails(tls("www.example.test", server.port(), tls, NOTHING));
      assertEquals("127.0.0.1:" + server.port(), result.facts().get("address"), result::toString);
      assertTrue(result.message().contains("127.0.0.1:" + server.port()), result::toString);
      return result;
    }
  }

  private static void assertFault(String reason, String words, CheckResult result) {
    String peer = result.facts().getOrDefault("address", "");
    assertSays("FAIL " + reason + ": the certificate of " + peer + " " + words, result);
    assertTrue(result.facts().containsKey("certificate-subject"), result::toString);
    assertTrue(result.timings().tls() > 0, result::toString);
  }

  @ParameterizedTest
  @CsvSource({"EC, 256", "RSA, 2048", "Ed25519, 255"})
  void aGoodCertificateIsTrusted(String algorithm, int bits) throws Exception {
    TestCertificate good = www().key(algorithm, bits).issuedBy(ca);
    try (TlsServer server = TlsServer.start(good, client -> client.getOutputStream().write('+'))) {
      succeeds(
          tls(
              "www.example.test",
              server.port(),
              trusting,
              connection -> {
                assertEquals('+', connection.socket().getInputStream().read());
                TlsSession session = connection.tls().orElseThrow();
                assertEquals(good.certificate(), session.certificate());
                assertEquals(89, session.daysLeft());
                assertEquals("TLSv1.3", connection.facts().get("tls-protocol"));
                assertEquals("CN=www", connection.facts().get("certificate-subject"));
                assertEquals("CN=Test CA", connection.facts().get("certificate-issuer"));
                assertEquals("89", connection.facts().get("certificate-days"));
                assertTrue(connection.timings(Timings.NONE).tls() > 0);
              }));
      assertEquals(List.of("www.example.test"), server.names());
    }
  }

  @Test
  void oneThatHasExpiredFails() throws Exception {
    Instant yesterday = Instant.now().minus(Duration.ofDays(1));
    Instant before = yesterday.minus(Duration.ofDays(90));
    CheckResult result = failing(www().from(before).until(yesterday).issuedBy(ca), trusting);
    assertFault("certificate-expired", "has expired", result);
    assertEquals("-2", result.facts().get("certificate-days"));
    assertFault(
        "certificate-expired",
        "has expired",
        failing(www().from(before).until(yesterday).selfSigned(), trusting));
  }

  @Test
  void oneThatIsNotValidYetFails() throws Exception {
    Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
    assertFault(
        "certificate-not-yet-valid",
        "is not valid yet",
        failing(www().from(tomorrow).issuedBy(ca), trusting));
  }

  @Test
  void oneOfAnIssuerThatHasExpiredFails() throws Exception {
    Instant yesterday = Instant.now().minus(Duration.ofDays(1));
    TestCertificate old =
        TestCertificate.named("Old")
            .authority()
            .from(yesterday.minus(Duration.ofDays(90)))
            .until(yesterday)
            .issuedBy(ca);
    CheckResult result = failing(www().issuedBy(old), trusting);
    assertFault(
        "certificate-expired", "was issued under 'CN=Old', whose certificate has expired", result);
  }

  @Test
  void oneThatNobodyTrustedHasIssuedFails() throws Exception {
    String words = "was not issued by anybody who is trusted";
    TestCertificate other = TestCertificate.named("Other CA").authority().selfSigned();
    assertFault("certificate-untrusted", words, failing(www().selfSigned(), trusting));
    assertFault("certificate-untrusted", words, failing(www().issuedBy(other), trusting));
    assertFault("certificate-untrusted", words, failing(www().issuedBy(ca), tls()));
  }

  @Test
  void oneThatIsTrustedButNotForThisFails() throws Exception {
    TestCertificate noAuthority = TestCertificate.named("Leaf").issuedBy(ca);
    assertFault(
        "certificate-untrusted",
        "was issued under 'CN=Leaf', whose certificate is no authority's (basic constraints)",
        failing(www().issuedBy(noAuthority), trusting));
    assertFault(
        "certificate-untrusted",
        "is not for TLS servers (extended key usage)",
        failing(www().usage("1.3.6.1.5.5.7.3.2").issuedBy(ca), trusting));
  }

  @Test
  void anIntermediateIssuerIsNeededOfTheServer() throws Exception {
    TestCertificate between = TestCertificate.named("Between").authority().issuedBy(ca);
    TestCertificate leaf = www().issuedBy(between);
    try (TlsServer server = TlsServer.start(leaf)) {
      succeeds(tls("www.example.test", server.port(), trusting, NOTHING));
      Tls trustingBetween = tls("ca=" + between.writeTo(directory.resolve("between.pem")));
      succeeds(tls("www.example.test", server.port(), trustingBetween, NOTHING));
      server.show(leaf.withoutIssuers());
      assertFault(
          "certificate-untrusted",
          "was not issued by anybody who is trusted",
          fails(tls("www.example.test", server.port(), trusting, NOTHING)));
    }
  }

  @Test
  void withoutVerifyingEveryCertificateWillDo() throws Exception {
    Instant yesterday = Instant.now().minus(Duration.ofDays(1));
    TestCertificate bad =
        TestCertificate.named("x").from(yesterday.minusSeconds(60)).until(yesterday).selfSigned();
    try (TlsServer server = TlsServer.start(bad)) {
      succeeds(
          tls(
              "www.example.test",
              server.port(),
              tls("verify=false"),
              connection -> {
                TlsSession session = connection.tls().orElseThrow();
                assertEquals(-2, session.daysLeft());
                assertEquals(Optional.empty(), session.judge(OptionalLong.empty(), "x"));
                assertSays(
                    "FAIL certificate-expired: the certificate of x has expired",
                    session.judge(OptionalLong.of(0), "x").orElseThrow());
              }));
    }
  }

  @Test
  void oneThatExpiresSoonIsTold() throws Exception {
    Instant end = Instant.now().plus(Duration.ofDays(1)).plusSeconds(3600);
    try (TlsServer server = TlsServer.start(www().until(end).issuedBy(ca))) {
      succeeds(
          tls(
              "www.example.test",
              server.port(),
              trusting,
              connection -> {
                TlsSession session = connection.tls().orElseThrow();
                assertFalse(session.judge(OptionalLong.of(1), "x").isPresent());
                assertSays(
                    "DEGRADED certificate-expires-soon: the certificate of x expires in 1 day",
                    session.judge(OptionalLong.of(2), "x").orElseThrow());
              }));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void nothingIsResumed(String protocol) throws Exception {
    TestCertificate first = www().issuedBy(ca);
    TestCertificate second = www().issuedBy(ca);
    try (TlsServer server = TlsServer.start(first, client -> client.getOutputStream().write('+'))) {
      server.speak(protocol);
      for (TestCertificate shown : List.of(first, first, second)) {
        server.show(shown);
        succeeds(
            tls(
                "www.example.test",
                server.port(),
                trusting,
                connection -> {
                  assertEquals('+', connection.socket().getInputStream().read());
                  TlsSession session = connection.tls().orElseThrow();
                  assertEquals(shown.certificate(), session.certificate());
                  assertEquals(protocol, session.protocol());
                }));
      }
    }
  }

  @Test
  void aServerMayWantACertificateOfItsClients() throws Exception {
    Path certificate = directory.resolve("client.pem");
    Path key = directory.resolve("client.key");
    TestCertificate client = TestCertificate.named("client").issuedBy(ca);
    client.writeTo(certificate);
    client.writeKeyTo(key);
    String trusted = "ca=" + directory.resolve("ca.pem");
    Use greeted = connection -> assertEquals('+', connection.socket().getInputStream().read());
    try (TlsServer server = TlsServer.forClientsOf(ca, www().issuedBy(ca))) {
      Tls known = tls(trusted, "client-certificate=" + certificate, "client-key=" + key);
      succeeds(tls("www.example.test", server.port(), known, greeted));
      server.speak("TLSv1.2");
      succeeds(tls("www.example.test", server.port(), known, greeted));
      CheckResult unknown = fails(tls("www.example.test", server.port(), trusting, greeted));
      assertEquals("tls-failed", unknown.reason().code(), unknown::toString);
      server.speak("TLSv1.3");
      CheckResult later = fails(tls("www.example.test", server.port(), trusting, greeted));
      assertEquals("tls-failed", later.reason().code(), later::toString);
    }
  }
}
