package io.risefall.icmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckFailedException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may ping, and that nobody who may not is helped out by TCP. */
class PermissionTest {

  /** Each of them would pass by TCP port 7, where a refused connection is a sign of life. */
  private static final String[] ALIVE = {"host=127.0.0.1", "host=::1", "host=10.99.0.1"};

  private static void assertNothingIsSent(String sentence, List<String[]> lines) {
    assertEquals(ALIVE.length, lines.size());
    for (String[] line : lines) {
      assertEquals("BROKEN not-permitted: " + sentence, line[0]);
      assertEquals("{echoes=0, connections=0, segments=0}", line[4]);
    }
  }

  private static void assertPinged(List<String[]> lines) {
    assertEquals(ALIVE.length, lines.size());
    for (String[] line : lines) {
      assertTrue(line[0].startsWith("PASS ok: "), line[0]);
      assertEquals("{echoes=1, connections=0, segments=0}", line[4]);
    }
  }

  @Test
  void withoutTheCapabilityNothingIsSent() throws Exception {
    Namespace namespace =
        Namespace.fresh().by("setpriv", "--bounding-set", "-net_raw", "--inh-caps", "-net_raw");
    assertNothingIsSent(
        "this process has no CAP_NET_RAW: run it as root, or its systemd service with"
            + " AmbientCapabilities=CAP_NET_RAW",
        namespace.run("each", ALIVE));
  }

  @Test
  void inAUserNamespaceOnTheNetworkOfAnotherNothingIsSent() throws Exception {
    assertNothingIsSent(
        "this process has CAP_NET_RAW, but may not open raw sockets: it shares the network of"
            + " another user namespace, or a security rule forbids them",
        Namespace.fresh().by("unshare", "-Ur").run("each", ALIVE));
  }

  @Test
  void theCapabilityAloneIsEnough() throws Exception {
    assertPinged(
        Namespace.fresh()
            .by("setpriv", "--inh-caps=-all,+net_raw", "--bounding-set=-all,+net_raw")
            .run("each", ALIVE));
  }

  @Test
  void anAmbientCapabilityIsEnoughForAnyUser() throws Exception {
    assertPinged(
        Namespace.ofRoot()
            .by(
                "setpriv",
                "--reuid=65534",
                "--clear-groups",
                "--inh-caps=+net_raw",
                "--ambient-caps=+net_raw")
            .run("each", ALIVE));
  }

  @Test
  void aRouterThatRoutesNothingByDefaultIsNoObstacle() throws Exception {
    for (String route : List.of("unreachable", "blackhole", "prohibit")) {
      Namespace namespace = Namespace.fresh().after("ip route add " + route + " default\n");
      assertPinged(namespace.run("each", ALIVE));
    }
  }

  @Test
  void aNarrowLoopbackInterfaceIsNoObstacle() throws Exception {
    assertPinged(
        Namespace.fresh()
            .after(
                """
                ip address add 127.0.0.1/32 dev lo
                ip address delete 127.0.0.1/8 dev lo
                ip route add default via 10.99.0.2
                """)
            .run("each", ALIVE));
  }

  @Test
  void elsewhereThanOnLinuxNothingIsGuessed(@TempDir Path notProc) {
    CheckFailedException refused =
        assertThrows(CheckFailedException.class, () -> new RawSockets(notProc).require());
    assertEquals(
        "ping needs Linux: elsewhere Java may use TCP port 7 instead of ICMP",
        refused.result().message());
  }
}
