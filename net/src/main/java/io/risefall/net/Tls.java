package io.risefall.net;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.risefall.check.CheckFailedException;
import io.risefall.check.Reason;
import io.risefall.net.KeptFile.Contents;
import io.risefall.option.InvalidOptionException;
import io.risefall.option.Option;
import io.risefall.option.OptionKind;
import io.risefall.option.Options;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.StandardConstants;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * How to speak TLS, from a checker's options. Every handshake is a whole one: nothing is resumed,
 * so that the target has to show its certificate each time. Immutable but for what it keeps of
 * files; safe for use by many threads.
 */
public final class Tls {

  /** The handshake failed: an alert, no common version or cipher suite, or no TLS at all. */
  public static final Reason FAILED = new Reason("tls-failed");

  /** A file that the check reads. */
  public static final OptionKind<Path> FILE = OptionKind.file(Path::of);

  /** Whether the certificate is verified. Default: true. */
  public static final Option<Boolean> VERIFY =
      Option.of(
              "verify",
              OptionKind.BOOLEAN,
              "whether the certificate must be trusted, in time, and for the server's name")
          .orElse("true");

  /** Whom to trust. */
  public static final Option<Path> CA =
      Option.of(
          "ca", FILE, "PEM file of the certificates to trust; default: this system's, else Java's");

  /** How long the certificate must be good for. */
  public static final Option<Integer> MIN_CERTIFICATE_DAYS =
      Option.of(
          "min-certificate-days",
          OptionKind.integer(0, 10_000),
          "a certificate that expires in fewer days is DEGRADED; one that has expired fails, even"
              + " with verify false");

  /** The certificate of this side. */
  public static final Option<Path> CLIENT_CERTIFICATE =
      Option.of(
          "client-certificate", FILE, "PEM file of the certificate to show, and of its issuers");

  /** Its key. */
  public static final Option<Path> CLIENT_KEY =
      Option.of("client-key", FILE, "PEM file of its key (PKCS #8, not encrypted)");

  private static final Path SYSTEM_CA = Path.of("/etc/ssl/certs/ca-certificates.crt");

  /** What Debian and its heirs keep up to date; parsed once, whatever the number of checks. */
  private static final KeptFile<Authorities> SYSTEM_TRUST =
      new KeptFile<>(
          List.of(SYSTEM_CA), contents -> Authorities.of(contents.get(0).as(Pem::certificates)));

  private final boolean verify;
  private final Optional<KeptFile<Authorities>> ca;
  private final Optional<KeptFile<KeyManager[]>> client;

  private Tls(
      boolean verify, Optional<KeptFile<Authorities>> ca, Optional<KeptFile<KeyManager[]>> client) {
    this.verify = verify;
    this.ca = ca;
    this.client = client;
  }

  /** From {@link #VERIFY} and {@link #CA}. */
  public static Tls of(Options options) {
    return new Tls(options.get(VERIFY), ca(options), Optional.empty());
  }

  /**
   * From {@link #VERIFY}, {@link #CA}, {@link #CLIENT_CERTIFICATE} and {@link #CLIENT_KEY}.
   *
   * @throws InvalidOptionException if there is a client's key without a certificate, or the other
   *     way round
   */
  public static Tls withClient(Options options) {
    Optional<Path> certificate = options.find(CLIENT_CERTIFICATE);
    Optional<Path> key = options.find(CLIENT_KEY);
    if (certificate.isPresent() != key.isPresent()) {
      Option<?> missing = key.isPresent() ? CLIENT_CERTIFICATE : CLIENT_KEY;
      Option<?> given = key.isPresent() ? CLIENT_KEY : CLIENT_CERTIFICATE;
      throw new InvalidOptionException(
          missing.name(), "missing beside " + given.name(), missing.kind().allowed());
    }
    Optional<KeptFile<KeyManager[]>> client =
        certificate.map(
            file ->
                new KeptFile<>(
                    List.of(file, key.orElseThrow()),
                    contents -> client(contents.get(0), contents.get(1))));
    return new Tls(options.get(VERIFY), ca(options), client);
  }

