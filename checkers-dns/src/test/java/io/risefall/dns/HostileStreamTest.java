package io.risefall.dns;

import static io.risefall.dns.Answering.framed;
import static io.risefall.dns.Answering.readQuery;
import static io.risefall.dns.Checks.assertFact;
import static io.risefall.dns.Checks.assertFails;
import static io.risefall.dns.Checks.assertPasses;
import static io.risefall.dns.Checks.dns;
import static io.risefall.dns.Checks.hasty;
import static io.risefall.dns.Checks.inTime;
import static io.risefall.dns.Checks.inTimeWith;

import io.risefall.check.CheckResult;
import io.risefall.dns.HostileServer.Stream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** Connections that bring no answer, or bring it in an odd way. */
class HostileStreamTest {

  /** What a server writes to its connection in answer to a query. */
  private interface Octets {
    byte[] to(byte[] query);
  }

  private static CheckResult ask(Stream script) throws Exception {
    try (HostileServer server = HostileServer.tcp(script)) {
      return inTime(dns(server, "transport=tcp"));
    }
  }

  private static CheckResult askInVain(Stream script) throws Exception {
    try (HostileServer server = HostileServer.tcp(script)) {
      return inTime(hasty(server, "transport=tcp"));
    }
  }

  /** The server writes once and leaves the connection open. */
  private static CheckResult askForOne(Octets octets) throws Exception {
    return ask(writing(octets));
  }

  /** The same, with a fact to be seen before the check runs into its time-out. */
  private static CheckResult askForOneInVain(Octets octets) throws Exception {
    try (HostileServer server = HostileServer.tcp(writing(octets))) {
      return inTimeWith("ignored", hasty(server, "transport=tcp"));
    }
  }

  private static Stream writing(Octets octets) {
    return (client, pause) -> {
      client.getOutputStream().write(octets.to(readQuery(client)));
      pause.forever();
    };
  }

  @Test
  void aCompleteAnswerPasses() throws Exception {
    CheckResult result = askForOne(query -> framed(Answering.healthy(query)));
    assertFact("tcp", "transport", assertPasses(result));
  }

  @Test
  void overIpv6Too() throws Exception {
    try (HostileServer server =
        HostileServer.tcp(
            HostileServer.IPV6,
            (client, pause) ->
                client.getOutputStream().write(framed(Answering.healthy(readQuery(client)))))) {
      assertPasses(inTime(dns(server, "transport=tcp")));
    }
  }

  @Test
  void aLengthThatPromisesMoreIsWaitedOut() throws Exception {
    assertFails(
        "timeout",
        askInVain(
            writing(query -> Answering.patched(framed(Answering.healthy(query)), 0, 0xffff))));
  }

  @Test
  void aLengthThatPromisesMoreBeforeTheEndIsAReset() throws Exception {
    CheckResult result =
        ask(
            (client, pause) -> {
              byte[] reply = framed(Answering.healthy(readQuery(client)));
              client.getOutputStream().write(Answering.patched(reply, 0, reply.length));
            });
    assertFails("connect-reset", result);
  }

  @Test
  void aLengthThatPromisesLessIsMalformed() throws Exception {
    CheckResult result =
        askForOneInVain(
            query -> {
              byte[] reply = framed(Answering.healthy(query));
              return Answering.patched(reply, 0, reply.length - 3);
            });
    assertFact("1 malformed", "ignored", assertFails("dns-malformed", result));
  }

  @Test
  void aLengthOfZeroIsTooShort() throws Exception {
    assertFact(
        "1 too short", "ignored", assertFails("timeout", askForOneInVain(query -> new byte[2])));
  }

  @Test
  void aHeaderAloneHasTheWrongQuestion() throws Exception {
    CheckResult result =
        askForOneInVain(query -> framed(Answering.cut(Answering.healthy(query), 12)));
    assertFact("1 wrong question", "ignored", assertFails("timeout", result));
  }

