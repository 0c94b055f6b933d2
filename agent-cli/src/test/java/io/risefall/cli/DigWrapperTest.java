package io.risefall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Rcode;

/** The Perl wrapper's arguments, and what they become. */
class DigWrapperTest {

  private static final List<String> GOOD =
      List.of("10.1.53.1", "IN", "A", "a.example", "10.1.53.2", "1", "5", "SERVFAIL|REFUSED");

  private static List<String> with(int index, String value) {
    List<String> args = new ArrayList<>(GOOD);
    if (index == args.size()) {
      args.add(value);
    } else {
      args.set(index, value);
    }
    return args;
  }

  @Test
  void eightArgumentsBecomeOptionsOfDns() throws UsageException {
    assertEquals(
        Map.of(
            "source", List.of("10.1.53.1"),
            "class", List.of("IN"),
            "type", List.of("A"),
            "name", List.of("a.example"),
            "server", List.of("10.1.53.2"),
            "timeout", List.of("1s"),
            "tries", List.of("5"),
            "fail-status", List.of("SERVFAIL|REFUSED"),
            "expect-status", List.of("any")),
        DigWrapper.translate(GOOD));
  }

  @ParameterizedTest
  @CsvSource({
    "0, ::1, source, ::1",
    "0, fe80::1%eth1, source, fe80::1%eth1",
    "1, CHAOS, class, CH",
    "2, SOA, type, SOA",
    "4, 2001:db8::1, server, 2001:db8::1",
    "5, 0, timeout, 1s",
    "5, 86400, timeout, 86400s",
    "6, 0, tries, 1",
    "6, 100, tries, 100",
    "3, 1.2.0.192.in-addr.arpa., name, 1.2.0.192.in-addr.arpa.",
    "5, 0000000001, timeout, 1s",
    "6, 007, tries, 7",
    "8, tcp, transport, tcp"
  })
  void eachArgumentBecomesAnOption(int index, String value, String option, String text)
      throws UsageException {
    assertEquals(List.of(text), DigWrapper.translate(with(index, value)).get(option));
  }

  @ParameterizedTest
  @ValueSource(strings = {"udp", "UDP", "TCP", "sctp", "", "tcp ", "tcp\n", "-", "tcp;id"})
  void anythingElseThanTcpIsUdpWhichStillChangesToTcpAsDigDoes(String word) throws UsageException {
    assertEquals(DigWrapper.translate(GOOD), DigWrapper.translate(with(8, word)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "0; localhost; FROM_IP 'localhost', allowed: a numeric address",
        "0; 10.1.53.1:53; FROM_IP '10.1.53.1:53', allowed: a numeric address",
        "1; HS; CLASS 'HS', allowed: IN, CHAOS",
        "1; in; CLASS 'in', allowed: IN, CHAOS",
        "2; CAA; QTYPE 'CAA', allowed: A, ANY, MX, PTR, SRV, TXT, AAAA, NS, CNAME, SOA",
        "4; ns.example; TO_IP 'ns.example', allowed: a numeric address",
        "4; [::1]:53; TO_IP '[::1]:53', allowed: a numeric address",
        "5; 1s; TIME '1s', allowed: a whole number, 1 to 86400",
        "5; 86401; TIME '86401', allowed: a whole number, 1 to 86400",
        "5; 999999; TIME '999999', allowed: a whole number, 1 to 86400",
        "6; -1; TRIES '-1', allowed: a whole number, 1 to 100",
        "6; 101; TRIES '101', allowed: a whole number, 1 to 100",
        "3; resolve.my.test$id; QNAME 'resolve.my.test$id', allowed: letters, digits, - and .",
        "3; ''; QNAME '', allowed: letters, digits, - and .",
        "7; (; ERROR_REGEX '(', allowed: a regular expression without white space such as"
            + " SERVFAIL|REFUSED",
        "7; ''; ERROR_REGEX '', allowed: a regular expression without white space such as"
            + " SERVFAIL|REFUSED"
      })
  void eachBadArgumentIsNamed(int index, String value, String problem) {
    UsageException refused =
        assertThrows(UsageException.class, () -> DigWrapper.translate(with(index, value)));
    assertEquals(
        "risefall dig-wrapper: " + problem + "; see risefall dig-wrapper --help",
        refused.getMessage());
  }

  static List<WrapperCase> refused() {
    return WrapperCases.oddArguments().stream().filter(one -> !one.now()).toList();
  }

  /** Wrong passes: dig was not run with these, and a name server would answer some of them. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void whatTheScriptsPatternsDoNotLetThroughIsRefused(WrapperCase one) {
    List<String> args = new ArrayList<>(List.of(DigWrapper.NAME));
    args.addAll(one.arguments());
    Outcome outcome = Outcome.of(args.toArray(String[]::new));
    assertEquals(1, outcome.code(), outcome::toString);
    assertEquals("", outcome.out());
    assertTrue(outcome.err().matches("risefall dig-wrapper: [A-Z_]+ '[^\n]*\n"), outcome.err());
  }

  @Test
  void eightyOddArgumentsAreRefused() {
    assertTrue(refused().size() >= 80, () -> refused().size() + " cases");
  }

  /** Port 53 of loopback addresses is not ours to take, so the verdicts are tried through dns. */
  @ParameterizedTest
  @CsvSource({"NOERROR, 0", "NXDOMAIN, 0", "SERVFAIL, 1", "REFUSED, 1"})
  void anyStatusPassesThatDoesNotMatch(String status, int code) throws UsageException {
    Map<String, List<String>> texts = DigWrapper.translate(GOOD);
    List<String> args = new ArrayList<>(List.of("dns", "a.example"));
    for (String same : List.of("fail-status", "expect-status", "timeout", "tries")) {
      args.add("--" + same);
      args.addAll(texts.getOrDefault(same, List.of()));
    }
    try (ToyNameServer server = ToyNameServer.failing(Rcode.value(status))) {
      args.add("--server");
      args.add(server.address());
      assertEquals(code, Outcome.of(args.toArray(String[]::new)).code());
    }
  }
}
