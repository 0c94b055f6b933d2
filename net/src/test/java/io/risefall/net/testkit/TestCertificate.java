package io.risefall.net.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A certificate of a test's own (RFC 5280), its key, and who issued it. Immutable.
 *
 * <pre>{@code
 * TestCertificate ca = TestCertificate.named("Test CA").authority().selfSigned();
 * TestCertificate server = TestCertificate.named("www").dns("www.example.org").issuedBy(ca);
 * Path trusted = ca.writeTo(directory.resolve("ca.pem"));
 * }</pre>
 */
public final class TestCertificate {

  private final X509Certificate certificate;
  private final KeyPair keys;
  private final String subject;
  private final @Nullable TestCertificate issuer;

  private TestCertificate(
      X509Certificate certificate, KeyPair keys, String subject, @Nullable TestCertificate issuer) {
    this.certificate = certificate;
    this.keys = keys;
    this.subject = subject;
    this.issuer = issuer;
  }

  /** The beginning of a certificate for that common name: from yesterday for 90 days, P-256. */
  public static Maker named(String commonName) {
    return new Maker(commonName);
  }

  /** The certificate. */
  public X509Certificate certificate() {
    return certificate;
  }

  /** Its keys. */
  public KeyPair keys() {
    return keys;
  }

  /** This one and its issuers, without the one that signed itself: what a server shows. */
  public List<X509Certificate> chain() {
    List<X509Certificate> chain = new ArrayList<>(List.of(certificate));
    for (TestCertificate above = issuer;
        above != null && above.issuer != null;
        above = above.issuer) {
      chain.add(above.certificate);
    }
    return chain;
  }

  /** The same, for a server that does not show who issued it. */
  public TestCertificate withoutIssuers() {
    return new TestCertificate(certificate, keys, subject, null);
  }

  /** The chain as text (RFC 7468). */
  public String pem() throws GeneralSecurityException {
    StringBuilder text = new StringBuilder();
    for (X509Certificate one : chain()) {
      text.append(pem("CERTIFICATE", one.getEncoded()));
    }
    return text.toString();
  }

  /** The private key as text, PKCS #8. */
  public String keyPem() {
    return pem("PRIVATE KEY", keys.getPrivate().getEncoded());
  }

