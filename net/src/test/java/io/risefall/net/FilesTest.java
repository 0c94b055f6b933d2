package io.risefall.net;

import static io.risefall.net.Attempts.assertSays;
import static io.risefall.net.Attempts.fails;
import static io.risefall.net.Attempts.succeeds;
import static io.risefall.net.Attempts.tls;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.risefall.check.CheckResult;
import io.risefall.net.Attempts.Use;
import io.risefall.net.testkit.TestCertificate;
import io.risefall.net.testkit.TlsServer;
import io.risefall.option.InvalidOptionException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of certificates and keys, as they may be. */
class FilesTest {

  private static final String NAME = "www.example.test";
  private static final Use NOTHING = connection -> {};

  @TempDir private Path directory;
  private TestCertificate ca;
  private TestCertificate client;
  private Path caFile;
  private Path certificateFile;
  private Path keyFile;

  @BeforeEach
  void writeFiles() throws Exception {
    ca = TestCertificate.named("CA").authority().selfSigned();
    client = TestCertificate.named("client").issuedBy(ca);
    caFile = ca.writeTo(directory.resolve("ca.pem"));
    certificateFile = client.writeTo(directory.resolve("client.pem"));
    keyFile = client.writeKeyTo(directory.resolve("client.key"));
  }

  private TlsServer server(TestCertificate authority) throws Exception {
    return TlsServer.start(TestCertificate.named("www").dns(NAME).issuedBy(authority));
  }

  private Tls withClient() {
    return tls("ca=" + caFile, "client-certificate=" + certificateFile, "client-key=" + keyFile);
  }

  private void assertUnusable(String message, Tls tls) throws Exception {
    try (TlsServer server = server(ca)) {
      CheckResult result = fails(tls(NAME, server.port(), tls, NOTHING));
      assertSays("BROKEN file-unusable: " + message, result);
    }
  }

  @Test
  void aReplacedCaFileIsReadAgain() throws Exception {
    TestCertificate other = TestCertificate.named("Other").authority().selfSigned();
    Tls tls = tls("ca=" + caFile);
    try (TlsServer server = server(ca);
        TlsServer afterwards = server(other)) {
      succeeds(tls(NAME, server.port(), tls, NOTHING));
      other.writeTo(caFile);
      assertEquals(
          "certificate-untrusted", fails(tls(NAME, server.port(), tls, NOTHING)).reason().code());
      succeeds(tls(NAME, afterwards.port(), tls, NOTHING));
      Files.delete(caFile);
      assertSays(
          "BROKEN file-unusable: " + caFile + " does not exist",
          fails(tls(NAME, afterwards.port(), tls, NOTHING)));
      Files.writeString(caFile, ca.pem() + other.pem());
      succeeds(tls(NAME, server.port(), tls, NOTHING));
      succeeds(tls(NAME, afterwards.port(), tls, NOTHING));
    }
  }

  @Test
  void aFileIsParsedOnceForAsLongAsItStays() throws Exception {
    AtomicInteger times = new AtomicInteger();
    KeptFile<Integer> kept =
        new KeptFile<>(
            List.of(caFile), contents -> contents.get(0).as(bytes -> times.incrementAndGet()));
    assertEquals(1, kept.get());
    assertEquals(1, kept.get());
    Files.writeString(caFile, "x");
    assertEquals(2, kept.get());
    assertEquals(2, kept.get());
  }

  @Test
  void aFileThatIsNotThereIsOurFault() throws Exception {
    Path absent = directory.resolve("absent.pem");
    assertUnusable(absent + " does not exist", tls("ca=" + absent));
    Files.delete(keyFile);
    assertUnusable(keyFile + " does not exist", withClient());
    Files.delete(certificateFile);
    assertUnusable(certificateFile + " does not exist", withClient());
  }

  @Test
  void whatIsNoFileIsOurFault() throws Exception {
    assertUnusable(directory + " is no regular file", tls("ca=" + directory));
    assertUnusable("/dev/zero is no regular file", tls("ca=/dev/zero"));
  }

