package io.risefall.dns;

import static io.risefall.dns.Checks.assertFact;
import static io.risefall.dns.Checks.assertFails;
import static io.risefall.dns.Checks.assertPasses;
import static io.risefall.dns.Checks.dns;
import static io.risefall.dns.Checks.inTime;

import io.risefall.check.CheckResult;
import io.risefall.dns.HostileServer.Datagrams;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;

/** Datagrams that look odd and are answers all the same. */
class OddAnswerTest {

  private static CheckResult ask(Datagrams script) throws Exception {
    try (HostileServer server = HostileServer.udp(script)) {
      return inTime(dns(server));
    }
  }

  private static int endOfQuestion() {
    return 12 + Name.fromConstantString(Checks.NAME + ".").length() + 4;
  }

  @Test
  void countsThatPromiseLessThanThereIsLeaveTheRestOut() throws Exception {
    CheckResult result =
        ask((query, sender) -> sender.send(Answering.patched(Answering.healthy(query), 6, 0)));
    assertFact("0", "answers", assertPasses(result));
  }

  @Test
  void theQuestionComesBackInAnyCase() throws Exception {
    CheckResult result =
        ask(
            (query, sender) -> {
              byte[] reply = Answering.healthy(query);
              for (int i = 13; i < endOfQuestion() - 5; i += 2) {
                reply[i] = (byte) Character.toUpperCase((char) reply[i]);
              }
              sender.send(reply);
            });
    assertPasses(result);
  }

  @Test
  void aServerThatCannotReadTheQuestionMayLeaveItOut() throws Exception {
    CheckResult result =
        ask(
            (query, sender) ->
                sender.send(Answering.to(query).rcode(Rcode.FORMERR).withoutQuestion().wire()));
    assertFails("dns-rcode", result);
    assertFact("FORMERR", "rcode", result);
  }

  @Test
  void aHeaderAloneWithServfailIsAnAnswer() throws Exception {
    CheckResult result =
        ask(
            (query, sender) ->
                sender.send(
                    Answering.to(query)
                        .rcode(Rcode.SERVFAIL)
                        .without(Flags.RA)
                        .withoutQuestion()
                        .wire()));
    assertFact("SERVFAIL", "rcode", assertFails("dns-rcode", result));
  }
}
