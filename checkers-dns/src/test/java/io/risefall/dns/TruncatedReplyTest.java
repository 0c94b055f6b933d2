package io.risefall.dns;

import static io.risefall.dns.Answering.framed;
import static io.risefall.dns.Answering.readQuery;
import static io.risefall.dns.Checks.assertFact;
import static io.risefall.dns.Checks.assertFails;
import static io.risefall.dns.Checks.assertPasses;
import static io.risefall.dns.Checks.dns;
import static io.risefall.dns.Checks.hasty;
import static io.risefall.dns.Checks.inTime;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.risefall.check.CheckResult;
import io.risefall.dns.HostileServer.Datagrams;
import io.risefall.dns.HostileServer.Stream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Type;

/** A truncated reply is asked for again over TCP, unless UDP was asked for by name. */
class TruncatedReplyTest {

  private static final Datagrams TRUNCATED =
      (query, sender) -> sender.send(Answering.to(query).flag(Flags.TC).wire());

  private static final Stream HEALTHY =
      (client, pause) ->
          client.getOutputStream().write(framed(Answering.healthy(readQuery(client))));

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void theAnswerComesOverTcp(String host) throws Exception {
    try (HostileServer server =
        HostileServer.both(InetAddress.getByName(host), TRUNCATED, HEALTHY)) {
      CheckResult result = assertPasses(inTime(dns(server, "min-answers=1")));
      assertFact("tcp", "transport", result);
      assertFact("1", "answers", result);
      assertFact("rd ra", "flags", result);
      assertEquals(1, server.connections());
    }
  }

  @Test
  void aReplyThatIsCutInTheMiddleIsAskedForAgainToo() throws Exception {
    Datagrams cut =
        (query, sender) -> {
          byte[] reply = Answering.to(query).flag(Flags.TC).with(Type.A, "192.0.2.1").wire();
          sender.send(Answering.cut(reply, reply.length - 2));
        };
    try (HostileServer server = HostileServer.both(cut, HEALTHY)) {
      assertFact("tcp", "transport", assertPasses(inTime(dns(server, "min-answers=1"))));
    }
  }

  @Test
  void withUdpAskedForNoConnectionIsMade() throws Exception {
    try (HostileServer server = HostileServer.both(TRUNCATED, HEALTHY)) {
      CheckResult result = assertPasses(inTime(dns(server, "transport=udp")));
      assertFact("udp", "transport", result);
      assertFact("tc rd ra", "flags", result);
      assertFails("dns-flags", inTime(dns(server, "transport=udp", "forbid-flags=tc")));
      assertEquals(0, server.connections());
    }
  }

  @Test
  void withUdpAskedForTheRecordsBeforeTheCutCount() throws Exception {
    Datagrams cut =
        (query, sender) -> {
          byte[] reply =
              Answering.to(query)
                  .flag(Flags.TC)
                  .with(Type.A, "192.0.2.1")
                  .with(Type.A, "192.0.2.2")
                  .wire();
          sender.send(Answering.cut(reply, reply.length - 2));
        };
    try (HostileServer server = HostileServer.udp(cut)) {
      assertFact("192.0.2.1", "answer", assertPasses(inTime(dns(server, "transport=udp"))));
    }
  }

  @Test
  void theSameQueryGoesOverTcp() throws Exception {
    byte[][] overTcp = new byte[1][];
    Stream keeping =
        (client, pause) -> {
          overTcp[0] = readQuery(client);
          client.getOutputStream().write(framed(Answering.healthy(overTcp[0])));
        };
    try (HostileServer server = HostileServer.both(TRUNCATED, keeping)) {
      assertPasses(inTime(dns(server)));
      assertArrayEquals(server.queries().get(0), overTcp[0]);
      InetSocketAddress client = (InetSocketAddress) server.clients().get(1);
      assertEquals(HostileServer.IPV4, client.getAddress());
    }
  }

  @Test
  void thatTcpIsRefusedFails() throws Exception {
    try (HostileServer server = HostileServer.udp(TRUNCATED)) {
      assertFails("connect-refused", inTime(dns(server)));
    }
  }

  @Test
  void thatTcpIsSilentFailsWithinTheSameTimeout() throws Exception {
    try (HostileServer server = HostileServer.both(TRUNCATED, (client, pause) -> pause.forever())) {
      assertFails("timeout", inTime(hasty(server)));
    }
  }

  @Test
  void aSlowReplyAndASilentConnectionShareOneTimeout() throws Exception {
    Datagrams slow =
        (query, sender) ->
            sender.sendLate(Checks.BRIEF.dividedBy(2), Answering.to(query).flag(Flags.TC).wire());
    try (HostileServer server = HostileServer.both(slow, (client, pause) -> pause.forever())) {
      assertFails("timeout", inTime(hasty(server)));
    }
  }
}
