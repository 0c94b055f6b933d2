package io.risefall.dns;

import static io.risefall.dns.Checks.assertFact;
import static io.risefall.dns.Checks.assertFails;
import static io.risefall.dns.Checks.assertPasses;
import static io.risefall.dns.Checks.dns;
import static io.risefall.dns.Checks.hasty;
import static io.risefall.dns.Checks.inTime;
import static io.risefall.dns.Checks.inTimeWith;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckResult;
import io.risefall.dns.HostileServer.Datagrams;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** Datagrams that are no answer, alone and before the true one. */
@Execution(ExecutionMode.CONCURRENT)
class HostileServerTest {

  private static final int LARGEST_DATAGRAM = 65_507;

  /** What a server makes of a right reply before it sends it. */
  private interface Spoiling {
    byte[] of(byte[] query, byte[] reply);
  }

  private static CheckResult ask(Datagrams script) throws Exception {
    try (HostileServer server = HostileServer.udp(script)) {
      return inTime(dns(server));
    }
  }

  private static CheckResult askInVain(Datagrams script) throws Exception {
    try (HostileServer server = HostileServer.udp(script)) {
      return inTimeWith("ignored", hasty(server));
    }
  }

  /** Alone it is waited out; with the true reply after it, it is passed over. Both times told. */
  private static void isIgnored(String fact, Spoiling spoiling) throws Exception {
    CheckResult alone =
        askInVain((query, sender) -> sender.send(spoiling.of(query, Answering.healthy(query))));
    assertFails("timeout", alone);
    assertFact(fact, "ignored", alone);
    assertFalse(alone.facts().containsKey("rcode"), "an ignored reply is not told of");

    CheckResult followed =
        ask(
            (query, sender) -> {
              sender.send(spoiling.of(query, Answering.healthy(query)));
              sender.send(Answering.healthy(query));
            });
    assertPasses(followed);
    assertFact(fact, "ignored", followed);
  }

  private static void isMalformed(Spoiling spoiling) throws Exception {
    CheckResult result =
        askInVain((query, sender) -> sender.send(spoiling.of(query, Answering.healthy(query))));
    assertFails("dns-malformed", result);
    assertFact("1 malformed", "ignored", result);
  }

  @Test
  void aWrongIdIsIgnored() throws Exception {
    isIgnored("1 wrong ID", (query, reply) -> Answering.withWrongId(reply));
  }

  @Test
  void aQuestionForAnotherNameIsIgnored() throws Exception {
    isIgnored("1 wrong question", (query, reply) -> withLastLetterOfNameChanged(reply));
  }

  private static byte[] withLastLetterOfNameChanged(byte[] reply) {
    byte[] other = reply.clone();
    other[12 + Name.fromConstantString("www.example.org.").length() - 2]++;
    return other;
  }

  @Test
  void aQuestionForAnotherTypeIsIgnored() throws Exception {
    isIgnored(
        "1 wrong question",
        (query, reply) -> Answering.patched(reply, endOfQuestion() - 4, Type.AAAA));
  }

  @Test
  void aQuestionInAnotherClassIsIgnored() throws Exception {
    isIgnored(
        "1 wrong question",
        (query, reply) -> Answering.patched(reply, endOfQuestion() - 2, DClass.CH));
  }

  private static int endOfQuestion() {
    return 12 + Name.fromConstantString(Checks.NAME + ".").length() + 4;
  }

  @Test
  void twoQuestionsAreIgnored() throws Exception {
    isIgnored("1 wrong question", (query, reply) -> Answering.patched(reply, 4, 2));
  }

  @Test
  void aQueryIsNoReply() throws Exception {
    isIgnored("1 not a reply", (query, reply) -> query);
  }

  @Test
  void aReplyOfAnotherOpcodeIsNoReply() throws Exception {
    isIgnored("1 not a reply", (query, reply) -> Answering.patched(reply, 2, 0x8000 | 4 << 11));
  }

  @Test
  void nothingIsTooShort() throws Exception {
    isIgnored("1 too short", (query, reply) -> new byte[0]);
  }

  @Test
  void eightOctetsAreTooShort() throws Exception {
    isIgnored("1 too short", (query, reply) -> Answering.cut(reply, 8));
  }

  @Test
  void elevenOctetsAreTooShort() throws Exception {
    isIgnored("1 too short", (query, reply) -> Answering.cut(reply, 11));
  }

  @Test
  void aHeaderThatPromisesAQuestionHasTheWrongOne() throws Exception {
    isIgnored("1 wrong question", (query, reply) -> Answering.cut(reply, 12));
  }

  @Test
  void noerrorWithoutAQuestionIsIgnored() throws Exception {
    isIgnored("1 wrong question", (query, reply) -> Answering.to(query).withoutQuestion().wire());
  }

