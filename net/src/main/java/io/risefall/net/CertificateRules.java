package io.risefall.net;

import io.risefall.net.DerReader.MalformedException;
import java.io.IOException;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.security.interfaces.DSAKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What each certificate of a chain must be like, the trust anchor's own included: what OpenSSL
 * looks at as Debian has it (security level 2), and PKIX leaves to others.
 */
final class CertificateRules {

  /** Strength of 112 bits (NIST SP 800-57, part 1, table 2). */
  private static final int FEWEST_BITS = 2048;

  private static final int FEWEST_BITS_OF_A_CURVE = 224;

  private static final String KEY_USAGE = "2.5.29.15";
  private static final String NAME_CONSTRAINTS = "2.5.29.30";
  private static final String NETSCAPE_TYPE = "2.16.840.1.113730.1.1";

  /** Critical extensions that are understood here or by PKIX, or ask for nothing here. */
  static final Set<String> KNOWN =
      Set.of(
          KEY_USAGE,
          "2.5.29.17", // alternative names
          "2.5.29.19", // basic constraints
          NAME_CONSTRAINTS,
          "2.5.29.31", // where revocations are told: not asked
          "2.5.29.32", // policies
          "2.5.29.33",
          "2.5.29.36",
          "2.5.29.37", // extended key usage
          "2.5.29.54",
          NETSCAPE_TYPE);

  /** For servers, and what was that before (Microsoft's and Netscape's). */
  private static final Set<String> FOR_SERVERS =
      Set.of("1.3.6.1.5.5.7.3.1", "1.3.6.1.4.1.311.10.3.3", "2.16.840.1.113730.4.1");

  private static final int DIGITAL_SIGNATURE = 0;
  private static final int KEY_ENCIPHERMENT = 2;
  private static final int KEY_AGREEMENT = 4;
  private static final int CERTIFICATE_SIGNATURE = 5;

  private CertificateRules() {}

  /**
   * What is wrong with the first certificate that has something wrong.
   *
   * @param chain from the target's own to a trust anchor, which is the last one
   */
  static Optional<CertificateFault> check(List<X509Certificate> chain) {
    int issuersBelow = 0;
    for (int i = 0; i < chain.size(); i++) {
      X509Certificate one = chain.get(i);
      boolean anchor = i == chain.size() - 1;
      CertificateFault fault = faultOf(one, anchor);
      if (fault == null) {
        fault = i == 0 ? asServers(one) : asIssuers(one, issuersBelow, chain.subList(0, i));
      }
      if (fault != null) {
        return Optional.of(i == 0 ? fault : fault.of(one));
      }
      if (i > 0 && !isSelfIssued(one)) {
        issuersBelow++;
      }
    }
    return Optional.empty();
  }

  static boolean isSelfIssued(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }

  /** Whether it is the certificate's time now. */
  static @Nullable CertificateFault inTime(X509Certificate certificate) {
    try {
      certificate.checkValidity();
      return null;
    } catch (CertificateExpiredException e) {
      return CertificateFault.EXPIRED;
    } catch (CertificateNotYetValidException e) {
      return CertificateFault.NOT_YET_VALID;
    }
  }

  private static @Nullable CertificateFault faultOf(X509Certificate one, boolean anchor) {
    CertificateFault fault = inTime(one);
    if (fault == null) {
      fault = strong(one.getPublicKey());
    }
    if (fault == null && !anchor) { // nobody relies on the anchor's signature
      fault = stronglySigned(one.getSigAlgName());
    }
    return fault == null ? understood(one) : fault;
  }

  private static @Nullable CertificateFault strong(PublicKey key) {
    int fewest = FEWEST_BITS;
    int bits;
    if (key instanceof RSAKey rsa) {
      bits = rsa.getModulus().bitLength();
    } else if (key instanceof DSAKey dsa) {
      bits = dsa.getParams() == null ? fewest : dsa.getParams().getP().bitLength();
    } else if (key instanceof ECKey ec) {
      fewest = FEWEST_BITS_OF_A_CURVE;
      BigInteger order = ec.getParams().getOrder();
      bits = order.bitLength();
    } else if (key instanceof EdECKey) {
      return null;
    } else {
      return CertificateFault.unfit(
          "has a key of a kind that is weak or not known to Java (" + key.getAlgorithm() + ")");
    }
    return bits >= fewest
        ? null
        : CertificateFault.unfit(
            "has a weak key (%s, %d bits, at least %d are wanted)"
                .formatted(key.getAlgorithm(), bits, fewest));
  }