  private static Optional<KeptFile<Authorities>> ca(Options options) {
    return options
        .find(CA)
        .map(
            file ->
                new KeptFile<>(
                    List.of(file),
                    contents -> Authorities.of(contents.get(0).as(Pem::certificates))));
  }

  /** Shakes hands over a connected socket. */
  TlsSession handshake(Socket plain, String serverName, String peer)
      throws IOException, CheckFailedException {
    Examiner examiner = new Examiner(verify ? Optional.of(trust()) : Optional.empty(), serverName);
    KeyManager[] keys = client.isPresent() ? client.get().get() : new KeyManager[0];
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, new TrustManager[] {examiner}, null);
      SSLSocket socket =
          (SSLSocket)
              context.getSocketFactory().createSocket(plain, serverName, plain.getPort(), true);
      socket.setSSLParameters(parameters(socket.getSSLParameters(), serverName));
      socket.startHandshake();
      SSLSession session = socket.getSession();
      return new TlsSession(
          socket,
          session.getProtocol(),
          session.getCipherSuite(),
          examiner.certificate().orElseThrow(() -> new SSLException("no certificate")),
          examiner.nameFrom().filter(CertificateNames.Source.COMMON_NAME::equals).isPresent());
    } catch (SSLException e) {
      if (examiner.fault().isPresent()) {
        throw new CheckFailedException(
            examiner
                .fault()
                .get()
                .result(peer)
                .withFacts(TlsSession.facts(examiner.certificate().orElseThrow())));
      }
      throw e;
    } catch (GeneralSecurityException e) {
      throw new SSLException(e.getMessage(), e);
    }
  }

  private SSLParameters parameters(SSLParameters parameters, String serverName) {
    parameters.setEndpointIdentificationAlgorithm(null); // the examiner compares the name
    boolean numeric = Target.parse(serverName, 0).numeric().isPresent();
    parameters.setServerNames(numeric ? List.of() : List.of(asked(serverName)));
    return parameters;
  }

  private static SNIServerName asked(String serverName) {
    String name = withoutDotAtTheEnd(serverName);
    return name.indexOf('_') < 0 ? new SNIHostName(name) : new OddHostName(name);
  }

  /** A name that {@link SNIHostName} does not take, though servers have it. */
  private static final class OddHostName extends SNIServerName {
    OddHostName(String name) {
      super(StandardConstants.SNI_HOST_NAME, name.getBytes(US_ASCII));
    }
  }

  /** RFC 6066, section 3: the name is without it. */
  private static String withoutDotAtTheEnd(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  private Authorities trust() throws CheckFailedException {
    if (ca.isPresent()) {
      return ca.get().get();
    }
    boolean chosenForThisJvm = System.getProperty("javax.net.ssl.trustStore") != null;
    return !chosenForThisJvm && Files.isReadable(SYSTEM_CA) ? SYSTEM_TRUST.get() : JvmTrust.OF_JVM;
  }

  /** Java's own trust, for systems without {@link #SYSTEM_CA}. */
  private static final class JvmTrust {
    static final Authorities OF_JVM = make();

    private static Authorities make() {
      try {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init((KeyStore) null);
        for (TrustManager manager : factory.getTrustManagers()) {
          if (manager instanceof X509TrustManager trust) {
            return Authorities.of(trust);
          }
        }
        throw new GeneralSecurityException("no X.509 trust manager");
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("Java's own trust store cannot be used", e);
      }
    }
  }

  private static KeyManager[] client(Contents certificate, Contents keyFile)
      throws IOException, GeneralSecurityException {
    X509Certificate[] chain = certificate.as(Pem::certificates).toArray(X509Certificate[]::new);
    PrivateKey key = keyFile.as(bytes -> Pem.privateKey(bytes, chain[0].getPublicKey()));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("client", key, new char[0], chain);
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(store, new char[0]);
    return factory.getKeyManagers();
  }
}