  @Test
  void theLargestDatagramOfGarbageIsIgnored() throws Exception {
    byte[] garbage = new byte[LARGEST_DATAGRAM];
    new Random(20_261_121).nextBytes(garbage);
    isIgnored("1 wrong ID", (query, reply) -> withIdOtherThan(query, garbage));
  }

  private static byte[] withIdOtherThan(byte[] query, byte[] garbage) {
    return Answering.patched(garbage, 0, ~(query[0] << 8 | (query[1] & 0xff)));
  }

  @Test
  void theLargestDatagramOfGarbageBehindATrueQuestionIsMalformed() throws Exception {
    byte[] garbage = new byte[LARGEST_DATAGRAM];
    new Random(20_261_121).nextBytes(garbage);
    isMalformed(
        (query, reply) -> {
          byte[] large = garbage.clone();
          System.arraycopy(reply, 0, large, 0, endOfQuestion());
          return large;
        });
  }

  @Test
  void anAnswerLongerThanAnyoneAskedForIsMalformed() throws Exception {
    isMalformed(
        (query, reply) -> {
          Answering large = Answering.to(query);
          for (int i = 0; i < 300; i++) {
            large.with(Type.A, "192.0." + i / 256 + "." + i % 256);
          }
          return large.wire();
        });
  }

  @Test
  void aReplyFromAnotherPortIsIgnored() throws Exception {
    CheckResult alone =
        askInVain((query, sender) -> sender.sendFromAnotherPort(Answering.healthy(query)));
    assertFails("timeout", alone);
    assertFact("1 wrong source", "ignored", alone);

    CheckResult followed =
        ask(
            (query, sender) -> {
              sender.sendFromAnotherPort(Answering.to(query).rcode(Rcode.SERVFAIL).wire());
              sender.send(Answering.healthy(query));
            });
    assertPasses(followed);
    assertFact("1 wrong source", "ignored", followed);
  }

  @Test
  void aReplyFromAnotherPortIsIgnoredOverIpv6() throws Exception {
    try (HostileServer server =
        HostileServer.udp(
            HostileServer.IPV6,
            (query, sender) -> {
              sender.sendFromAnotherPort(Answering.healthy(query));
              sender.send(Answering.healthy(query));
            })) {
      assertFact("1 wrong source", "ignored", assertPasses(inTime(dns(server))));
    }
  }

  @Test
  void aHundredSpoofedRepliesDoNotHideTheTrueOne() throws Exception {
    CheckResult result =
        ask(
            (query, sender) -> {
              byte[] spoofed = Answering.to(query).rcode(Rcode.SERVFAIL).wire();
              for (int i = 0; i < 50; i++) {
                sender.send(Answering.withWrongId(spoofed));
                sender.sendFromAnotherPort(spoofed);
              }
              sender.send(Answering.healthy(query));
            });
    assertPasses(result);
    assertFact("50 wrong source, 50 wrong ID", "ignored", result);
    assertFact("NOERROR", "rcode", result);
  }

  @Test
  void aHundredSpoofedRepliesAloneAreWaitedOut() throws Exception {
    try (HostileServer server =
        HostileServer.udp(
            (query, sender) -> {
              for (int i = 0; i < 100; i++) {
                sender.send(Answering.withWrongId(Answering.healthy(query)));
              }
            })) {
      CheckResult result = inTime(dns(server, "timeout=1s"));
      assertFails("timeout", result);
      assertFact("100 wrong ID", "ignored", result);
      assertTrue(result.message().endsWith(", ignored: 100 wrong ID"), result::message);
    }
  }

  @Test
  void afterAMalformedReplyATrueOneIsStillAwaited() throws Exception {
    CheckResult result =
        ask(
            (query, sender) -> {
              sender.send(Answering.patched(Answering.healthy(query), 6, 9));
              sender.send(Answering.healthy(query));
            });
    assertPasses(result);
    assertFact("1 malformed", "ignored", result);
  }

  @Test
  void countsThatPromiseMoreThanThereIsAreMalformed() throws Exception {
    isMalformed((query, reply) -> Answering.patched(reply, 6, 2));
    isMalformed((query, reply) -> Answering.patched(reply, 8, 0xffff));
    isMalformed((query, reply) -> Answering.patched(reply, 10, 1));
  }

  @Test
  void aNamePointingToItselfIsMalformed() throws Exception {
    isMalformed(
        (query, reply) -> {
          int here = Answering.answerAt(query);
          return Answering.raw(
              query, Answering.octets(0xc0 | here >>> 8, here), Type.A, new byte[4]);
        });
  }

  @Test
  void silenceIsWaitedOut() throws Exception {
    try (HostileServer server = HostileServer.udp(HostileServer.SILENT)) {
      assertFails("timeout", inTime(hasty(server)));
    }
  }

  @Test
  void aPortThatClosesAfterTheQueryIsWaitedOut() throws Exception {
    try (HostileServer server = HostileServer.udp((query, sender) -> sender.hangUp())) {
      assertFails("timeout", inTime(hasty(server)));
    }
  }
}
