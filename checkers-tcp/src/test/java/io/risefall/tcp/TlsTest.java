package io.risefall.tcp;

import static io.risefall.tcp.Checks.assertIs;
import static io.risefall.tcp.Checks.assertPasses;
import static io.risefall.tcp.Checks.assertSays;
import static io.risefall.tcp.Checks.check;
import static io.risefall.tcp.Checks.tcp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckResult;
import io.risefall.check.Verdict;
import io.risefall.net.testkit.StreamServer;
import io.risefall.net.testkit.TestCertificate;
import io.risefall.net.testkit.TlsServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS with servers that do it well, and what their certificates say. */
@Timeout(60)
class TlsTest {

  private static final String NAME = "mail.example.org";

  private static TestCertificate authority;
  private static Path ca;

  @BeforeAll
  static void makeAuthority(@TempDir Path directory) throws Exception {
    authority = TestCertificate.named("Test CA").authority().selfSigned();
    ca = authority.writeTo(directory.resolve("ca.pem"));
  }

  private static TestCertificate.Maker mail() throws IOException {
    return TestCertificate.named(NAME).dns(NAME).ip("127.0.0.1");
  }

  private static Instant inDays(int days) {
    return Instant.now().plus(Duration.ofDays(days)).plus(Duration.ofHours(1));
  }

  /** What a check finds that trusts the authority and asks for the name, with more settings. */
  private static CheckResult found(TestCertificate certificate, String... more) throws Exception {
    try (TlsServer server = TlsServer.start(certificate)) {
      return check(tcp(server.port(), withTls(more)));
    }
  }

  private static String[] withTls(String... more) {
    String[] all = new String[more.length + 3];
    all[0] = "tls=true";
    all[1] = "ca=" + ca;
    all[2] = "server-name=" + NAME;
    System.arraycopy(more, 0, all, 3, more.length);
    return all;
  }

  @Test
  void aGoodCertificatePassesAndProtocolCipherAndDaysAreFacts() throws Exception {
    CheckResult result = assertPasses(found(mail().until(inDays(30)).issuedBy(authority)));
    assertEquals("TLSv1.3", result.facts().get("tls-protocol"));
    assertEquals("TLS_AES_256_GCM_SHA384", result.facts().get("tls-cipher"));
    assertEquals("30", result.facts().get("certificate-days"));
    assertEquals("CN=" + NAME, result.facts().get("certificate-subject"));
    assertEquals("CN=Test CA", result.facts().get("certificate-issuer"));
    assertTrue(result.timings().connect() > 0, result::toString);
    assertTrue(result.timings().tls() > 0, result::toString);
    assertEquals(-1, result.timings().firstByte(), result::toString);
  }

  @Test
  void phasesAreToldOfTlsAndOfTheAnswer() throws Exception {
    TestCertificate certificate = mail().issuedBy(authority);
    try (TlsServer server = TlsServer.start(certificate, Behaviour.says("* OK IMAP4rev1\r\n"))) {
      CheckResult result = check(tcp(server.port(), withTls("expect=IMAP4")));
      assertSays(
          "PASS ok: 127.0.0.1:" + server.port() + " answered '* OK IMAP4rev1\\r\\n'", result);
      assertEquals(List.of("connect", "tls", "first-byte", "total"), phases(result));
      assertEquals(
          List.of(
              "address",
              "tls-protocol",
              "tls-cipher",
              "certificate-days",
              "certificate-subject",
              "certificate-issuer",
              "answer"),
          List.copyOf(result.facts().keySet()));
    }
  }

  private static List<String> phases(CheckResult result) {
    return List.copyOf(result.timings().phases().keySet());
  }

  @Test
  void anOlderProtocolIsAFactToo() throws Exception {
    try (TlsServer server = TlsServer.start(mail().issuedBy(authority))) {
      server.speak("TLSv1.2");
      CheckResult result = assertPasses(check(tcp(server.port(), withTls())));
      assertEquals("TLSv1.2", result.facts().get("tls-protocol"));
    }
  }

  @Test
  void theNameIsAskedFor() throws Exception {
    try (TlsServer server = TlsServer.start(mail().issuedBy(authority))) {
      assertPasses(check(tcp(server.port(), withTls())));
      assertEquals(List.of(NAME), server.names());
    }
  }

  @Test
  void withoutANameTheAddressMustBeInTheCertificateAndIsNotAskedFor() throws Exception {
    try (TlsServer server = TlsServer.start(mail().issuedBy(authority))) {
      assertPasses(check(tcp(server.port(), "tls=true", "ca=" + ca)));
      assertEquals(List.of(), server.names());
    }
  }

