package io.risefall.net;

import io.risefall.check.CheckResult;
import io.risefall.check.Reason;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.PKIXReason;
import java.security.cert.X509Certificate;

/**
 * What is wrong with a certificate. Immutable.
 *
 * @param code of the reason
 * @param words what is said of the target's certificate
 */
record CertificateFault(String code, String words) {

  private static final String UNTRUSTED_CODE = "certificate-untrusted";

  static final CertificateFault UNTRUSTED =
      new CertificateFault(UNTRUSTED_CODE, "was not issued by anybody who is trusted");
  static final CertificateFault WRONG_NAME =
      new CertificateFault("certificate-wrong-name", "is for another name");
  static final CertificateFault EXPIRED =
      new CertificateFault("certificate-expired", "has expired");
  static final CertificateFault NOT_YET_VALID =
      new CertificateFault("certificate-not-yet-valid", "is not valid yet");

  private static final int LONGEST_NAME = 100;

  /** The certificate cannot be trusted; {@code words} say why, of it or of an issuer's. */
  static CertificateFault unfit(String words) {
    return new CertificateFault(UNTRUSTED_CODE, words);
  }

  /** The same, where it is an issuer's certificate that these words are true of. */
  CertificateFault of(X509Certificate issuer) {
    String name = issuer.getSubjectX500Principal().getName();
    String bounded = name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "...";
    return new CertificateFault(
        code, "was issued under '" + bounded + "', whose certificate " + words);
  }

  /** What PKIX says of one certificate (RFC 5280, section 6). */
  static CertificateFault of(CertPathValidatorException e) {
    CertPathValidatorException.Reason reason = e.getReason();
    if (reason == BasicReason.EXPIRED) {
      return EXPIRED;
    }
    if (reason == BasicReason.NOT_YET_VALID) {
      return NOT_YET_VALID;
    }
    if (reason == BasicReason.INVALID_SIGNATURE) {
      return unfit("is not signed by the one that it names as its issuer");
    }
    if (reason == BasicReason.ALGORITHM_CONSTRAINED) {
      return unfit("has a key or a signature of an algorithm that Java forbids");
    }
    if (reason == PKIXReason.INVALID_NAME) {
      return unfit("is for names that name constraints do not allow");
    }
    if (reason == PKIXReason.INVALID_POLICY) {
      return unfit("is not issued under a policy that its issuers allow");
    }
    return unfit("does not hold: " + e.getMessage());
  }

  /** The result of a check whose target, {@code peer}, has such a certificate. */
  CheckResult result(String peer) {
    return CheckResult.fail(new Reason(code), "the certificate of " + peer + " " + words);
  }
}
