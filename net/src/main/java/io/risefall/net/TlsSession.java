package io.risefall.net;

import io.risefall.check.CheckResult;
import io.risefall.check.Reason;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a TLS handshake found. Immutable.
 *
 * @param socket what to talk over
 * @param protocol such as {@code TLSv1.3}
 * @param cipher the cipher suite, by its name in the registry of TLS parameters
 * @param certificate the target's own
 * @param nameIsCommonName whether the server's name was found in the certificate's common name,
 *     since it has no other
 */
public record TlsSession(
    Socket socket,
    String protocol,
    String cipher,
    X509Certificate certificate,
    boolean nameIsCommonName) {

  /** The target's certificate is valid, but for fewer days than are wanted. */
  public static final Reason EXPIRES_SOON = new Reason("certificate-expires-soon");

  /** Whole days until the certificate expires; negative once it has. */
  public long daysLeft() {
    return daysLeft(certificate);
  }

  private static long daysLeft(X509Certificate certificate) {
    long seconds =
        Duration.between(Instant.now(), certificate.getNotAfter().toInstant()).toSeconds();
    return Math.floorDiv(seconds, Duration.ofDays(1).toSeconds());
  }

  /** What to tell of a certificate. */
  static Map<String, String> facts(X509Certificate certificate) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("certificate-days", Long.toString(daysLeft(certificate)));
    facts.put("certificate-subject", bounded(certificate.getSubjectX500Principal().getName()));
    facts.put("certificate-issuer", bounded(certificate.getIssuerX500Principal().getName()));
    return facts;
  }

  private static String bounded(String text) {
    return text.length() <= 200 ? text : text.substring(0, 200) + "...";
  }

  /** Protocol, cipher suite, and what the certificate says. */
  public Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("tls-protocol", protocol);
    facts.put("tls-cipher", cipher);
    facts.putAll(facts(certificate));
    if (nameIsCommonName) {
      facts.put("name-from", "common-name");
    }
    return facts;
  }

  /**
   * The result where the certificate has expired, or expires within {@code minDays}; nothing where
   * it is good for longer, or no number is given.
   *
   * @param peer the target, for the sentence
   */
  public Optional<CheckResult> judge(OptionalLong minDays, String peer) {
    if (minDays.isEmpty()) {
      return Optional.empty();
    }
    long days = daysLeft();
    if (days < 0) {
      return Optional.of(CertificateFault.EXPIRED.result(peer));
    }
    return days >= minDays.getAsLong()
        ? Optional.empty()
        : Optional.of(
            CheckResult.degraded(
                EXPIRES_SOON,
                "the certificate of "
                    + peer
                    + " expires in "
                    + days
                    + (days == 1 ? " day" : " days")));
  }
}
