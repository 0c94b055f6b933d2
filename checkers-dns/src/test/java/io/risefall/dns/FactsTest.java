package io.risefall.dns;

import static io.risefall.dns.Checks.assertFact;
import static io.risefall.dns.Checks.assertFails;
import static io.risefall.dns.Checks.assertPasses;
import static io.risefall.dns.Checks.check;
import static io.risefall.dns.Checks.dns;
import static io.risefall.dns.Checks.fact;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckResult;
import io.risefall.check.Timings;
import io.risefall.dns.HostileServer.Stream;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.NSIDOption;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** What is told of a reply: in a fixed order, bounded, and printable. */
class FactsTest {

  private static CheckResult ask(UnaryOperator<Answering> script) throws Exception {
    try (HostileServer server =
        HostileServer.udp(
            (query, sender) -> sender.send(script.apply(Answering.to(query)).wire()))) {
      return check(dns(server));
    }
  }

  @Test
  void theyComeInTheOrderInWhichToShowThem() throws Exception {
    CheckResult result =
        ask(
            reply ->
                reply
                    .with(Type.A, "192.0.2.1")
                    .with(Type.A, "192.0.2.2")
                    .option(new NSIDOption("ns1".getBytes(US_ASCII))));
    assertPasses(result);
    assertEquals(
        List.of("tries", "rcode", "flags", "transport", "answers", "answer", "nsid"),
        List.copyOf(result.facts().keySet()));
    assertFact("1", "tries", result);
    assertFact("udp", "transport", result);
    assertFact("192.0.2.1; 192.0.2.2", "answer", result);
    assertFact("ns1", "nsid", result);
  }

  @Test
  void anAnswerWithoutRecordsHasNoAnswerFact() throws Exception {
    assertFalse(ask(reply -> reply).facts().containsKey("answer"));
  }

  @Test
  void thePhasesThatHappenedAreTimed() throws Exception {
    Timings timings = ask(reply -> reply).timings();
    assertEquals(Timings.NONE, timings.connect());
    assertTrue(timings.firstByte() > 0 && timings.total() >= timings.firstByte());
    Stream healthy =
        (client, pause) ->
            client
                .getOutputStream()
                .write(Answering.framed(Answering.healthy(Answering.readQuery(client))));
    try (HostileServer server = HostileServer.tcp(healthy)) {
      Timings overTcp = check(dns(server, "transport=tcp")).timings();
      assertTrue(overTcp.connect() > 0 && overTcp.firstByte() > 0);
      assertTrue(overTcp.total() >= overTcp.connect() + overTcp.firstByte());
    }
  }

  @Test
  void extendedErrorsAreTold() throws Exception {
    CheckResult result =
        ask(
            reply ->
                reply
                    .rcode(Rcode.SERVFAIL)
                    .option(new ExtendedErrorCodeOption(ExtendedErrorCodeOption.DNSSEC_BOGUS))
                    .option(new ExtendedErrorCodeOption(22, "no reachable authority")));
    assertFails("dns-rcode", result);
    assertFact(
        "6 DNSSEC_BOGUS; 22 NO_REACHABLE_AUTHORITY: no reachable authority",
        "extended-error",
        result);
  }

  @Test
  void anExtendedErrorWithoutANameIsToldByItsNumber() throws Exception {
    String told =
        fact("extended-error", ask(reply -> reply.option(new ExtendedErrorCodeOption(49_999))));
    assertTrue(told.startsWith("49999 "), told);
  }

  @Test
  void whatAServerWroteIsMadePrintable() throws Exception {
    CheckResult result =
        ask(
            reply ->
                reply
                    .with(Type.TXT, "\"\\027[31m\\010\\000\\233\"")
                    .option(new NSIDOption(new byte[] {27, '[', 'm', 0, 10, (byte) 0x9b}))
                    .option(new ExtendedErrorCodeOption(0, "a\u001b[31m\r\nb\u0085\u202e")));
    assertFact("\\027[m\\000\\010\\155", "nsid", result);
    assertFact("0 OTHER: a\\027[31m\\013\\010b\\194\\133\\226\\128\\174", "extended-error", result);
    for (String told : result.facts().values()) {
      assertTrue(told.chars().allMatch(c -> c >= ' ' && c < 127), told);
    }
  }

