package io.risefall.tcp;

import static io.risefall.tcp.CertificateRow.HOST;
import static io.risefall.tcp.CertificateRow.between;
import static io.risefall.tcp.CertificateRow.ca;
import static io.risefall.tcp.CertificateRow.issued;
import static io.risefall.tcp.CertificateRow.named;
import static io.risefall.tcp.CertificateRow.passes;
import static io.risefall.tcp.CertificateRow.through;
import static io.risefall.tcp.CertificateRow.under;
import static io.risefall.tcp.CertificateRow.untrusted;
import static io.risefall.tcp.CertificateRow.wrongName;
import static io.risefall.tcp.CertificateRow.www;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.risefall.net.testkit.TestCertificate;
import io.risefall.net.testkit.TestCertificate.Maker;
import io.risefall.tcp.CertificateRow.Shown;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The names in certificates, as in {@link WrongCertificateTest}: whom they may and may not be for.
 */
class WrongCertificateNameTest {

  @TempDir private static Path directory;

  static Stream<CertificateRow> rows() {
    return Stream.of(constraints(), names(), goodNames()).flatMap(List::stream);
  }

  private static List<CertificateRow> constraints() {
    String constrained = "does not allow that name (name constraints)";
    List<CertificateRow> rows = new ArrayList<>();
    for (boolean anchor : List.of(false, true)) {
      String who = anchor ? "a CA" : "an intermediate";
      rows.addAll(
          List.of(
              untrusted(
                  "under " + who + " for another domain",
                  () -> constrained(anchor, List.of("other.test"), List.of(), www()),
                  constrained),
              untrusted(
                  "under " + who + " for the end of a label",
                  () -> constrained(anchor, List.of("ample.test"), List.of(), www()),
                  constrained),
              untrusted(
                  "under " + who + " that excludes the domain",
                  () -> constrained(anchor, List.of(), List.of("example.test"), www()),
                  constrained),
              untrusted(
                  "one more name, under " + who + " for the first alone",
                  () ->
                      constrained(
                          anchor, List.of("example.test"), List.of(), www().dns("evil.test")),
                  constrained),
              untrusted(
                  "a common name, under " + who + " for another domain",
                  () ->
                      constrained(
                          anchor, List.of("other.test"), List.of(), TestCertificate.named(HOST)),
                  constrained),
              passes(
                  "under " + who + " for the domain",
                  () -> constrained(anchor, List.of("example.test"), List.of(), www())),
              passes(
                  "under " + who + " for what is below the domain",
                  () -> constrained(anchor, List.of(".example.test"), List.of(), www())),
              passes(
                  "under " + who + " that excludes another",
                  () -> constrained(anchor, List.of(), List.of("other.test"), www()))));
    }
    return rows;
  }

  private static Shown constrained(
      boolean anchor, List<String> permitted, List<String> excluded, Maker leaf) throws Exception {
    return anchor
        ? under(ca().constrained(permitted, excluded), leaf)
        : through(between().constrained(permitted, excluded), leaf);
  }

  private static List<CertificateRow> names() {
    List<CertificateRow> rows = new ArrayList<>();
    for (String pattern :
        List.of(
            "w*.example.test",
            "w*w.example.test",
            "*w.example.test",
            "*www.example.test",
            "*.test",
            "*",
            "*.",
            "www.*.test",
            "*.*.test",
            "**.example.test",
            ".example.test",
            "example.test",
            "*.www.example.test",
            "www.example.test ",
            "www.example.test\0.evil.test",
            "www.example.test\0",
            "mail.example.test",
            "")) {
      rows.add(
          wrongName("for '" + pattern.replace("\0", "\\0") + "'", () -> issued(named(pattern))));
    }
    rows.addAll(
        List.of(
            wrongName("a wildcard below the top", () -> issued(named("*.org")).at("example.org")),
            wrongName(
                "a wildcard for two labels",
                () -> issued(named("*.example.test")).at("a.b.example.test")),
            wrongName(
                "a wildcard for no label",
                () -> issued(named("*.example.test")).at("example.test")),
            wrongName(
                "the right common name beside another name",
                () -> issued(TestCertificate.named(HOST).dns("mail.example.test"))),
            wrongName(
                "the right common name beside an address",
                () -> issued(TestCertificate.named(HOST).ip("192.0.2.1"))),
            wrongName(
                "another common name", () -> issued(TestCertificate.named("mail.example.test"))),
            wrongName(
                "a common name that goes on after NUL",
                () -> issued(TestCertificate.named(HOST + "\0.evil.test"))),
            wrongName(
                "a common name with a partial wildcard",
                () -> issued(TestCertificate.named("w*.example.test"))),
            wrongName(
                "the right common name before another",
                () -> issued(TestCertificate.named(HOST).alsoNamed("other.test"))),
            wrongName("another address", () -> issued(named().ip("192.0.2.2")).at("192.0.2.1")),
            wrongName("an address as a name", () -> issued(named("192.0.2.1")).at("192.0.2.1")),
            wrongName("a wildcard for an address", () -> issued(named("*.0.2.1")).at("192.0.2.1")),
            wrongName(
                "an address with a mask",
                () ->
                    issued(named().address(new byte[] {-64, 0, 2, 1, -1, -1, -1, -1}))
                        .at("192.0.2.1")),
            wrongName(
                "an address as a mapped one",
                () ->
                    issued(
                            named()
                                .address(
                                    new byte[] {
                                      0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, -64, 0, 2, 1
                                    }))
                        .at("192.0.2.1")),
            wrongName("the address of the name alone", () -> issued(named().ip("127.0.0.1"))),
            wrongName(
                "the letters of an A-label",
                () -> issued(named("b\u00fccher.test")).at("xn--bcher-kva.test")),
            new CertificateRow(
                "names that cannot be read",
                () ->
                    issued(
                        TestCertificate.named(HOST)
                            .extension("2.5.29.17", false, new byte[] {0x30, 0x20, (byte) 0x82})),
                "certificate-untrusted",
                "has names that cannot be read")));
    return rows;
  }

  private static List<CertificateRow> goodNames() {
    return List.of(
        passes("a wildcard", () -> issued(named("*.example.test"))),
        passes("in capitals", () -> issued(named("WWW.EXAMPLE.TEST"))),
        passes("with a dot at the end", () -> issued(named("www.example.test."))),
        passes("asked for with a dot", () -> issued(www()).at(HOST + ".")),
        passes("an A-label", () -> issued(named("xn--bcher-kva.test")).at("b\u00fccher.test")),
        passes("an address", () -> issued(named().ip("192.0.2.1")).at("192.0.2.1")),
        passes("an IPv6 address", () -> issued(named().ip("2001:db8::1")).at("2001:db8::1")));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void isTakenAsCurlTakesIt(CertificateRow row) throws Exception {
    assertFalse(row.holds(directory).facts().containsKey("name-from"));
  }

  static Stream<CertificateRow> commonNames() {
    return Stream.of(
        passes("a common name", () -> issued(TestCertificate.named(HOST))),
        passes("a wildcard", () -> issued(TestCertificate.named("*.example.test"))),
        passes("the last one", () -> issued(TestCertificate.named("a").alsoNamed(HOST))),
        passes("an address", () -> issued(TestCertificate.named("192.0.2.1")).at("192.0.2.1")));
  }

  @ParameterizedTest
  @MethodSource("commonNames")
  void aCommonNameCountsWhereThereIsNoOtherAndAFactSaysSo(CertificateRow row) throws Exception {
    assertEquals("common-name", row.holds(directory).facts().get("name-from"));
  }
}
