package io.risefall.tcp;

import static io.risefall.tcp.CertificateRow.HOST;
import static io.risefall.tcp.CertificateRow.between;
import static io.risefall.tcp.CertificateRow.ca;
import static io.risefall.tcp.CertificateRow.ended;
import static io.risefall.tcp.CertificateRow.future;
import static io.risefall.tcp.CertificateRow.issued;
import static io.risefall.tcp.CertificateRow.passes;
import static io.risefall.tcp.CertificateRow.through;
import static io.risefall.tcp.CertificateRow.under;
import static io.risefall.tcp.CertificateRow.untrusted;
import static io.risefall.tcp.CertificateRow.www;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.risefall.net.testkit.TestCertificate;
import io.risefall.tcp.CertificateRow.Shown;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Certificates that a server may show and that curl refuses on Debian 12 (curl 7.88, OpenSSL 3.0,
 * security level 2): each row was tried there with {@code openssl s_server} and {@code curl
 * --cacert}. Beside them some that it takes.
 */
class WrongCertificateTest {

  private static final byte[] NULL = {5, 0};

  @TempDir private static Path directory;

  static Stream<CertificateRow> rows() {
    return Stream.of(times(), weakOnes(), issuers(), purposes(), good()).flatMap(List::stream);
  }

  private static List<CertificateRow> times() {
    String underEnded = "was issued under 'CN=CA', whose certificate has expired";
    String betweenEnded = "was issued under 'CN=Between', whose certificate has expired";
    return List.of(
        new CertificateRow(
            "ended", () -> issued(ended(www())), "certificate-expired", "has expired"),
        new CertificateRow(
            "not valid yet",
            () -> issued(future(www())),
            "certificate-not-yet-valid",
            "is not valid yet"),
        new CertificateRow(
            "under an ended CA",
            () -> under(ended(ca()), www()),
            "certificate-expired",
            underEnded),
        new CertificateRow(
            "under a CA that is not valid yet",
            () -> under(future(ca()), www()),
            "certificate-not-yet-valid",
            "was issued under 'CN=CA', whose certificate is not valid yet"),
        new CertificateRow(
            "under an ended intermediate",
            () -> through(ended(between()), www()),
            "certificate-expired",
            betweenEnded),
        new CertificateRow(
            "under an ended intermediate that is trusted",
            () -> {
              TestCertificate issuer = ended(between()).issuedBy(ca().selfSigned());
              return new Shown(www().issuedBy(issuer), issuer);
            },
            "certificate-expired",
            betweenEnded),
        new CertificateRow(
            "itself trusted, but ended",
            () -> {
              TestCertificate leaf = ended(www()).selfSigned();
              return new Shown(leaf, leaf);
            },
            "certificate-expired",
            "has expired"));
  }

  private static List<CertificateRow> weakOnes() {
    String weakKey = "has a weak key (RSA, 1024 bits, at least 2048 are wanted)";
    String under = "was issued under 'CN=CA', whose certificate ";
    return List.of(
        untrusted("key of 1024 bits", () -> issued(www().key("RSA", 1024)), weakKey),
        untrusted("key of 2040 bits", () -> issued(www().key("RSA", 2040)), "has a weak key (RSA"),
        untrusted(
            "under a CA of 1024 bits", () -> under(ca().key("RSA", 1024), www()), under + weakKey),
        untrusted(
            "under an intermediate of 1024 bits",
            () -> through(between().key("RSA", 1024), www()),
            "was issued under 'CN=Between', whose certificate " + weakKey),
        untrusted(
            "itself trusted, of 1024 bits",
            () -> {
              TestCertificate leaf = www().key("RSA", 1024).selfSigned();
              return new Shown(leaf, leaf);
            },
            weakKey),
        untrusted(
            "signed with SHA-1",
            () -> under(ca().key("RSA", 2048), www().signedWith("SHA1")),
            "is signed with a weak algorithm (SHA1withRSA)"),
        untrusted(
            "signed with SHA-1 and an elliptic curve",
            () -> issued(www().signedWith("SHA1")),
            "is signed with a weak algorithm (SHA1withECDSA)"),
        untrusted(
            "signed with MD5",
            () -> under(ca().key("RSA", 2048), www().signedWith("MD5")),
            "is signed with a weak algorithm (MD5withRSA)"),
        untrusted(
            "under an intermediate signed with SHA-1",
            () -> through(between().signedWith("SHA1"), www()),
            "was issued under 'CN=Between', whose certificate is signed with a weak algorithm"));
  }