  @Test
  void aSelfSignedCertificateIsNotTrustedUnlessItIsTheOneToTrust(@TempDir Path directory)
      throws Exception {
    TestCertificate own = mail().selfSigned();
    CheckResult result = found(own);
    assertIs(Verdict.FAIL, "certificate-untrusted", result);
    assertTrue(result.message().endsWith(" was not issued by anybody who is trusted"));
    assertEquals("CN=" + NAME, result.facts().get("certificate-subject"));
    try (TlsServer server = TlsServer.start(own)) {
      Path pinned = own.writeTo(directory.resolve("own.pem"));
      assertPasses(check(tcp(server.port(), "tls=true", "ca=" + pinned, "server-name=" + NAME)));
    }
  }

  @Test
  void withoutACaFileTheSystemsTrustDecides() throws Exception {
    try (TlsServer server = TlsServer.start(mail().issuedBy(authority))) {
      assertIs(
          Verdict.FAIL,
          "certificate-untrusted",
          check(tcp(server.port(), "tls=true", "server-name=" + NAME)));
    }
  }

  @Test
  void aCertificateForAnotherNameFails() throws Exception {
    TestCertificate other = TestCertificate.named("www").dns("www.example.org").issuedBy(authority);
    assertIs(Verdict.FAIL, "certificate-wrong-name", found(other));
  }

  @Test
  void aCertificateThatHasExpiredFails() throws Exception {
    TestCertificate old = mail().from(inDays(-90)).until(inDays(-3)).issuedBy(authority);
    CheckResult result = found(old);
    assertIs(Verdict.FAIL, "certificate-expired", result);
    assertEquals("-3", result.facts().get("certificate-days"));
    assertEquals(List.of("connect", "tls", "total"), phases(result));
  }

  @Test
  void aCertificateThatIsNotValidYetFails() throws Exception {
    assertIs(
        Verdict.FAIL,
        "certificate-not-yet-valid",
        found(mail().from(inDays(1)).issuedBy(authority)));
  }

  @Test
  void withoutVerificationAllOfThesePass() throws Exception {
    TestCertificate other = TestCertificate.named("www").dns("www.example.org").selfSigned();
    assertPasses(found(other, "verify=false"));
    assertPasses(found(mail().from(inDays(1)).selfSigned(), "verify=false"));
    TestCertificate old = mail().from(inDays(-90)).until(inDays(-3)).selfSigned();
    CheckResult result = assertPasses(found(old, "verify=false"));
    assertEquals("-3", result.facts().get("certificate-days"));
  }

  @Test
  void aCertificateThatExpiresSoonIsDegraded() throws Exception {
    TestCertificate soon = mail().until(inDays(10)).issuedBy(authority);
    CheckResult result = found(soon, "min-certificate-days=11");
    assertIs(Verdict.DEGRADED, "certificate-expires-soon", result);
    assertTrue(result.message().endsWith(" expires in 10 days"), result::toString);
    assertTrue(result.timings().tls() > 0, result::toString);
    assertPasses(found(soon, "min-certificate-days=10"));
    CheckResult oneDay =
        found(mail().until(inDays(1)).issuedBy(authority), "min-certificate-days=2");
    assertTrue(oneDay.message().endsWith(" expires in 1 day"), oneDay::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "30"})
  void withDaysAskedForACertificateThatHasExpiredFailsEvenUnverified(String days) throws Exception {
    TestCertificate old = mail().from(inDays(-90)).until(inDays(-3)).selfSigned();
    CheckResult result = found(old, "verify=false", "min-certificate-days=" + days);
    assertIs(Verdict.FAIL, "certificate-expired", result);
    assertEquals("-3", result.facts().get("certificate-days"));
  }

  @Test
  void aWrongAnswerIsWorseThanACertificateThatExpiresSoon() throws Exception {
    TestCertificate soon = mail().until(inDays(10)).issuedBy(authority);
    try (TlsServer server = TlsServer.start(soon, Behaviour.says("421 too busy\r\n"))) {
      String days = "min-certificate-days=11";
      assertIs(
          Verdict.FAIL,
          "tcp-answer-mismatch",
          check(tcp(server.port(), withTls(days, "expect=^220", "timeout=1s"))));
      CheckResult result = check(tcp(server.port(), withTls(days, "expect=^421")));
      assertIs(Verdict.DEGRADED, "certificate-expires-soon", result);
      assertEquals("421 too busy\\r\\n", result.facts().get("answer"));
    }
  }

  @Test
  void aCaFileThatCannotBeReadIsOurFault(@TempDir Path directory) throws Exception {
    Path missing = directory.resolve("missing.pem");
    try (StreamServer server = StreamServer.start(StreamServer::readToEnd)) {
      CheckResult result = check(tcp(server.port(), "tls=true", "ca=" + missing));
      assertSays("BROKEN file-unusable: " + missing + " does not exist", result);
    }
  }
}
