package io.risefall.net;

import io.risefall.check.CheckResult;
import io.risefall.check.Reason;
import java.security.cert.CertPathBuilderException;
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
  UNFIT("certificate-untrusted", "is not trusted as a server's"),
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
    if (e.getClass() == CertificateException.class && e.getCause() == null) {
      return WRONG_NAME;
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertPathBuilderException) {
        return UNTRUSTED;
      }
      if (cause instanceof CertPathValidatorException path) {
        return of(path.getReason());
      }
    }
    return UNFIT; // issued by somebody who is trusted, but not to be a server's
  }

  private static CertificateFault of(CertPathValidatorException.Reason reason) {
    if (reason == BasicReason.EXPIRED) {
      return EXPIRED;
    }
    if (reason == BasicReason.NOT_YET_VALID) {
      return NOT_YET_VALID;
    }
    return reason == BasicReason.ALGORITHM_CONSTRAINED ? UNFIT : UNTRUSTED;
  }
}