  /** Any octets as text, under that label. */
  public static String pem(String label, byte[] der) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
  }

  /** Writes the chain to a file, replacing it in one step. */
  public Path writeTo(Path file) throws IOException, GeneralSecurityException {
    return write(file, pem());
  }

  /** Writes the private key to a file, replacing it in one step. */
  public Path writeKeyTo(Path file) throws IOException {
    return write(file, keyPem());
  }

  private static Path write(Path file, String text) throws IOException {
    Path next = Files.writeString(file.resolveSibling(file.getFileName() + ".next"), text);
    return Files.move(
        next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * How a server speaks that shows this certificate.
   *
   * @param clients who issues the certificates of its clients; null: nobody is asked
   */
  public SSLContext serverContext(@Nullable TestCertificate clients)
      throws IOException, GeneralSecurityException {
    char[] password = new char[0];
    KeyStore store = emptyStore();
    store.setKeyEntry(
        "server", keys.getPrivate(), password, chain().toArray(X509Certificate[]::new));
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(store, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), clients == null ? null : clients.trust(), null);
    return context;
  }

  /** Trust in this certificate alone. */
  public TrustManager[] trust() throws IOException, GeneralSecurityException {
    KeyStore store = emptyStore();
    store.setCertificateEntry("trusted", certificate);
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  /** What a certificate is to say. Not for use by many threads. */
  public static final class Maker {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final String subject;
    private final List<byte[]> names = new ArrayList<>();
    private Instant from = Instant.now().minus(Duration.ofDays(1));
    private Instant until = Instant.now().plus(Duration.ofDays(90));
    private boolean authority;
    private @Nullable String usage;
    private String algorithm = "EC";
    private int keySize = 256;

    private Maker(String subject) {
      this.subject = subject;
    }

    /** For that name as well, which may begin with {@code *.}. */
    public Maker dns(String name) {
      names.add(Der.value(0x82, name.getBytes(US_ASCII)));
      return this;
    }

    /** For that numeric address as well. */
    public Maker ip(String address) throws IOException {
      names.add(Der.value(0x87, InetAddress.getByName(address).getAddress()));
      return this;
    }

    /** Valid from then on. */
    public Maker from(Instant time) {
      from = time;
      return this;
    }

    /** Valid until then. */
    public Maker until(Instant time) {
      until = time;
      return this;
    }

    /** One that issues others. */
    public Maker authority() {
      authority = true;
      return this;
    }

    /** For that purpose alone, an object identifier of RFC 5280, section 4.2.1.12. */
    public Maker usage(String purpose) {
      usage = purpose;
      return this;
    }

    /** With a key of another algorithm: {@code EC} 256, {@code RSA} 2048, {@code Ed25519} 255. */
    public Maker key(String keyAlgorithm, int bits) {
      algorithm = keyAlgorithm;
      keySize = bits;
      return this;
    }

    /** Signed by itself. */
    public TestCertificate selfSigned() throws GeneralSecurityException {
      return make(null);
    }

    /** Signed by another. */
    public TestCertificate issuedBy(TestCertificate issuer) throws GeneralSecurityException {
      return make(issuer);
    }

    private TestCertificate make(@Nullable TestCertificate issuer) throws GeneralSecurityException {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(keySize);
      KeyPair keys = generator.generateKeyPair();
      KeyPair signer = issuer == null ? keys : issuer.keys;
      byte[] signature = signatureOf(signer);
      byte[] signed =
          Der.sequence(
              Der.explicit(0, Der.integer(BigInteger.TWO)), // version 3
              Der.integer(new BigInteger(63, RANDOM).add(BigInteger.ONE)),
              signature,
              name(issuer == null ? subject : issuer.subject),
              Der.sequence(Der.time(from), Der.time(until)),
              name(subject),
              keys.getPublic().getEncoded(),
              Der.explicit(3, extensions()));
      Signature sign = Signature.getInstance(javaNameFor(signer));
      sign.initSign(signer.getPrivate());
      sign.update(signed);
      byte[] der = Der.sequence(signed, signature, Der.bits(sign.sign()));
      X509Certificate certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(der));
      return new TestCertificate(certificate, keys, subject, issuer);
    }

    private static byte[] name(String commonName) {
      return Der.sequence(Der.set(Der.sequence(Der.oid("2.5.4.3"), Der.text(commonName))));
    }

    private byte[] extensions() {
      List<byte[]> extensions = new ArrayList<>();
      byte[] constraints = authority ? Der.sequence(Der.yes()) : Der.sequence();
      extensions.add(Der.sequence(Der.oid("2.5.29.19"), Der.yes(), Der.octets(constraints)));
      if (!names.isEmpty()) {
        extensions.add(
            Der.sequence(
                Der.oid("2.5.29.17"), Der.octets(Der.sequence(names.toArray(byte[][]::new)))));
      }
      if (usage != null) {
        extensions.add(
            Der.sequence(Der.oid("2.5.29.37"), Der.octets(Der.sequence(Der.oid(usage)))));
      }
      return Der.sequence(extensions.toArray(byte[][]::new));
    }

    private static String javaNameFor(KeyPair signer) {
      return switch (signer.getPrivate().getAlgorithm()) {
        case "EC" -> "SHA256withECDSA";
        case "RSA" -> "SHA256withRSA";
        default -> "Ed25519";
      };
    }

    private static byte[] signatureOf(KeyPair signer) {
      return switch (signer.getPrivate().getAlgorithm()) {
        case "EC" -> Der.sequence(Der.oid("1.2.840.10045.4.3.2"));
        case "RSA" -> Der.sequence(Der.oid("1.2.840.113549.1.1.11"), Der.value(0x05));
        default -> Der.sequence(Der.oid("1.3.101.112"));
      };
    }
  }
}
