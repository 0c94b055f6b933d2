package io.risefall.dns;

import static io.risefall.dns.Checks.assertBroken;
import static io.risefall.dns.Checks.assertFact;
import static io.risefall.dns.Checks.assertFails;
import static io.risefall.dns.Checks.assertPasses;
import static io.risefall.dns.Checks.check;
import static io.risefall.dns.Checks.dns;
import static io.risefall.dns.Checks.inTime;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.risefall.check.CheckResult;
import io.risefall.check.Checker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What an answer must be like, option by option, with the sentence that tells it. */
class ExpectationsTest {

  private final List<HostileServer> servers = new ArrayList<>();

  private CheckResult ask(UnaryOperator<Answering> script, String... settings) throws Exception {
    return check(dns(started(answering(script)), settings));
  }

  private static HostileServer answering(UnaryOperator<Answering> script) throws IOException {
    return HostileServer.udp(
        (query, sender) -> sender.send(script.apply(Answering.to(query)).wire()));
  }

  private HostileServer started(HostileServer server) {
    servers.add(server);
    return server;
  }

  /** The one that was asked last. */
  private HostileServer server() {
    return servers.get(servers.size() - 1);
  }

  @AfterEach
  void closeServers() throws IOException {
    for (HostileServer server : servers) {
      server.close();
    }
  }

  private static Answering twoAddresses(Answering reply) {
    return reply.with(Type.A, "192.0.2.1").with(Type.A, "192.0.2.2");
  }

  private static Answering aliasAndAddress(Answering reply) {
    Name alias = Name.fromConstantString("web.example.org.");
    return reply
        .with(Type.CNAME, "web.example.org.")
        .with(Section.ANSWER, alias, Type.A, "192.0.2.1");
  }

  private static UnaryOperator<Answering> status(String name) {
    return reply -> reply.rcode(Rcode.value(name));
  }

