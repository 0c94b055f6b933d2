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

  private final Optional<X509ExtendedTrustManager> trust;
  private @Nullable X509Certificate certificate;
  private @Nullable CertificateFault fault;

  /**
   * @param trust verifies; absent: every certificate will do
   */
  Examiner(Optional<X509ExtendedTrustManager> trust) {
    this.trust = trust;
  }

  /** The target's own certificate, once it has shown one. */
  Optional<X509Certificate> certificate() {
    return Optional.ofNullable(certificate);
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
    // The path of a self-signed certificate that has expired is not even built.
    fault = CertificateFault.inTime(chain[0]).orElse(null);
    if (fault != null) {
      throw new CertificateException(fault.name());
    }
    try {
      trust.get().checkServerTrusted(chain, authType, socket);
    } catch (CertificateException e) {
      fault = CertificateFault.of(e);
      throw e;
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
