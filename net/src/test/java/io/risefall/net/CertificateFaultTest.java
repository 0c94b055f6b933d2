package io.risefall.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What exceptions of trust managers are taken for, where no server can be made to cause them. */
class CertificateFaultTest {

  @ParameterizedTest
  @CsvSource({
    "EXPIRED, EXPIRED",
    "NOT_YET_VALID, NOT_YET_VALID",
    "ALGORITHM_CONSTRAINED, UNFIT",
    "INVALID_SIGNATURE, UNTRUSTED",
    "REVOKED, UNTRUSTED",
    "UNSPECIFIED, UNTRUSTED"
  })
  void aPathThatIsNotValidHasItsReason(BasicReason reason, CertificateFault fault) {
    CertPathValidatorException path = new CertPathValidatorException("x", null, null, -1, reason);
    assertEquals(fault, CertificateFault.of(new CertificateException("x", path)));
    assertEquals(
        fault, CertificateFault.of(new CertificateException("x", new IllegalStateException(path))));
  }

  @Test
  void aPathThatIsNotFoundIsNobodysWhoIsTrusted() {
    assertEquals(
        CertificateFault.UNTRUSTED,
        CertificateFault.of(
            new CertificateException("x", new CertPathBuilderException("nothing found"))));
  }
}