  @Test
  void theSentenceOfAPass() throws Exception {
    CheckResult one = ask(reply -> reply.with(Type.A, "192.0.2.1"));
    assertEquals("NOERROR, 1 answer from " + server(), assertPasses(one).message());
    CheckResult two = ask(ExpectationsTest::twoAddresses);
    assertEquals("NOERROR, 2 answers from " + server(), assertPasses(two).message());
    CheckResult none = ask(reply -> reply);
    assertEquals("NOERROR, 0 answers from " + server(), assertPasses(none).message());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FORMERR",
        "SERVFAIL",
        "NXDOMAIN",
        "NOTIMP",
        "REFUSED",
        "YXDOMAIN",
        "YXRRSET",
        "NXRRSET",
        "NOTAUTH",
        "NOTZONE",
        "BADVERS",
        "BADCOOKIE"
      })
  void everyStatusButNoerrorFailsUnlessExpected(String name) throws Exception {
    CheckResult unexpected = ask(status(name));
    String advice =
        List.of("FORMERR", "NOTIMP", "BADVERS").contains(name)
            ? ", to a query with EDNS; --no-edns asks without"
            : "";
    assertEquals(
        name + " from " + server() + advice, assertFails("dns-rcode", unexpected).message());
    assertFact(name, "rcode", unexpected);
    CheckResult without = ask(status(name), "no-edns=true");
    assertEquals(name + " from " + server(), assertFails("dns-rcode", without).message());
    assertPasses(ask(status(name), "expect-status=noerror," + name.toLowerCase(Locale.ROOT)));
  }

  @Test
  void noerrorFailsWhereAnotherStatusIsExpected() throws Exception {
    assertFails("dns-rcode", ask(reply -> reply, "expect-status=NXDOMAIN,REFUSED"));
  }

  @Test
  void aStatusWithoutANameFails() throws Exception {
    assertFact("RESERVED11", "rcode", assertFails("dns-rcode", ask(reply -> reply.rcode(11))));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 5, 11, 16, 4095})
  void anyStatusPassesWithAny(int rcode) throws Exception {
    assertPasses(ask(reply -> reply.rcode(rcode), "expect-status=any"));
  }

  @Test
  void failStatusIsTriedFirst() throws Exception {
    assertFails(
        "dns-rcode", ask(status("SERVFAIL"), "fail-status=SERVFAIL|REFUSED", "expect-status=any"));
    assertFails("dns-rcode", ask(status("NOERROR"), "fail-status=ERR"));
    assertPasses(ask(status("NXDOMAIN"), "fail-status=SERVFAIL|REFUSED", "expect-status=any"));
    assertFails("dns-rcode", ask(status("NXDOMAIN"), "fail-status=SERVFAIL|REFUSED"));
  }

  @ParameterizedTest
  @CsvSource({"AA,aa", "AD,ad", "CD,cd"})
  void aFlagCanBeRequiredAndForbidden(String name, String word) throws Exception {
    int flag = Flags.value(name);
    assertPasses(ask(reply -> reply.flag(flag), "require-flags=" + word));
    assertPasses(ask(reply -> reply, "forbid-flags=" + word));
    CheckResult without = ask(reply -> reply, "require-flags=" + word);
    assertEquals(
        "NOERROR without " + word + " from " + server(),
        assertFails("dns-flags", without).message());
    CheckResult with = ask(reply -> reply.flag(flag), "forbid-flags=" + word);
    assertEquals(
        "NOERROR with " + word + " from " + server(), assertFails("dns-flags", with).message());
  }

  @Test
  void severalFlagsAreToldAtOnce() throws Exception {
    CheckResult result =
        ask(
            reply -> reply.without(Flags.RA).flag(Flags.AD),
            "require-flags=aa,ra,rd",
            "forbid-flags=ad,cd");
    assertEquals(
        "NOERROR without aa, ra with ad from " + server(),
        assertFails("dns-flags", result).message());
    assertFact("rd ad", "flags", result);
  }

  @Test
  void withoutRecursionTheQueryDoesNotAskForIt() throws Exception {
    assertFact("ra", "flags", assertPasses(ask(reply -> reply, "no-recurse=true")));
    assertFalse(Answering.parsed(server().queries().get(0)).getHeader().getFlag(Flags.RD));
  }

  @Test
  void withoutEdnsTheQueryHasNone() throws Exception {
    assertPasses(ask(reply -> reply, "no-edns=true"));
    assertNull(Answering.parsed(server().queries().get(0)).getOPT());
  }

  @Test
  void onlyRecordsOfTheTypeAskedForAreCounted() throws Exception {
    assertPasses(ask(ExpectationsTest::twoAddresses, "min-answers=2"));
    CheckResult result = ask(ExpectationsTest::aliasAndAddress, "min-answers=2");
    assertEquals(
        "NOERROR, 1 answer from " + server() + ", at least 2 wanted",
        assertFails("dns-too-few-answers", result).message());
    assertFact("1", "answers", result);
    assertPasses(ask(ExpectationsTest::aliasAndAddress, "type=CNAME", "min-answers=1"));
    assertFact(
        "2",
        "answers",
        assertPasses(ask(ExpectationsTest::aliasAndAddress, "type=ANY", "min-answers=2")));
  }

  @Test
  void eachPatternMustOccurInSomeAnswer() throws Exception {
    assertPasses(
        ask(
            ExpectationsTest::twoAddresses,
            "expect-answer=^192[.]0[.]2[.]1$",
            "expect-answer=2[.]2"));
    CheckResult result =
        ask(ExpectationsTest::twoAddresses, "expect-answer=^192", "expect-answer=^10[.]");
    assertEquals(
        "no answer from " + server() + " matches ^10[.]",
        assertFails("dns-answer-mismatch", result).message());
    assertFails("dns-answer-mismatch", ask(reply -> reply, "expect-answer=.*"));
  }

  @Test
  void aPatternMayMatchTheAliasBeforeTheAddress() throws Exception {
    assertPasses(ask(ExpectationsTest::aliasAndAddress, "expect-answer=^web[.]example"));
  }

  @Test
  void aPatternThatTakesTooLongEndsByTheDeadline() throws Exception {
    String text = "\"" + "a".repeat(255) + "\"";
    Checker checker =
        dns(
            started(answering(reply -> reply.with(Type.TXT, text + " " + text))),
            "type=TXT",
            "timeout=1s",
            "expect-answer=(.*a){20}Z");
    assertBroken("pattern-too-costly", inTime(checker));
  }

  @Test
  void aPatternThatTakesTooMuchStackIsTold() throws Exception {
    String text = "\"" + "ab".repeat(127) + "\" ";
    HostileServer.Stream large =
        (client, pause) -> {
          Answering reply = Answering.to(Answering.readQuery(client));
          byte[] wire = reply.with(Type.TXT, text.repeat(200)).wire();
          client.getOutputStream().write(Answering.framed(wire));
        };
    Checker checker =
        dns(
            started(HostileServer.tcp(large)),
            "type=TXT",
            "transport=tcp",
            "expect-answer=^(.|\\s|x)*z$");
    assertBroken("pattern-too-costly", check(checker));
  }
}
