package io.risefall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.cli.peers.ListeningProgram;
import io.risefall.cli.peers.Peer;
import io.risefall.cli.peers.RequiresPeer;
import io.risefall.net.testkit.TestCertificate;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** The verdicts of {@code risefall tcp} on OpenSSL's server and on a mail server. */
@RequiresPeer({Peer.OPENSSL, Peer.MSMTPD})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TcpPeersIT {

  private static final String FIRST = "first.example.org";
  private static final String SECOND = "second.example.org";

  private Path directory;
  private Path ca;

  @BeforeAll
  void makeCertificates(@TempDir Path folder) throws Exception {
    directory = folder;
    TestCertificate authority = TestCertificate.named("Test CA").authority().selfSigned();
    ca = authority.writeTo(directory.resolve("ca.pem"));
    for (String name : List.of(FIRST, SECOND)) {
      TestCertificate certificate =
          TestCertificate.named(name)
              .dns(name)
              .until(Instant.now().plus(Duration.ofDays(20)).plus(Duration.ofHours(1)))
              .issuedBy(authority);
      certificate.writeTo(directory.resolve(name + ".pem"));
      certificate.writeKeyTo(directory.resolve(name + ".key"));
    }
  }

  /** OpenSSL with the first certificate, and the second for those who ask for its name. */
  private ListeningProgram openssl(String... more) {
    return ListeningProgram.start(
        port -> {
          List<String> command = new ArrayList<>(List.of(Peer.OPENSSL.path(), "s_server"));
          command.addAll(List.of("-accept", "127.0.0.1:" + port, "-www", "-servername", SECOND));
          command.addAll(List.of("-cert", file(FIRST + ".pem"), "-key", file(FIRST + ".key")));
          command.addAll(List.of("-cert2", file(SECOND + ".pem"), "-key2", file(SECOND + ".key")));
          command.addAll(List.of(more));
          return command;
        });
  }

  private String file(String name) {
    return directory.resolve(name).toString();
  }

  private static ListeningProgram msmtpd() {
    return ListeningProgram.start(
        port -> List.of(Peer.MSMTPD.path(), "--port=" + port, "--command=false"));
  }

  private static CommandRun tcp(ListeningProgram server, String... arguments) {
    List<String> all = new ArrayList<>(List.of("tcp", server.address()));
    all.addAll(List.of(arguments));
    return new CommandRun(Outcome.of(all.toArray(String[]::new)));
  }

  private CommandRun tls(ListeningProgram server, String name, String... arguments) {
    List<String> all = new ArrayList<>(List.of("--tls", "--server-name", name, "--verbose"));
    all.addAll(List.of("--ca", ca.toString()));
    all.addAll(List.of(arguments));
    return tcp(server, all.toArray(String[]::new));
  }

  @Test
  void theNameThatIsAskedForDecidesWhichCertificateIsShown() {
    try (ListeningProgram server = openssl()) {
      tls(server, FIRST).passes().says("certificate-subject: CN=" + FIRST);
      tls(server, SECOND).passes().says("certificate-subject: CN=" + SECOND);
      tls(server, "third.example.org").fails("certificate-wrong-name");
      tls(server, "third.example.org", "--verify", "false").passes().says("CN=" + FIRST);
    }
  }

  @Test
  void theDaysAreSeenAndTheirLimitIsAWarning() {
    try (ListeningProgram server = openssl()) {
      tls(server, FIRST, "--min-certificate-days", "20").passes().says("certificate-days: 20");
      CommandRun soon = tls(server, SECOND, "--min-certificate-days", "21", "--exit", "nagios");
      assertEquals(1, soon.outcome().code(), soon::toString);
      soon.says("DEGRADED tcp certificate-expires-soon: ").says(" expires in 20 days");
    }
  }

  @Test
  void whoIsNotTrustedFails() {
    try (ListeningProgram server = openssl()) {
      tcp(server, "--tls", "--server-name", FIRST).fails("certificate-untrusted");
    }
  }

  @Test
  void protocolAndCipherAreAsTheServerWants() {
    try (ListeningProgram server = openssl("-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-GCM-SHA256")) {
      tls(server, SECOND)
          .passes()
          .says("tls-protocol: TLSv1.2")
          .says("tls-cipher: TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
    }
    try (ListeningProgram server = openssl("-tls1_3", "-ciphersuites", "TLS_AES_128_GCM_SHA256")) {
      tls(server, FIRST)
          .passes()
          .says("tls-protocol: TLSv1.3")
          .says("tls-cipher: TLS_AES_128_GCM_SHA256");
    }
  }

  /** To Java a warning is the end; see docs/decisions.md. */
  @Test
  void beforeTls13AServerThatWarnsOfAnUnknownNameFails() {
    try (ListeningProgram server = openssl("-tls1_2")) {
      tls(server, FIRST).fails("tls-failed").says("unrecognized_name");
    }
  }

  @Test
  void whatIsSaidOverTlsIsAnswered() {
    try (ListeningProgram server = openssl()) {
      tls(server, FIRST, "--send", "GET / HTTP/1.0\\r\\n\\r\\n", "--expect", "^HTTP/1\\.0 200 ")
          .passes()
          .says(" answered 'HTTP/1.0 200 ok\\r\\n")
          .says("first-byte: ");
    }
  }

  @Test
  void aServerThatDoesNotTakeThisClientsProtocolFails() {
    try (ListeningProgram server = openssl("-tls1_1", "-cipher", "ALL:@SECLEVEL=0")) {
      tls(server, FIRST).fails("tls-failed");
    }
  }

  @Test
  void aMailServersGreetingIsAwaited() {
    try (ListeningProgram server = msmtpd()) {
      tcp(server, "--expect", "^220 .*ESMTP", "--quit", "QUIT\\r\\n")
          .passes()
          .says(server.address() + " answered '220 localhost ESMTP msmtpd\\r\\n' in ");
      tcp(server).passes().says("connected to " + server.address());
      tcp(server, "--send", "EHLO risefall.test\\r\\n", "--expect", "(?m)^250 ").passes();
      tcp(server, "--expect", "^554 ", "--timeout", "300ms").fails("tcp-answer-mismatch");
      tcp(server, "--tls").fails("tls-failed");
    }
  }

  @Test
  void aMailServerThatWasStoppedRefuses() {
    ListeningProgram server = msmtpd();
    server.close();
    tcp(server, "--expect", "^220 ").fails("connect-refused");
  }

  @ParameterizedTest
  @ArgumentsSource(Ways.class)
  void thePackagedCommandSaysTheSame(Way way) {
    try (ListeningProgram mail = msmtpd();
        ListeningProgram tls = openssl()) {
      Outcome greeted = way.run("tcp", mail.address(), "--expect", "^220 ");
      assertEquals(0, greeted.code(), greeted::toString);
      assertTrue(greeted.out().startsWith("PASS tcp " + mail.address()), greeted::toString);
      assertEquals("", greeted.err());
      String[] secure = {
        "tcp", tls.address(), "--tls", "--server-name", SECOND, "--ca", ca.toString()
      };
      // A file is the caller's own: no agent reads it.
      Outcome shown = way.launcher().run(secure);
      assertEquals(0, shown.code(), shown::toString);
      assertEquals("", shown.err());
      secure[5] = "--verify";
      secure[6] = "false";
      Outcome unverified = way.run(secure);
      assertEquals(0, unverified.code(), unverified::toString);
    }
  }
}