  private static @Nullable CertificateFault stronglySigned(String algorithm) {
    String upper = algorithm.toUpperCase(Locale.ROOT);
    boolean weak = upper.startsWith("MD") || upper.startsWith("SHA1") || upper.startsWith("SHA-1");
    return weak
        ? CertificateFault.unfit("is signed with a weak algorithm (" + algorithm + ")")
        : null;
  }

  private static @Nullable CertificateFault understood(X509Certificate one) {
    Set<String> critical = one.getCriticalExtensionOIDs();
    if (critical != null) {
      for (String extension : critical) {
        if (!KNOWN.contains(extension)) {
          return CertificateFault.unfit(
              "has a critical extension that is not known (" + extension + ")");
        }
      }
    }
    try {
      List<String> purposes = one.getExtendedKeyUsage();
      return purposes == null || purposes.stream().anyMatch(FOR_SERVERS::contains)
          ? null
          : CertificateFault.unfit("is not for TLS servers (extended key usage)");
    } catch (CertificateParsingException e) {
      return CertificateFault.unfit("has an extended key usage that cannot be read");
    }
  }

  private static @Nullable CertificateFault asServers(X509Certificate one) {
    boolean[] usage = one.getKeyUsage();
    if (usage == null && one.getExtensionValue(KEY_USAGE) != null) {
      return CertificateFault.unfit("has a key usage that cannot be read");
    }
    if (usage != null
        && !usage[DIGITAL_SIGNATURE]
        && !usage[KEY_ENCIPHERMENT]
        && !usage[KEY_AGREEMENT]) {
      return CertificateFault.unfit("is not for TLS servers (key usage)");
    }
    byte[] type = one.getExtensionValue(NETSCAPE_TYPE);
    try {
      if (type != null) {
        byte[] bits = DerReader.extension(type).content();
        if (bits.length < 2 || (bits[1] & 0x40) == 0) {
          return CertificateFault.unfit("is not for TLS servers (Netscape certificate type)");
        }
      }
      return null;
    } catch (MalformedException e) {
      return CertificateFault.unfit("has a Netscape certificate type that cannot be read");
    }
  }

  private static @Nullable CertificateFault asIssuers(
      X509Certificate issuer, int issuersBelow, List<X509Certificate> below) {
    int pathLength = issuer.getBasicConstraints();
    boolean oldRoot = issuer.getVersion() == 1 && isSelfIssued(issuer);
    if (pathLength < 0 && !oldRoot) {
      return CertificateFault.unfit("is no authority's (basic constraints)");
    }
    boolean[] usage = issuer.getKeyUsage();
    boolean unreadable = usage == null && issuer.getExtensionValue(KEY_USAGE) != null;
    if (unreadable || (usage != null && !usage[CERTIFICATE_SIGNATURE])) {
      return CertificateFault.unfit("is not for signing certificates (key usage)");
    }
    if (!oldRoot && issuersBelow > pathLength) {
      return CertificateFault.unfit(
          "allows no more than " + pathLength + " issuers below it (path length)");
    }
    byte[] constraints = issuer.getExtensionValue(NAME_CONSTRAINTS);
    return constraints == null ? null : allowed(constraints, below);
  }

  private static @Nullable CertificateFault allowed(byte[] extension, List<X509Certificate> below) {
    try {
      X509CertSelector selector = new X509CertSelector();
      selector.setNameConstraints(DerReader.first(extension).content());
      for (X509Certificate one : below) {
        boolean target = one.equals(below.get(0));
        if ((target || !isSelfIssued(one)) && !selector.match(one)) {
          return CertificateFault.unfit("does not allow that name (name constraints)");
        }
      }
      Optional<String> name = CertificateNames.of(below.get(0)).commonNameThatCounts();
      return name.isEmpty() || NameConstraints.of(extension).allow(name.get())
          ? null
          : CertificateFault.unfit("does not allow that name (name constraints)");
    } catch (IOException | MalformedException e) {
      return CertificateFault.unfit("has name constraints that cannot be read");
    }
  }
}
