package io.risefall.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What PKIX says of a path, where no server can be made to cause it. */
class CertificateFaultTest {

  @ParameterizedTest
  @CsvSource({
    "EXPIRED, certificate-expired, has expired",
    "NOT_YET_VALID, certificate-not-yet-valid, is not valid yet",
    "ALGORITHM_CONSTRAINED, certificate-untrusted,"
        + " has a key or a signature of an algorithm that Java forbids",
    "INVALID_SIGNATURE, certificate-untrusted,"
        + " is not signed by the one that it names as its issuer",
    "REVOKED, certificate-untrusted, does not hold: why",
    "UNSPECIFIED, certificate-untrusted, does not hold: why"
  })
  void eachReasonHasASentence(BasicReason reason, String code, String words) {
    assertEquals(
        new CertificateFault(code, words),
        CertificateFault.of(new CertPathValidatorException("why", null, null, -1, reason)));
  }
}
