package io.risefall.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and keys as text (RFC 7468). */
final class Pem {

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

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
        byte[] der = Base64.getMimeDecoder().decode(block.group(2));
        certificates.add(
            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
      }
    }
    if (certificates.isEmpty()) {
      throw new CertificateException("no certificate in PEM form in it");
    }
    return certificates;
  }

  /**
   * The first private key of a file: PKCS #8 (RFC 5208), not encrypted.
   *
   * @param algorithm as the certificate names it
   * @throws GeneralSecurityException if there is none, or it is of another form
   */
  static PrivateKey privateKey(byte[] text, String algorithm) throws GeneralSecurityException {
    Matcher block = BLOCK.matcher(new String(text, ISO_8859_1));
    while (block.find()) {
      if (block.group(1).equals("PRIVATE KEY")) {
        byte[] der = Base64.getMimeDecoder().decode(block.group(2));
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
      }
      if (block.group(1).endsWith("PRIVATE KEY")) {
        throw new InvalidKeySpecException(
            "'" + block.group(1) + "' is not supported, allowed: 'PRIVATE KEY'; " + TO_PKCS8);
      }
    }
    throw new InvalidKeySpecException("no private key in PEM form in it");
  }
}
