package io.risefall.dns;

import static io.risefall.dns.Checks.assertBroken;
import static io.risefall.dns.Checks.assertFact;
import static io.risefall.dns.Checks.assertFails;
import static io.risefall.dns.Checks.assertPasses;
import static io.risefall.dns.Checks.check;
import static io.risefall.dns.Checks.dns;
import static io.risefall.dns.Checks.fact;
import static io.risefall.dns.Checks.inTime;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckResult;
import io.risefall.check.Checker;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Attempts in all, as dig counts, each from a socket of its own. */
class TriesTest {

  private static final String BRIEF = "timeout=60ms";

  @Test
  void fiveTriesAreFiveDatagrams() throws Exception {
    try (HostileServer server = HostileServer.udp(HostileServer.SILENT)) {
      CheckResult result = assertFails("timeout", check(dns(server, "timeout=400ms", "tries=5")));
      server.awaitContacts(5);
      assertEquals(5, server.queries().size());
      assertEquals(
          List.of("tries", "try-1", "try-2", "try-3", "try-4", "try-5"),
          List.copyOf(result.facts().keySet()));
      assertFact("5", "tries", result);
      assertFact("timeout", "try-5", result);
      assertEquals("no answer from " + server + " after 5 tries", result.message());
    }
  }

  @Test
  void oneTryIsOneDatagram() throws Exception {
    try (HostileServer server = HostileServer.udp(HostileServer.SILENT)) {
      CheckResult result = assertFails("timeout", check(dns(server, BRIEF)));
      server.awaitContacts(1);
      assertEquals(1, server.queries().size());
      assertEquals("no answer from " + server, result.message());
    }
  }

  @Test
  void eachTryHasItsOwnTimeout() throws Exception {
    try (HostileServer server = HostileServer.udp(HostileServer.SILENT)) {
      Checker checker = dns(server, "timeout=150ms", "tries=3");
      assertEquals(Duration.ofMillis(450), checker.timeout());
      long start = System.nanoTime();
      assertFails("timeout", inTime(checker));
      assertTrue(System.nanoTime() - start >= 450_000_000);
    }
  }

  @Test
  void theFirstAnswerEndsThem() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (HostileServer server =
        HostileServer.udp(
            (query, sender) -> {
              if (asked.incrementAndGet() == 3) {
                sender.send(Answering.healthy(query));
              }
            })) {
      CheckResult result = assertPasses(check(dns(server, "timeout=500ms", "tries=5")));
      assertEquals(3, server.queries().size());
      assertFact("3", "tries", result);
      assertFact("timeout", "try-1", result);
      assertFact("timeout", "try-2", result);
      assertFalse(result.facts().containsKey("try-3"));
    }
  }

  @Test
  void anErrorIsAnAnswerAndEndsThemToo() throws Exception {
    try (HostileServer server =
        HostileServer.udp((query, sender) -> sender.send(Answering.to(query).rcode(2).wire()))) {
      assertFact("1", "tries", assertFails("dns-rcode", check(dns(server, "tries=5"))));
      assertEquals(1, server.queries().size());
    }
  }

  @Test
  void ignoredRepliesOfAllTriesAreAddedUp() throws Exception {
    try (HostileServer server =
        HostileServer.udp(
            (query, sender) -> sender.send(Answering.withWrongId(Answering.healthy(query))))) {
      CheckResult result = check(dns(server, "timeout=500ms", "tries=3"));
      assertFact("3 wrong ID", "ignored", assertFails("timeout", result));
    }
  }

  @Test
  void everyTryOnARefusedPortIsMade() throws Exception {
    try (Socket bound = new Socket()) { // keeps the port from others and does not listen
      bound.bind(new InetSocketAddress(HostileServer.IPV4, 0));
      String server = "127.0.0.1:" + bound.getLocalPort();
      CheckResult result =
          assertFails("connect-refused", check(dns(server, "transport=tcp", "tries=4")));
      assertFact("4", "tries", result);
      assertFact("connect-refused", "try-4", result);
    }
  }

  @Test
  void theFirstTryWaitsForAServerThatIsGoneAndTheOthersAreRefusedAtOnce() throws Exception {
    int port;
    try (DatagramSocket socket = new DatagramSocket(0, HostileServer.IPV4)) {
      port = socket.getLocalPort();
    }
    CheckResult result =
        assertFails("connect-refused", check(dns("127.0.0.1:" + port, "timeout=500ms", "tries=5")));
    assertTrue(result.timings().total() < 1_500_000_000L, () -> "five time-outs: " + result);
    assertFact("5", "tries", result);
    assertFact("timeout", "try-1", result);
    assertFact("connect-refused", "try-2", result);
    assertTrue(result.message().startsWith("127.0.0.1:" + port + " refused"), result::message);
  }

  @Test
  void aFaultOfThisSideEndsThemAtOnce() throws Exception {
    try (HostileServer server = HostileServer.udp(HostileServer.SILENT)) {
      CheckResult result =
          assertBroken("source-unavailable", check(dns(server, "source=192.0.2.77", "tries=5")));
      assertFact("1", "tries", result);
      assertEquals("192.0.2.77 is not an address of this host", result.message());
    }
  }

  @Test
  void theDeadlineEndsThem() throws Exception {
    try (HostileServer server = HostileServer.udp(HostileServer.SILENT)) {
      CheckResult result =
          assertFails(
              "timeout", inTime(dns(server, "timeout=100ms", "tries=50"), Duration.ofMillis(250)));
      int tries = Integer.parseInt(fact("tries", result));
      assertTrue(tries <= 3, () -> tries + " tries");
    }
  }

  @Test
  void portsAndIdsAreDifferentEachTimeAndWellSpread() throws Exception {
    int queries = 200;
    try (HostileServer server =
        HostileServer.udp((query, sender) -> sender.send(Answering.healthy(query)))) {
      Checker checker = dns(server);
      for (int i = 0; i < queries; i++) {
        assertPasses(check(checker));
      }
      Set<Integer> ids = new HashSet<>();
      Set<Integer> ports = new HashSet<>();
      int neighbours = 0;
      int idEighths = 0;
      int previous = -1;
      for (int i = 0; i < queries; i++) {
        int id = Short.toUnsignedInt(ByteBuffer.wrap(server.queries().get(i)).getShort());
        int port = ((InetSocketAddress) server.clients().get(i)).getPort();
        neighbours += Math.abs(port - previous) <= 2 ? 1 : 0;
        previous = port;
        idEighths |= 1 << (id >>> 13);
        ids.add(id);
        ports.add(port);
      }
      // With fair dice less than one run in a billion has so many doubles or neighbours.
      assertTrue(ids.size() >= queries - 8, () -> ids.size() + " IDs");
      assertTrue(ports.size() >= queries - 12, () -> ports.size() + " ports");
      assertEquals(0xff, idEighths, "an eighth of all IDs is never used");
      assertTrue(neighbours <= 8, "ports follow one another: " + neighbours);
    }
  }

  @Test
  void eachTryComesFromAnotherPortWithAnotherId() throws Exception {
    try (HostileServer server = HostileServer.udp(HostileServer.SILENT)) {
      assertFails("timeout", check(dns(server, "timeout=20ms", "tries=5")));
      server.awaitContacts(5);
      assertTrue(new HashSet<>(server.clients()).size() >= 4, () -> "" + server.clients());
      Set<Short> ids = new HashSet<>();
      server.queries().forEach(query -> ids.add(ByteBuffer.wrap(query).getShort()));
      assertTrue(ids.size() >= 4, () -> "" + ids);
    }
  }
}
