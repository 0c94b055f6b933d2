package io.risefall.net;

import io.risefall.check.CheckResult;
import io.risefall.check.Reason;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** What may be wrong with a certificate. */
enum CertificateFault {
  EXPIRED("certificate-expired", "has expired"),
  NOT_YET_VALID("certificate-not-yet-valid", "is not valid yet"),
  UNTRUSTED("certificate-untrusted", "was not issued by anybody who is trusted"),
  WRONG_NAME("certificate-wrong-name", "is for another name");

  private final String code;
  private final String words;

  CertificateFault(String code, String words) {
    this.code = code;
    this.words = words;
  }

  /** The result of a check whose target, {@code peer}, has such a certificate. */
  CheckResult result(String peer) {
    return CheckResult.fail(new Reason(code), "the certificate of " + peer + " " + words);
  }

  /** Whether it is the certificate's time now. */
  static Optional<CertificateFault> inTime(X509Certificate certificate) {
    try {
      certificate.checkValidity();
      return Optional.empty();
    } catch (CertificateExpiredException e) {
      return Optional.of(EXPIRED);
    } catch (CertificateNotYetValidException e) {
      return Optional.of(NOT_YET_VALID);
    }
  }

  /**
   * What an exception of the JDK's own trust manager says (PKIX, RFC 5280, section 6). Trouble with
   * the path has a cause or a class of its own; only a name that does not match has neither.
   */
  static CertificateFault of(CertificateException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertPathValidatorException path) {
        if (path.getReason() == BasicReason.EXPIRED) {
          return EXPIRED;
        }
        return path.getReason() == BasicReason.NOT_YET_VALID ? NOT_YET_VALID : UNTRUSTED;
      }
    }
    boolean aboutTheName = e.getClass() == CertificateException.class && e.getCause() == null;
    return aboutTheName ? WRONG_NAME : UNTRUSTED;
  }
}
