package io.risefall.http;

import static io.risefall.http.Checks.askInTime;
import static io.risefall.http.Checks.assertFails;
import static io.risefall.http.Checks.assertPasses;
import static io.risefall.http.Checks.assertSays;
import static io.risefall.http.Checks.http;
import static io.risefall.http.Checks.run;
import static io.risefall.http.ToyWeb.redirect;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckResult;
import io.risefall.net.testkit.StreamServer;
import io.risefall.net.testkit.StreamServer.Session;
import io.risefall.net.testkit.TestCertificate;
import io.risefall.net.testkit.TlsServer;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTPS: certificates, the name that is asked for, the client's certificate, and bad servers. */
class HttpsTest {

  private static final Session HEALTHY = HttpsTest::serveHealthy;

  @TempDir private static Path directory;
  private static TestCertificate ca;
  private static TestCertificate good;
  private static String trusted;

  @BeforeAll
  static void makeCertificates() throws Exception {
    ca = TestCertificate.named("Test CA").authority().selfSigned();
    good = TestCertificate.named("www").dns("www.example.test").ip("127.0.0.1").issuedBy(ca);
    trusted = "ca=" + ca.writeTo(directory.resolve("ca.pem"));
  }

  private static void serveHealthy(Socket client) throws java.io.IOException {
    ToyWeb.request(client);
    ToyWeb.send(client, ToyWeb.ok(certificateOf(client)));
  }

  private static String certificateOf(Socket client) {
    try {
      return ((SSLSocket) client).getSession().getPeerPrincipal().getName();
    } catch (SSLPeerUnverifiedException e) {
      return "nobody";
    }
  }

  private static CheckResult ask(int port, String... settings) throws Exception {
    List<String> all = new java.util.ArrayList<>(List.of(settings));
    all.add("connect=127.0.0.1:" + port);
    all.add(trusted);
    return run(http("https://www.example.test/", all.toArray(String[]::new)));
  }

  private static CheckResult asking(TestCertificate certificate, String... settings)
      throws Exception {
    try (TlsServer server = TlsServer.start(certificate, HEALTHY)) {
      return ask(server.port(), settings);
    }
  }

  @Test
  void theNameIsTheUrlsThoughTheAddressIsAnother() throws Exception {
    try (TlsServer server = TlsServer.start(good, HEALTHY)) {
      CheckResult result = ask(server.port());
      assertSays("PASS ok: 200 OK, 6 bytes from 127.0.0.1:PORT", result);
      assertEquals(List.of("www.example.test"), server.names());
      assertEquals("89", result.facts().get("certificate-days"));
      assertEquals("TLSv1.3", result.facts().get("tls-protocol"));
      assertTrue(result.timings().tls() > 0);
    }
  }

  @Test
  void badCertificatesFailUnlessNobodyLooks() throws Exception {
    Instant now = Instant.now();
    TestCertificate.Maker old = TestCertificate.named("x").dns("www.example.test");
    TestCertificate expired =
        old.from(now.minus(Duration.ofDays(9))).until(now.minusSeconds(60)).issuedBy(ca);
    TestCertificate early =
        TestCertificate.named("x").dns("www.example.test").from(now.plusSeconds(999)).issuedBy(ca);
    TestCertificate selfSigned = TestCertificate.named("x").dns("www.example.test").selfSigned();
    TestCertificate wrongName = TestCertificate.named("x").dns("mail.example.test").issuedBy(ca);
    assertFails("certificate-expired", asking(expired));
    assertFails("certificate-not-yet-valid", asking(early));
    assertFails("certificate-untrusted", asking(selfSigned));
    assertFails("certificate-wrong-name", asking(wrongName));
    for (TestCertificate bad : List.of(expired, early, selfSigned, wrongName)) {
      assertPasses(asking(bad, "verify=false"));
    }
    CheckResult result = asking(expired, "verify=false", "min-certificate-days=1");
    assertFails("certificate-expired", result);
    assertTrue(result.timings().tls() > 0);
  }

  @Test
  void aCertificateThatExpiresSoonIsDegradedUnlessTheAnswerFails() throws Exception {
    assertPasses(asking(good, "min-certificate-days=89"));
    assertSays(
        "DEGRADED certificate-expires-soon: the certificate of www.example.test:PORT expires in 89"
            + " days",
        asking(good, "min-certificate-days=90"));
    assertFails("http-status", asking(good, "min-certificate-days=90", "expect-status=404"));
  }

