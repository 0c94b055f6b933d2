package io.risefall.net;

import static io.risefall.net.Attempts.assertSays;
import static io.risefall.net.Attempts.fails;
import static io.risefall.net.Attempts.succeeds;
import static io.risefall.net.Attempts.tls;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckResult;
import io.risefall.net.Attempts.Use;
import io.risefall.net.testkit.StreamServer;
import io.risefall.net.testkit.TestCertificate;
import io.risefall.net.testkit.TlsServer;
import io.risefall.option.Endpoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** For which names a certificate is taken, and which are asked for. */
class TlsNameTest {

  private static final Use NOTHING = connection -> {};

  @TempDir private static Path directory;
  private static TestCertificate ca;
  private static Tls trusting;

  @BeforeAll
  static void makeAuthority() throws Exception {
    ca = TestCertificate.named("Test CA").authority().selfSigned();
    trusting = tls("ca=" + ca.writeTo(directory.resolve("ca.pem")));
  }

  private static void assertWrong(CheckResult result) {
    assertSays(
        "FAIL certificate-wrong-name: the certificate of "
            + result.facts().get("address")
            + " is for another name",
        result);
  }

  private static CheckResult failing(TestCertificate certificate) throws Exception {
    try (TlsServer server = TlsServer.start(certificate)) {
      return fails(tls("www.example.test", server.port(), trusting, NOTHING));
    }
  }

  @Test
  void oneForAnotherNameFails() throws Exception {
    assertWrong(failing(TestCertificate.named("x").dns("mail.example.test").issuedBy(ca)));
    assertWrong(failing(TestCertificate.named("x").ip("127.0.0.1").issuedBy(ca)));
    assertWrong(failing(TestCertificate.named("mail.example.test").issuedBy(ca)));
  }

  @Test
  void theNameIsFoundInEveryForm() throws Exception {
    TestCertificate all =
        TestCertificate.named("all")
            .dns("www.example.test")
            .dns("*.wild.test")
            .dns("xn--bcher-kva.test")
            .ip("127.0.0.1")
            .ip("::1")
            .issuedBy(ca);
    try (TlsServer server = TlsServer.start(all)) {
      for (String name :
          List.of(
              "www.example.test.",
              "WWW.example.TEST",
              "www.wild.test",
              Target.parse("bücher.test", 0).host(),
              "127.0.0.1",
              "::1")) {
        succeeds(tls(name, server.port(), trusting, NOTHING));
      }
      assertEquals(
          List.of("www.example.test", "WWW.example.TEST", "www.wild.test", "xn--bcher-kva.test"),
          server.names());
      assertWrong(fails(tls("a.b.wild.test", server.port(), trusting, NOTHING)));
      assertWrong(fails(tls("127.0.0.2", server.port(), trusting, NOTHING)));
    }
  }

  @Test
  void aNameWithAnUnderscoreIsAskedFor() throws Exception {
    AtomicReference<String> hello = new AtomicReference<>("");
    try (StreamServer server =
        StreamServer.start(
            client -> {
              byte[] buffer = new byte[4096];
              int length = client.getInputStream().read(buffer);
              hello.set(new String(buffer, 0, length, ISO_8859_1));
            })) {
      fails(tls("under_score.test", server.port(), trusting, NOTHING));
      assertTrue(hello.get().contains("under_score.test"));
    }
  }

  @Test
  void anIpv6ServerIsKnownByItsAddress() throws Exception {
    TestCertificate certificate = TestCertificate.named("v6").ip("::1").issuedBy(ca);
    Endpoint loopback = Endpoint.parse("::1", 0);
    try (TlsServer server = TlsServer.start(loopback.address(), certificate)) {
      succeeds(
          Attempts.to(
              Target.parse("::1", server.port()),
              Optional.empty(),
              connection -> connection.secure(trusting, "::1")));
    }
  }
}
