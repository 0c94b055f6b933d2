package io.risefall.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and keys as text (RFC 7468). */
final class Pem {

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

  private static final String TO_PKCS8 = "openssl pkcs8 -topk8 -nodes -in OLD -out NEW";

  private Pem() {}

  /**
   * Every certificate of a file, in its order.
   *
   * @throws CertificateException if there is none, or one that is none
   */
  static List<X509Certificate> certificates(byte[] text) throws CertificateException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> certificates = new ArrayList<>();
    Matcher block = BLOCK.matcher(new String(text, ISO_8859_1));
    while (block.find()) {
      if (block.group(1).endsWith("CERTIFICATE")) {
        certificates.add(certificate(factory, block.group(2)));
      }
    }
    if (certificates.isEmpty()) {
      throw new CertificateException("no certificate in PEM form in it");
    }
    return certificates;
  }

  private static X509Certificate certificate(CertificateFactory factory, String base64)
      throws CertificateException {
    try {
      byte[] der = Base64.getMimeDecoder().decode(base64);
      return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
    } catch (IllegalArgumentException | CertificateException e) {
      throw new CertificateException("what stands as a certificate in it is none", e);
    }
  }

  /**
   * The first private key of a file: PKCS #8 (RFC 5208), not encrypted.
   *
   * @param its the public key that it belongs to
   * @throws GeneralSecurityException if there is none, or it is of another form or another's
   */
  static PrivateKey privateKey(byte[] text, PublicKey its) throws GeneralSecurityException {
    Matcher block = BLOCK.matcher(new String(text, ISO_8859_1));
    while (block.find()) {
      if (block.group(1).equals("PRIVATE KEY")) {
        return key(block.group(2), its);
      }
      if (block.group(1).endsWith("PRIVATE KEY")) {
        throw new InvalidKeySpecException(
            "'" + block.group(1) + "' is not supported, allowed: 'PRIVATE KEY'; " + TO_PKCS8);
      }
    }
    throw new InvalidKeySpecException("no private key in PEM form in it");
  }

  private static PrivateKey key(String base64, PublicKey its) throws GeneralSecurityException {
    String algorithm = its.getAlgorithm();
    PrivateKey key;
    try {
      byte[] der = Base64.getMimeDecoder().decode(base64);
      key = KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (IllegalArgumentException | InvalidKeySpecException e) {
      throw new InvalidKeySpecException(
          "what stands as a private key in it is none of the certificate's kind, " + algorithm, e);
    }
    if (!belongTogether(key, its)) {
      throw new InvalidKeySpecException("the private key in it is not the certificate's");
    }
    return key;
  }

  /** TLS would sign by the wrong key, and the server say no more than that it is bad. */
  private static boolean belongTogether(PrivateKey key, PublicKey its)
      throws GeneralSecurityException {
    Optional<String> algorithm =
        switch (its.getAlgorithm()) {
          case "RSA" -> Optional.of("SHA256withRSA");
          case "EC" -> Optional.of("SHA256withECDSA");
          case "EdDSA" -> Optional.of("EdDSA");
          default -> Optional.empty(); // the server will say
        };
    if (algorithm.isEmpty()) {
      return true;
    }
    Signature signature = Signature.getInstance(algorithm.get());
    signature.initSign(key);
    byte[] signed = signature.sign();
    signature.initVerify(its);
    return signature.verify(signed);
  }
}