  @Test
  void aFileThatIsFarTooLargeIsOurFault() throws Exception {
    Files.write(caFile, new byte[(16 << 20) + 1]);
    assertUnusable(caFile + " is larger than 16777216 octets", tls("ca=" + caFile));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "garbage",
        "\u0000\u0001\u0002",
        "-----BEGIN CERTIFICATE-----",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END PRIVATE KEY-----\n"
      })
  void aCaFileWithoutACertificateIsOurFault(String text) throws Exception {
    Files.writeString(caFile, text);
    assertUnusable(caFile + ": no certificate in PEM form in it", tls("ca=" + caFile));
  }

  @ParameterizedTest
  @ValueSource(strings = {"AAAA", "A", "MIIBIjANBgkq", "!!!!", ""})
  void whatIsNoCertificateIsOurFault(String base64) throws Exception {
    Files.writeString(
        caFile, "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n");
    String message = ": what stands as a certificate in it is none";
    assertUnusable(caFile + message, tls("ca=" + caFile));
    Files.copy(caFile, certificateFile, StandardCopyOption.REPLACE_EXISTING);
    ca.writeTo(caFile);
    assertUnusable(certificateFile + message, withClient());
  }

  @Test
  void aKeyFileWithoutAKeyIsOurFault() throws Exception {
    ca.writeTo(keyFile);
    assertUnusable(keyFile + ": no private key in PEM form in it", withClient());
  }

  @ParameterizedTest
  @CsvSource({"RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY"})
  void aKeyOfAnotherFormIsOurFaultAndToldHowToChange(String form) throws Exception {
    String message =
        ": '"
            + form
            + "' is not supported, allowed: 'PRIVATE KEY'; openssl pkcs8 -topk8 -nodes -in OLD"
            + " -out NEW";
    Files.writeString(keyFile, TestCertificate.pem(form, new byte[] {48, 0}));
    assertUnusable(keyFile + message, withClient());
    Files.writeString(
        keyFile,
        "-----BEGIN "
            + form
            + "-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAAAA\n-----END "
            + form
            + "-----\n");
    assertUnusable(keyFile + message, withClient());
  }

  @ParameterizedTest
  @ValueSource(strings = {"AAAA", "A", "", "!!!!"})
  void whatIsNoKeyIsOurFault(String base64) throws Exception {
    Files.writeString(
        keyFile, "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n");
    assertUnusable(
        keyFile + ": what stands as a private key in it is none of the certificate's kind, EC",
        withClient());
  }

  @Test
  void aKeyOfAnotherCertificateIsOurFault() throws Exception {
    TestCertificate.named("x").selfSigned().writeKeyTo(keyFile);
    assertUnusable(keyFile + ": the private key in it is not the certificate's", withClient());
    TestCertificate.named("x").key("RSA", 2048).selfSigned().writeKeyTo(keyFile);
    assertUnusable(
        keyFile + ": what stands as a private key in it is none of the certificate's kind, EC",
        withClient());
  }

  @Test
  void aCertificateAndItsKeyMayStandInOneFile() throws Exception {
    Files.writeString(keyFile, client.keyPem() + client.pem());
    Files.copy(keyFile, certificateFile, StandardCopyOption.REPLACE_EXISTING);
    try (TlsServer server = server(ca)) {
      succeeds(tls(NAME, server.port(), withClient(), NOTHING));
    }
  }

  @ParameterizedTest
  @CsvSource({"RSA, 2048", "Ed25519, 255", "EC, 384"})
  void keysOfEveryKindFit(String algorithm, int bits) throws Exception {
    TestCertificate other = TestCertificate.named("c").key(algorithm, bits).issuedBy(ca);
    other.writeTo(certificateFile);
    other.writeKeyTo(keyFile);
    try (TlsServer server =
        TlsServer.forClientsOf(ca, TestCertificate.named("www").dns(NAME).issuedBy(ca))) {
      succeeds(
          tls(
              NAME,
              server.port(),
              withClient(),
              connection -> assertEquals('+', connection.socket().getInputStream().read())));
    }
  }

  @Test
  void aCertificateNeedsItsKeyAndTheOtherWayRound() {
    assertEquals(
        "client-key: missing beside client-certificate, allowed: the path of a file",
        assertThrows(InvalidOptionException.class, () -> tls("client-certificate=/x"))
            .getMessage());
    assertEquals(
        "client-certificate: missing beside client-key, allowed: the path of a file",
        assertThrows(InvalidOptionException.class, () -> tls("client-key=/x")).getMessage());
  }
}
