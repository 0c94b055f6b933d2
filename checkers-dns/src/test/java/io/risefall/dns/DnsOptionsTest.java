package io.risefall.dns;

import static io.risefall.dns.Checks.check;
import static io.risefall.dns.Checks.dns;
import static io.risefall.dns.Checks.make;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.Checker;
import io.risefall.check.Checkers;
import io.risefall.option.InvalidOptionException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Type;

/** How options are written, and what a mistake is told with. */
class DnsOptionsTest {

  private static String refused(String... settings) {
    return String.valueOf(
        assertThrows(
                InvalidOptionException.class,
                () -> make(new DnsCheckerProvider(), List.of(settings)))
            .getMessage());
  }

  @Test
  void bothCheckersAreInstalled() {
    Checkers installed = Checkers.installed();
    assertEquals(List.of(), installed.problems());
    assertEquals(
        List.of("dns", "dns-zone"),
        installed.providers().stream().map(provider -> provider.type()).toList());
  }

  @Test
  void theTimeoutOfAllTriesIsToldToWhoeverRunsTheCheck() {
    List<String> settings = List.of("name=example.org", "server=10.1.53.2");
    Checker checker = make(new DnsCheckerProvider(), settings);
    assertEquals(Duration.ofSeconds(1), checker.timeout());
    assertEquals(Duration.ofMillis(2500), dns("10.1.53.2", "timeout=500ms", "tries=5").timeout());
    assertEquals(
        Duration.ofMillis(3200),
        Checkers.installed()
            .create(
                "dns-zone",
                "zone=example.org",
                "server=10.1.53.2",
                "master=10.1.53.3",
                "master=10.1.53.4")
            .timeout());
  }

  @ParameterizedTest
  @CsvSource({"a,1", "AAAA,28", "any,255", "type65,65", "HTTPS,65", "TYPE0,0", "TYPE65535,65535"})
  void aTypeIsANameInAnyCaseOrANumber(String text, int type) {
    assertEquals(type, DnsOptions.TYPE.parse(text));
  }

  @ParameterizedTest
  @CsvSource({"TYPE65536", "TYPE", "TYPE-1", "65", "''", "A A", "BOGUS", "TYPE99999999999"})
  void anythingElseIsNoType(String text) {
    assertEquals(
        "type: '"
            + text
            + "' is no record type (unknown), allowed: a record type such as A, AAAA, SOA, TXT,"
            + " TYPE65 or ANY",
        refused("name=example.org", "server=10.1.53.2", "type=" + text));
  }

  @Test
  void theDefaultTypeIsA() {
    assertEquals(Type.A, DnsOptions.TYPE.parse("A"));
  }

  @ParameterizedTest
  @CsvSource({
    "example.org,example.org.",
    "example.org.,example.org.",
    ".,.",
    "*.example.org,*.example.org.",
    "_sip._tcp.example.org,_sip._tcp.example.org.",
    "bücher.example,xn--bcher-kva.example.",
    "a\\.b.example,a\\.b.example."
  })
  void aNameIsAbsoluteWithOrWithoutItsDot(String text, String name) {
    assertEquals(name, DnsOptions.NAME.parse(text).toString());
  }

  @Test
  void aNameThatIsNoneIsRefused() {
    String allowed = ", allowed: a domain name such as www.example.org";
    assertEquals(
        "name: 'a..b' is no domain name ('a..b': invalid empty label)" + allowed,
        refused("name=a..b", "server=10.1.53.2"));
    String longLabel = "x".repeat(64);
    assertEquals(
        "name: '"
            + longLabel
            + "' is no domain name ('"
            + longLabel
            + "': label too long)"
            + allowed,
        refused("name=" + longLabel, "server=10.1.53.2"));
    assertTrue(refused("name=", "server=10.1.53.2").endsWith("empty name)" + allowed));
    assertTrue(
        refused("name=" + "x.".repeat(128), "server=10.1.53.2")
            .endsWith("Name too long)" + allowed));
    assertTrue(refused("name=ü" + longLabel, "server=10.1.53.2").endsWith(allowed));
  }

  @Test
  void everyMistakeIsTold() {
    assertEquals(
        "name: missing, allowed: a domain name such as www.example.org;"
            + " server: missing, allowed: a numeric address such as 10.1.53.2, 10.1.53.2:5353,"
            + " 2001:db8::1 or [2001:db8::1]:5353;"
            + " class: 'HS' is no choice, allowed: IN, CH;"
            + " transport: 'tls' is no choice, allowed: udp, tcp;"
            + " tries: '0' is no whole number (out of range), allowed: 1 to 100;"
            + " min-answers: 'x' is no whole number, allowed: 0 to 65535",
        refused("class=HS", "transport=tls", "tries=0", "min-answers=x"));
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.53.2,10.1.53.2",
    "10.1.53.2:53,10.1.53.2",
    "10.1.53.2:5353,10.1.53.2:5353",
    "2001:db8:0::1,2001:db8::1",
    "[2001:db8::1]:53,2001:db8::1",
    "[2001:db8::1]:5353,[2001:db8::1]:5353"
  })
  void aServerIsToldWithItsPortUnlessThatIs53(String text, String told) {
    Route route =
        new Route(DnsOptions.SERVER.kind().parse(text), Optional.empty(), Route.Transport.UDP);
    assertEquals(told, route.serverText());
  }

  @Test
  void aServerIsToldInTheSentence() throws Exception {
    try (HostileServer server =
        HostileServer.udp(
            HostileServer.IPV6, (query, sender) -> sender.send(Answering.healthy(query)))) {
      assertTrue(server.toString().startsWith("[::1]:"));
      assertEquals("NOERROR, 1 answer from " + server, check(dns(server)).message());
    }
  }
}
