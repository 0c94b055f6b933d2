package io.risefall.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckResult;
import io.risefall.net.testkit.TestCertificate;
import io.risefall.net.testkit.TestCertificate.Maker;
import io.risefall.net.testkit.TlsServer;
import io.risefall.testkit.BothWays;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A certificate that a server shows, and what a check makes of it.
 *
 * @param words of the sentence
 */
record CertificateRow(String name, Making making, String reason, String words) {

  static final String HOST = "www.example.test";

  /** A certificate, who is trusted, and the name that is asked for. */
  record Shown(TestCertificate leaf, List<TestCertificate> trusted, String host) {

    Shown(TestCertificate leaf, TestCertificate... trusted) {
      this(leaf, List.of(trusted), HOST);
    }

    Shown at(String name) {
      return new Shown(leaf, trusted, name);
    }
  }

  @FunctionalInterface
  interface Making {
    Shown make() throws Exception;
  }

  static CertificateRow untrusted(String name, Making making, String words) {
    return new CertificateRow(name, making, "certificate-untrusted", words);
  }

  static CertificateRow wrongName(String name, Making making) {
    return new CertificateRow(name, making, "certificate-wrong-name", "is for another name");
  }

  static CertificateRow passes(String name, Making making) {
    return new CertificateRow(name, making, "ok", "");
  }

  static Maker www() {
    return TestCertificate.named("leaf").dns(HOST);
  }

  static Maker ca() {
    return TestCertificate.named("CA").authority();
  }

  static Maker between() {
    return TestCertificate.named("Between").authority();
  }

  static Maker ended(Maker maker) {
    Instant yesterday = Instant.now().minus(Duration.ofDays(1));
    return maker.from(yesterday.minus(Duration.ofDays(90))).until(yesterday);
  }

  static Maker future(Maker maker) {
    return maker.from(Instant.now().plus(Duration.ofDays(1)));
  }

  /** Signed by a CA that is trusted. */
  static Shown under(Maker ca, Maker leaf) throws Exception {
    TestCertificate issuer = ca.selfSigned();
    return new Shown(leaf.issuedBy(issuer), issuer);
  }

  static Shown issued(Maker leaf) throws Exception {
    return under(ca(), leaf);
  }

  /** Signed by one that a trusted one has signed. */
  static Shown through(Maker between, Maker leaf) throws Exception {
    TestCertificate issuer = ca().selfSigned();
    return new Shown(leaf.issuedBy(between.issuedBy(issuer)), issuer);
  }

  static Maker named(String... dnsNames) {
    Maker maker = TestCertificate.named("leaf");
    for (String name : dnsNames) {
      maker.dns(name);
    }
    return maker;
  }

  /** Asks both ways, and holds that verdict, reason and sentence are these. */
  CheckResult holds(Path directory) throws Exception {
    Shown shown = making.make();
    try (TlsServer server = TlsServer.start(shown.leaf)) {
      StringBuilder trusted = new StringBuilder();
      for (TestCertificate one : shown.trusted) {
        trusted.append(TestCertificate.pem("CERTIFICATE", one.certificate().getEncoded()));
      }
      Path file = Files.createTempFile(directory, "ca", ".pem");
      Files.writeString(file, trusted);
      CheckResult result =
          BothWays.run(
              Checks.tcp(server.port(), "tls=true", "ca=" + file, "server-name=" + shown.host));
      assertEquals(
          (reason.equals("ok") ? "PASS " : "FAIL ") + reason,
          result.verdict() + " " + result.reason(),
          result::toString);
      assertTrue(result.message().contains(words), result::toString);
      return result;
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