  @Test
  void controlCharactersInNamesAndTextsAreEscaped() throws Exception {
    try (HostileServer server =
        HostileServer.udp(
            (query, sender) ->
                sender.send(
                    Answering.to(query)
                        .with(Type.TXT, "\"\\027[31m\\010\\000\\155\"")
                        .with(Type.PTR, "a\\010b\\027.example.org.")
                        .with(Type.CAA, "0 issue \"a\\010b\"")
                        .wire()))) {
      String told = fact("answer", check(dns(server, "type=ANY")));
      assertTrue(told.chars().allMatch(c -> c >= ' ' && c < 127), told);
    }
  }

  @Test
  void anOptRecordAmongTheAnswersIsMadePrintableToo() throws Exception {
    byte[] option = Answering.octets(0, 15, 0, 6, 0, 0, 27, '[', 'm', 10);
    try (HostileServer server =
        HostileServer.udp(
            (query, sender) -> sender.send(Answering.raw(query, new byte[1], Type.OPT, option)))) {
      String told = fact("unrelated", check(dns(server, "type=ANY")));
      assertTrue(told.contains("\\027[m\\010"), told);
      assertTrue(told.chars().allMatch(c -> c >= ' ' && c < 127), told);
    }
  }

  @Test
  void emptyAndDamagedOptionsChangeNothing() throws Exception {
    for (EDNSOption option :
        List.of(
            new NSIDOption(new byte[0]),
            new GenericEDNSOption(65_001, new byte[] {1, 2, 3}),
            new GenericEDNSOption(10, new byte[8]))) {
      CheckResult result = assertPasses(ask(reply -> reply.option(option)));
      assertFalse(result.facts().containsKey("nsid"));
      assertFalse(result.facts().containsKey("extended-error"));
    }
    // an NSID whose length goes beyond the options: the second octet of its length is the last but
    // 3
    try (HostileServer server =
        HostileServer.udp(
            (query, sender) -> {
              byte[] reply =
                  Answering.to(query).option(new NSIDOption(new byte[] {1, 2, 3})).wire();
              sender.send(Answering.patched(reply, reply.length - 5, 200));
            })) {
      assertFalse(assertPasses(check(dns(server))).facts().containsKey("nsid"));
    }
  }

  @Test
  void ofManyRecordsSixteenAreTold() throws Exception {
    CheckResult result =
        ask(
            reply -> {
              for (int i = 0; i < 40; i++) {
                reply.with(Type.A, "192.0.2." + i);
              }
              return reply;
            });
    assertFact("40", "answers", result);
    String told = fact("answer", result);
    assertTrue(told.endsWith("; 192.0.2.15; ..."), told);
  }

  @Test
  void theLargestAnswerIsToldInPart() throws Exception {
    String text = "\"" + "x".repeat(255) + "\"";
    Stream large =
        (client, pause) -> {
          Answering reply = Answering.to(Answering.readQuery(client));
          for (int i = 0; i < 200; i++) {
            reply.with(Type.TXT, text + " \"" + i + "\"");
          }
          for (int i = 0; i < 20; i++) {
            reply.option(new ExtendedErrorCodeOption(i, "y".repeat(200)));
          }
          reply.option(new NSIDOption(new byte[5000]));
          client.getOutputStream().write(Answering.framed(reply.wire()));
        };
    try (HostileServer server = HostileServer.tcp(large)) {
      CheckResult result = assertPasses(check(dns(server, "type=TXT", "transport=tcp")));
      assertFact("200", "answers", result);
      for (String name : List.of("answer", "nsid", "extended-error")) {
        String told = fact(name, result);
        assertTrue(told.length() >= 1024 && told.length() <= 1030, name + ": " + told.length());
      }
    }
  }
}