  private static List<CertificateRow> issuers() {
    String nobody = "was not issued by anybody who is trusted";
    String noAuthority =
        "was issued under 'CN=Between', whose certificate is no authority's (basic constraints)";
    return List.of(
        untrusted("self-signed", () -> new Shown(www().selfSigned(), ca().selfSigned()), nobody),
        untrusted(
            "under another CA",
            () -> {
              TestCertificate other = TestCertificate.named("Other").authority().selfSigned();
              return new Shown(www().issuedBy(other), ca().selfSigned());
            },
            nobody),
        untrusted(
            "under a CA of the same name with another key",
            () -> new Shown(www().issuedBy(ca().selfSigned()), ca().selfSigned()),
            "is not signed by the one that it names as its issuer"),
        untrusted(
            "without its intermediate",
            () -> {
              Shown shown = through(between(), www());
              return new Shown(shown.leaf().withoutIssuers(), shown.trusted(), HOST);
            },
            nobody),
        untrusted(
            "under a server's certificate",
            () -> through(TestCertificate.named("Between"), www()),
            noAuthority),
        untrusted(
            "under an intermediate without basic constraints",
            () -> through(TestCertificate.named("Between").without("2.5.29.19"), www()),
            noAuthority),
        untrusted(
            "under a CA that says it is none",
            () -> under(TestCertificate.named("CA"), www()),
            "whose certificate is no authority's (basic constraints)"),
        untrusted(
            "under a CA without basic constraints",
            () -> under(TestCertificate.named("CA").without("2.5.29.19"), www()),
            "whose certificate is no authority's (basic constraints)"),
        untrusted(
            "under an intermediate that may not sign certificates",
            () -> through(between().keyUsage(0), www()),
            "whose certificate is not for signing certificates (key usage)"),
        untrusted(
            "under a CA that may not sign certificates",
            () -> under(ca().keyUsage(0), www()),
            "whose certificate is not for signing certificates (key usage)"),
        untrusted(
            "more issuers than the intermediate allows",
            () -> {
              TestCertificate ca = ca().selfSigned();
              TestCertificate upper = between().authority(0).issuedBy(ca);
              TestCertificate lower = TestCertificate.named("Lower").authority().issuedBy(upper);
              return new Shown(www().issuedBy(lower), ca);
            },
            "whose certificate allows no more than 0 issuers below it (path length)"),
        untrusted(
            "more issuers than the CA allows",
            () -> {
              TestCertificate ca = ca().authority(0).selfSigned();
              return new Shown(www().issuedBy(between().issuedBy(ca)), ca);
            },
            "was issued under 'CN=CA', whose certificate allows no more than 0 issuers"));
  }

  private static List<CertificateRow> purposes() {
    String client = "1.3.6.1.5.5.7.3.2";
    String any = "2.5.29.37.0";
    String unfit = "is not for TLS servers (extended key usage)";
    String critical = "has a critical extension that is not known (1.2.3.4)";
    return List.of(
        untrusted("for clients", () -> issued(www().usage(client)), unfit),
        untrusted("for any purpose", () -> issued(www().usage(any)), unfit),
        untrusted(
            "under an intermediate for clients",
            () -> through(between().usage(client), www()),
            "was issued under 'CN=Between', whose certificate " + unfit),
        untrusted(
            "under a CA for clients",
            () -> under(ca().usage(client), www()),
            "was issued under 'CN=CA', whose certificate " + unfit),
        untrusted(
            "itself trusted, for clients",
            () -> {
              TestCertificate leaf = www().usage(client).selfSigned();
              return new Shown(leaf, leaf);
            },
            unfit),
        untrusted(
            "a key for signing certificates alone",
            () -> issued(www().keyUsage(5)),
            "is not for TLS servers (key usage)"),
        untrusted(
            "a key for data alone",
            () -> issued(www().keyUsage(3)),
            "is not for TLS servers (key usage)"),
        untrusted(
            "of Netscape's type for clients",
            () ->
                issued(www().extension("2.16.840.1.113730.1.1", false, new byte[] {3, 2, 7, -128})),
            "is not for TLS servers (Netscape certificate type)"),
        untrusted(
            "an unknown critical extension",
            () -> issued(www().extension("1.2.3.4", true, NULL)),
            critical),
        untrusted(
            "under an intermediate with an unknown critical extension",
            () -> through(between().extension("1.2.3.4", true, NULL), www()),
            "was issued under 'CN=Between', whose certificate " + critical),
        untrusted(
            "under a CA with an unknown critical extension",
            () -> under(ca().extension("1.2.3.4", true, NULL), www()),
            "was issued under 'CN=CA', whose certificate " + critical));
  }

  private static List<CertificateRow> good() {
    return List.of(
        passes("all well", () -> issued(www())),
        passes("through an intermediate", () -> through(between(), www())),
        passes(
            "through an intermediate of path length 0",
            () -> through(between().authority(0), www())),
        passes("under a CA of path length 0", () -> under(ca().authority(0), www())),
        passes(
            "under a trusted intermediate alone",
            () -> {
              TestCertificate issuer = between().issuedBy(ca().selfSigned());
              return new Shown(www().issuedBy(issuer), issuer);
            }),
        passes(
            "an intermediate and its ended CA are trusted",
            () -> {
              TestCertificate ca = ended(ca()).selfSigned();
              TestCertificate issuer = between().issuedBy(ca);
              return new Shown(www().issuedBy(issuer), issuer, ca);
            }),
        passes(
            "an ended CA of the same name and key is trusted as well",
            () -> {
              TestCertificate ca = ca().selfSigned();
              return new Shown(www().issuedBy(ca), ended(ca()).selfSigned(), ca);
            }),
        passes(
            "itself trusted",
            () -> {
              TestCertificate leaf = www().selfSigned();
              return new Shown(leaf, leaf);
            }),
        passes("under a CA signed with SHA-1", () -> under(ca().signedWith("SHA1"), www())),
        passes(
            "under a CA signed with MD5",
            () -> under(ca().key("RSA", 2048).signedWith("MD5"), www())),
        passes(
            "for servers and clients",
            () -> issued(www().usage("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"))),
        passes("a key for encryption", () -> issued(www().keyUsage(2))));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void isTakenAsCurlTakesIt(CertificateRow row) throws Exception {
    assertFalse(row.holds(directory).facts().containsKey("name-from"));
  }
}