  @Test
  void aWrongIdIsPassedOver() throws Exception {
    CheckResult result =
        askForOne(
            query -> {
              byte[] reply = Answering.healthy(query);
              byte[] first = framed(Answering.withWrongId(reply));
              byte[] second = framed(reply);
              return ByteBuffer.allocate(first.length + second.length)
                  .put(first)
                  .put(second)
                  .array();
            });
    assertFact("1 wrong ID", "ignored", assertPasses(result));
  }

  @Test
  void emptyMessagesWithoutEndAreWaitedOut() throws Exception {
    CheckResult result =
        askInVain(
            (client, pause) -> {
              OutputStream out = client.getOutputStream();
              while (true) {
                out.write(new byte[4096]);
              }
            });
    assertFails("timeout", result);
  }

  @Test
  void theLargestMessageOfGarbageIsIgnored() throws Exception {
    byte[] garbage = new byte[65_535];
    new Random(20_261_121).nextBytes(garbage);
    CheckResult result =
        askForOneInVain(
            query -> framed(Answering.patched(garbage, 0, ~(query[0] << 8 | (query[1] & 0xff)))));
    assertFact("1 wrong ID", "ignored", assertFails("timeout", result));
  }

  @Test
  void oneOctetASecondIsWaitedOut() throws Exception {
    CheckResult result =
        askInVain(
            (client, pause) -> {
              for (byte octet : framed(Answering.healthy(readQuery(client)))) {
                client.getOutputStream().write(octet);
                pause.of(Duration.ofSeconds(1));
              }
            });
    assertFails("timeout", result);
  }

  @Test
  void manyOctetsEachInTimeAreNotWaitedForBeyondTheDeadline() throws Exception {
    CheckResult result =
        askInVain(
            (client, pause) -> {
              for (byte octet : framed(Answering.healthy(readQuery(client)))) {
                client.getOutputStream().write(octet);
                pause.of(Duration.ofMillis(50));
              }
            });
    assertFails("timeout", result);
  }

  @Test
  void anAnswerInSmallPiecesPasses() throws Exception {
    CheckResult result =
        ask(
            (client, pause) -> {
              client.setTcpNoDelay(true);
              for (byte octet : framed(Answering.healthy(readQuery(client)))) {
                client.getOutputStream().write(octet);
              }
            });
    assertPasses(result);
  }

  @Test
  void aResetIsTold() throws Exception {
    CheckResult result =
        ask(
            (client, pause) -> {
              byte[] unused = readQuery(client);
              client.setSoLinger(true, 0);
            });
    assertFails("connect-reset", result);
  }

  @Test
  void aResetInTheMiddleOfTheAnswerIsTold() throws Exception {
    CheckResult result =
        ask(
            (client, pause) -> {
              byte[] reply = framed(Answering.healthy(readQuery(client)));
              client.getOutputStream().write(reply, 0, reply.length / 2);
              client.setSoLinger(true, 0);
            });
    assertFails("connect-reset", result);
  }

  @Test
  void theEndBeforeTheAnswerIsAReset() throws Exception {
    CheckResult result =
        ask(
            (client, pause) -> {
              byte[] unused = readQuery(client);
            });
    assertFails("connect-reset", result);
  }

  @Test
  void silenceIsWaitedOut() throws Exception {
    assertFails("timeout", askInVain((client, pause) -> pause.forever()));
  }

  @Test
  void overTcpATruncatedMessageIsNoAnswer() throws Exception {
    CheckResult result =
        askForOneInVain(
            query -> {
              byte[] reply = Answering.to(query).flag(Flags.TC).with(Type.A, "192.0.2.1").wire();
              return framed(Answering.cut(reply, reply.length - 2));
            });
    assertFails("dns-truncated", result);
  }

  @Test
  void anErrorOverTcpIsToldAsOne() throws Exception {
    CheckResult result =
        askForOne(query -> framed(Answering.to(query).rcode(Rcode.REFUSED).wire()));
    assertFact("REFUSED", "rcode", assertFails("dns-rcode", result));
  }
}
