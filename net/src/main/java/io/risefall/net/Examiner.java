package io.risefall.net;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Looks at the certificates of one handshake, and remembers them and what is wrong with them. */
final class Examiner extends X509ExtendedTrustManager {

  private final Optional<Authorities> trust;
  private final String serverName;
  private @Nullable X509Certificate certificate;
  private @Nullable CertificateFault fault;
  private CertificateNames.@Nullable Source nameFrom;

  /**
   * @param trust verifies; absent: every certificate will do
   * @param serverName must be in the certificate that is verified
   */
  Examiner(Optional<Authorities> trust, String serverName) {
    this.trust = trust;
    this.serverName = serverName;
  }

  /** The target's own certificate, once it has shown one. */
  Optional<X509Certificate> certificate() {
    return Optional.ofNullable(certificate);
  }

  /** Where in it the server's name was found; empty where it was not looked for. */
  Optional<CertificateNames.Source> nameFrom() {
    return Optional.ofNullable(nameFrom);
  }

  /** What is wrong with what the target has shown. */
  Optional<CertificateFault> fault() {
    return Optional.ofNullable(fault);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    certificate = chain[0];
    if (trust.isEmpty()) {
      return;
    }
    fault = trust.get().check(chain, authType).orElseGet(() -> wrongName(chain[0]));
    if (fault != null) {
      throw new CertificateException(fault.words());
    }
  }

  private @Nullable CertificateFault wrongName(X509Certificate shown) {
    try {
      nameFrom = CertificateNames.of(shown).find(serverName).orElse(null);
      return nameFrom == null ? CertificateFault.WRONG_NAME : null;
    } catch (DerReader.MalformedException e) {
      return CertificateFault.unfit("has names that cannot be read");
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("only sockets are examined");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("only sockets are examined");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("this side is no server");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("this side is no server");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("this side is no server");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
