package io.risefall.net.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
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
  private final @Nullable TestCertificate issuer;

  private TestCertificate(
      X509Certificate certificate, KeyPair keys, @Nullable TestCertificate issuer) {
    this.certificate = certificate;
    this.keys = keys;
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
    return new TestCertificate(certificate, keys, null);
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
    KeyManager[] shown = {new OneKey(keys.getPrivate(), chain().toArray(X509Certificate[]::new))};
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(shown, clients == null ? null : clients.trust(), null);
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

    private static final String CONSTRAINTS = "2.5.29.19";
    private static final String ALTERNATIVE_NAMES = "2.5.29.17";
    private static final String PURPOSES = "2.5.29.37";

    private final List<String> subjects = new ArrayList<>();
    private final List<byte[]> names = new ArrayList<>();
    private final Map<String, byte[]> extensions = new LinkedHashMap<>();
    private String digest = "SHA256";
    private Instant from = Instant.now().minus(Duration.ofDays(1));
    private Instant until = Instant.now().plus(Duration.ofDays(90));
    private boolean authority;
    private List<String> usage = List.of();
    private String algorithm = "EC";
    private int keySize = 256;

    private Maker(String subject) {
      subjects.add(subject);
    }

    /** For that name as well, which may begin with {@code *.}. */
    public Maker dns(String name) {
      names.add(Der.value(0x82, name.getBytes(ISO_8859_1)));
      return this;
    }

    /** For that numeric address as well. */
    public Maker ip(String address) throws IOException {
      names.add(Der.value(0x87, InetAddress.getByName(address).getAddress()));
      return this;
    }

    /** For those octets in the place of an address. */
    public Maker address(byte... octets) {
      names.add(Der.value(0x87, octets));
      return this;
    }

    /** With one more common name, after those before. */
    public Maker alsoNamed(String commonName) {
      subjects.add(commonName);
      return this;
    }

    /** With that extension, in the place of what would stand there. */
    public Maker extension(String oid, boolean critical, byte[] der) {
      extensions.put(oid, extensionOf(oid, critical, der));
      return this;
    }

    /** Without that extension. */
    public Maker without(String oid) {
      extensions.put(oid, new byte[0]);
      return this;
    }

    /** One that issues others, with so many others between it and the last. */
    public Maker authority(int pathLength) {
      return extension(
          CONSTRAINTS, true, Der.sequence(Der.yes(), Der.integer(BigInteger.valueOf(pathLength))));
    }

    /** For uses of the key, by their bits (RFC 5280, section 4.2.1.3; 5: signs certificates). */
    public Maker keyUsage(int... bits) {
      int octet = 0;
      for (int bit : bits) {
        octet |= 0x80 >> bit;
      }
      return extension("2.5.29.15", true, Der.value(0x03, new byte[] {0, (byte) octet}));
    }

    /** Its certificates are for names below {@code permitted} alone, and none below the other. */
    public Maker constrained(List<String> permitted, List<String> excluded) {
      List<byte[]> trees = new ArrayList<>();
      if (!permitted.isEmpty()) {
        trees.add(Der.explicit(0, subtrees(permitted)));
      }
      if (!excluded.isEmpty()) {
        trees.add(Der.explicit(1, subtrees(excluded)));
      }
      return extension("2.5.29.30", true, Der.sequence(trees.toArray(byte[][]::new)));
    }

    private static byte[][] subtrees(List<String> names) {
      return names.stream()
          .map(name -> Der.sequence(Der.value(0x82, name.getBytes(ISO_8859_1))))
          .toArray(byte[][]::new);
    }

    /** Signed with SHA-1 or MD5, in the place of SHA-256: {@code SHA1} or {@code MD5}. */
    public Maker signedWith(String otherDigest) {
      digest = otherDigest;
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

    /** For those purposes alone, object identifiers of RFC 5280, section 4.2.1.12. */
    public Maker usage(String... purposes) {
      usage = List.of(purposes);
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
      byte[] signature = signatureOf(signer, digest);
      byte[] name = name(subjects);
      byte[] signed =
          Der.sequence(
              Der.explicit(0, Der.integer(BigInteger.TWO)), // version 3
              Der.integer(new BigInteger(63, RANDOM).add(BigInteger.ONE)),
              signature,
              issuer == null ? name : issuer.certificate.getSubjectX500Principal().getEncoded(),
              Der.sequence(Der.time(from), Der.time(until)),
              name,
              keys.getPublic().getEncoded(),
              Der.explicit(3, extensions()));
      Signature sign = Signature.getInstance(javaNameFor(signer, digest));
      sign.initSign(signer.getPrivate());
      sign.update(signed);
      byte[] der = Der.sequence(signed, signature, Der.bits(sign.sign()));
      X509Certificate certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(der));
      return new TestCertificate(certificate, keys, issuer);
    }

    private static byte[] name(List<String> commonNames) {
      return Der.sequence(
          commonNames.stream()
              .map(one -> Der.set(Der.sequence(Der.oid("2.5.4.3"), Der.text(one))))
              .toArray(byte[][]::new));
    }

    private byte[] extensions() {
      Map<String, byte[]> all = new LinkedHashMap<>();
      byte[] constraints = authority ? Der.sequence(Der.yes()) : Der.sequence();
      all.put(CONSTRAINTS, extensionOf(CONSTRAINTS, true, constraints));
      if (!names.isEmpty()) {
        byte[] alternatives = Der.sequence(names.toArray(byte[][]::new));
        all.put(ALTERNATIVE_NAMES, extensionOf(ALTERNATIVE_NAMES, false, alternatives));
      }
      if (!usage.isEmpty()) {
        byte[] purposes = Der.sequence(usage.stream().map(Der::oid).toArray(byte[][]::new));
        all.put(PURPOSES, extensionOf(PURPOSES, false, purposes));
      }
      all.putAll(extensions);
      return Der.sequence(all.values().toArray(byte[][]::new));
    }

    private static byte[] extensionOf(String oid, boolean critical, byte[] der) {
      byte[] yes = critical ? Der.yes() : new byte[0];
      return Der.sequence(Der.oid(oid), yes, Der.octets(der));
    }

    private static String javaNameFor(KeyPair signer, String digest) {
      return switch (signer.getPrivate().getAlgorithm()) {
        case "EC" -> digest + "withECDSA";
        case "RSA" -> digest + "withRSA";
        default -> "Ed25519";
      };
    }

    private static byte[] signatureOf(KeyPair signer, String digest) {
      boolean sha256 = digest.equals("SHA256");
      String rsa = "1.2.840.113549.1.1." + (sha256 ? "11" : digest.equals("MD5") ? "4" : "5");
      return switch (signer.getPrivate().getAlgorithm()) {
        case "EC" -> Der.sequence(Der.oid(sha256 ? "1.2.840.10045.4.3.2" : "1.2.840.10045.4.1"));
        case "RSA" -> Der.sequence(Der.oid(rsa), Der.value(0x05));
        default -> Der.sequence(Der.oid("1.3.101.112"));
      };
    }
  }
}
