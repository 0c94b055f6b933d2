package io.risefall.net;

import io.risefall.net.DerReader.MalformedException;
import io.risefall.net.DerReader.Value;
import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXCertPathChecker;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.X509TrustManager;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * Whom to trust, and whether a chain of certificates leads there. The chain is put together as
 * OpenSSL does it: an issuer that is trusted comes before one that the target shows, one whose time
 * it is before one whose is not. Then each certificate must keep {@link CertificateRules}, and
 * Java's PKIX holds the signatures and all else (RFC 5280, section 6). Immutable.
 */
final class Authorities {

  private static final String KEY_ID = "2.5.29.14";
  private static final String ISSUERS_KEY_ID = "2.5.29.35";
  private static final int KEY_ID_IN_ISSUERS = 0x80;

  private final Map<X500Principal, List<X509Certificate>> bySubject = new HashMap<>();
  private final Set<X509Certificate> anchors;
  private final @Nullable X509TrustManager jvm;

  /**
   * @param jvm Java's own rule, which is asked as well
   */
  private Authorities(Collection<X509Certificate> anchors, @Nullable X509TrustManager jvm) {
    this.anchors = new HashSet<>(anchors);
    this.jvm = jvm;
    for (X509Certificate one : this.anchors) {
      bySubject.computeIfAbsent(one.getSubjectX500Principal(), x -> new ArrayList<>()).add(one);
    }
  }

  /** These, and nobody else. */
  static Authorities of(Collection<X509Certificate> anchors) {
    return new Authorities(anchors, null);
  }

  /** Those that Java trusts, as far as it does. */
  static Authorities of(X509TrustManager jvm) {
    return new Authorities(List.of(jvm.getAcceptedIssuers()), jvm);
  }

  /** What is wrong with the certificates that a target has shown, its own first. */
  Optional<CertificateFault> check(X509Certificate[] shown, String authType) {
    // The path of a self-signed certificate that has expired is not even built.
    CertificateFault early = CertificateRules.inTime(shown[0]);
    if (early != null) {
      return Optional.of(early);
    }
    List<X509Certificate> chain = chain(shown);
    X509Certificate last = chain.get(chain.size() - 1);
    boolean leads = anchors.contains(last);
    if (!leads && !anchors.contains(shown[0])) {
      return Optional.of(CertificateFault.UNTRUSTED);
    }
    Optional<CertificateFault> fault = CertificateRules.check(chain);
    if (fault.isEmpty() && leads && chain.size() > 1) {
      fault = byPkix(chain);
    }
    return fault.isEmpty() && jvm != null ? byJvm(jvm, shown, authType) : fault;
  }

  private List<X509Certificate> chain(X509Certificate[] shown) {
    List<X509Certificate> chain = new ArrayList<>(List.of(shown[0]));
    List<X509Certificate> others = new ArrayList<>(List.of(shown).subList(1, shown.length));
    X509Certificate last = shown[0];
    while (!isSelfSigned(last)) {
      X509Certificate issuer =
          issuer(last, bySubject.getOrDefault(last.getIssuerX500Principal(), List.of()));
      if (issuer != null) {
        chain.add(issuer);
        return chain;
      }
      issuer = issuer(last, others);
      if (issuer == null) {
        return chain;
      }
      others.remove(issuer);
      chain.add(issuer);
      last = issuer;
    }
    return chain;
  }

  private static boolean isSelfSigned(X509Certificate one) {
    return CertificateRules.isSelfIssued(one) && isIssuer(one, one);
  }

  private static @Nullable X509Certificate issuer(
      X509Certificate one, Collection<X509Certificate> candidates) {
    List<X509Certificate> issuers =
        candidates.stream().filter(candidate -> isIssuer(candidate, one)).toList();
    if (issuers.size() > 1) { // of one name, as those of an authority that took a new key
      List<X509Certificate> signers =
          issuers.stream().filter(candidate -> hasSigned(candidate, one)).toList();
      issuers = signers.isEmpty() ? issuers : signers;
    }
    X509Certificate latest = null;
    for (X509Certificate issuer : issuers) {
      if (CertificateRules.inTime(issuer) == null) {
        return issuer;
      }
      if (latest == null || end(issuer).isAfter(end(latest))) {
        latest = issuer;
      }
    }
    return latest;
  }

  private static Instant end(X509Certificate certificate) {
    return certificate.getNotAfter().toInstant();
  }

  private static boolean hasSigned(X509Certificate issuer, X509Certificate one) {
    try {
      one.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** By what they say of each other. */
  private static boolean isIssuer(X509Certificate issuer, X509Certificate one) {
    if (!issuer.getSubjectX500Principal().equals(one.getIssuerX500Principal())) {
      return false;
    }
    try {
      byte[] wanted = issuersKeyId(one);
      byte[] id = issuer.getExtensionValue(KEY_ID);
      return wanted == null
          || id == null
          || Arrays.equals(wanted, DerReader.extension(id).content());
    } catch (MalformedException e) {
      return true; // PKIX will tell
    }
  }

  private static byte @Nullable [] issuersKeyId(X509Certificate one) throws MalformedException {
    byte[] extension = one.getExtensionValue(ISSUERS_KEY_ID);
    if (extension != null) {
      for (Value part : DerReader.extension(extension).children(DerReader.SEQUENCE)) {
        if (part.tag() == KEY_ID_IN_ISSUERS) {
          return part.content();
        }
      }
    }
    return null;
  }

  private static Optional<CertificateFault> byPkix(List<X509Certificate> chain) {
    int last = chain.size() - 1;
    try {
      CertPath path =
          CertificateFactory.getInstance("X.509").generateCertPath(chain.subList(0, last));
      PKIXParameters parameters =
          new PKIXParameters(Set.of(new TrustAnchor(chain.get(last), null)));
      parameters.setRevocationEnabled(false);
      parameters.addCertPathChecker(new Understood());
      CertPathValidator.getInstance("PKIX").validate(path, parameters);
      return Optional.empty();
    } catch (CertPathValidatorException e) {
      CertificateFault fault = CertificateFault.of(e);
      return Optional.of(e.getIndex() > 0 ? fault.of(chain.get(e.getIndex())) : fault);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return Optional.of(CertificateFault.unfit("does not hold: " + e.getMessage()));
    }
  }

  private static Optional<CertificateFault> byJvm(
      X509TrustManager jvm, X509Certificate[] shown, String authType) {
    try {
      jvm.checkServerTrusted(shown, authType);
      return Optional.empty();
    } catch (CertificateException e) {
      return Optional.of(CertificateFault.unfit("is not trusted by Java: " + e.getMessage()));
    }
  }

  /** Takes up the critical extensions that {@link CertificateRules} has looked at. */
  private static final class Understood extends PKIXCertPathChecker {

    @Override
    public void init(boolean forward) {}

    @Override
    public boolean isForwardCheckingSupported() {
      return true;
    }

    @Override
    public @Nullable Set<String> getSupportedExtensions() {
      return null;
    }

    @Override
    public void check(Certificate certificate, Collection<String> unresolved) {
      unresolved.removeIf(CertificateRules.KNOWN::contains);
    }
  }
}