  @Test
  void oneThatExpiresSoonIsDegradedWhereverOnTheWayItIsSeen() throws Exception {
    try (ToyWeb last = ToyWeb.saying(ToyWeb.ok("healthy"));
        TlsServer first =
            TlsServer.start(
                good,
                client -> {
                  ToyWeb.request(client);
                  ToyWeb.send(client, redirect(302, last.url("/")));
                })) {
      String days = "min-certificate-days=";
      assertPasses(ask(first.port(), days + "89", "follow-redirects=1", "expect-body=healthy"));
      CheckResult result = ask(first.port(), days + "90", "follow-redirects=1");
      assertEquals("certificate-expires-soon", result.reason().code(), result::toString);
      assertFails(
          "http-status", ask(first.port(), days + "90", "follow-redirects=1", "expect-status=404"));
    }
  }

  @Test
  void aClientsCertificateIsShownToItsServerAlone() throws Exception {
    TestCertificate me = TestCertificate.named("me").issuedBy(ca);
    String certificate = "client-certificate=" + me.writeTo(directory.resolve("me.pem"));
    String key = "client-key=" + me.writeKeyTo(directory.resolve("me.key"));
    Session asking =
        client -> {
          ((SSLSocket) client).setWantClientAuth(true);
          serveHealthy(client);
        };
    try (TlsServer server = TlsServer.forClientsOf(ca, good)) {
      // That one says no more than "+", to those who show a certificate.
      assertFails("timeout", ask(server.port(), certificate, key, "timeout=300ms"));
      CheckResult stranger = ask(server.port()); // told so, or reset before it is
      assertTrue(
          List.of("tls-failed", "connect-reset").contains(stranger.reason().code()),
          stranger::toString);
    }
    try (TlsServer other = TlsServer.start(good, asking);
        TlsServer first =
            TlsServer.start(
                good,
                client -> {
                  ToyWeb.request(client);
                  ToyWeb.send(client, redirect(302, "https://127.0.0.1:" + other.port() + "/"));
                })) {
      CheckResult result =
          ask(first.port(), certificate, key, "follow-redirects=1", "expect-body=^nobody$");
      assertPasses(result);
    }
  }

  @Test
  void aRedirectFromHttpToHttpsIsVerified() throws Exception {
    TestCertificate selfSigned = TestCertificate.named("x").ip("127.0.0.1").selfSigned();
    try (TlsServer bad = TlsServer.start(selfSigned, HEALTHY);
        TlsServer fine = TlsServer.start(good, HEALTHY);
        ToyWeb toBad = ToyWeb.saying(redirect(301, "https://127.0.0.1:" + bad.port() + "/"));
        ToyWeb toFine = ToyWeb.saying(redirect(301, "https://127.0.0.1:" + fine.port() + "/"))) {
      assertFails("certificate-untrusted", toBad.ask("follow-redirects=1", trusted));
      assertPasses(toFine.ask("follow-redirects=1", trusted));
    }
  }

  private static void assertFailsInTime(String reason, Session session) throws Exception {
    try (StreamServer server = StreamServer.start(session)) {
      assertFails(reason, askInTime("https://127.0.0.1:" + server.port() + "/", "verify=false"));
    }
  }

  @Test
  void serversWhoseTlsIsBadFailInTime() throws Exception {
    byte[] alert = {21, 3, 3, 0, 2, 2, 40};
    byte[] beginning = {22, 3, 3, 0, 122, 2, 0, 0, 118, 3, 3};
    assertFailsInTime("timeout", StreamServer::readToEnd);
    assertFailsInTime("tls-failed", client -> client.getInputStream().read());
    assertFailsInTime(
        "tls-failed",
        client -> {
          client.getOutputStream().write(alert);
          StreamServer.readToEnd(client);
        });
    assertFailsInTime(
        "timeout",
        client -> {
          client.getOutputStream().write(beginning);
          StreamServer.readToEnd(client);
        });
    assertFailsInTime("tls-failed", ToyWeb.badRequest());
  }

  @Test
  void anAnswerOverTlsMayStallOrBreakOffLikeAnyOther() throws Exception {
    String half = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf";
    try (TlsServer stalling = TlsServer.start(good, ToyWeb.thenSilence(half));
        TlsServer closing =
            TlsServer.start(
                good,
                client -> {
                  ToyWeb.request(client);
                  ToyWeb.send(client, half);
                });
        TlsServer silent = TlsServer.start(good)) {
      for (int port : new int[] {stalling.port(), silent.port()}) {
        assertFails("timeout", askInTime("https://127.0.0.1:" + port + "/", trusted));
      }
      assertFails("http-truncated", ask(closing.port()));
    }
  }

  @Test
  void aServerOfHttpIsNoServerOfHttpsAndTheOtherWayRound() throws Exception {
    try (ToyWeb web = ToyWeb.saying(ToyWeb.ok("healthy"));
        TlsServer secure = TlsServer.start(good, HEALTHY)) {
      String url = "https://127.0.0.1:" + web.port() + "/";
      assertFalse(askInTime(url, "verify=false").verdict().isPass());
      assertFalse(askInTime("http://127.0.0.1:" + secure.port() + "/").verdict().isPass());
    }
  }
}
