package io.risefall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.cli.peers.Peer;
import io.risefall.cli.peers.RequiresPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real monitoring plugins, run by {@code risefall exec --read nagios}. */
@RequiresPeer({Peer.CHECK_DUMMY, Peer.CHECK_TCP, Peer.CHECK_PROCS})
class MonitoringPluginsIT {

  private static Outcome plugin(Peer peer, String... arguments) {
    String[] args = {"exec", "--read", "nagios", "--verbose", "--", peer.path()};
    String[] all = java.util.Arrays.copyOf(args, args.length + arguments.length);
    System.arraycopy(arguments, 0, all, args.length, arguments.length);
    return Outcome.of(all);
  }

  private static void assertStarts(String start, int code, Outcome outcome) {
    assertTrue(outcome.out().startsWith(start), outcome::toString);
    assertEquals("", outcome.err());
    assertEquals(code, outcome.code(), outcome::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, PASS exec OK: so it is",
    "1, 0, DEGRADED exec exec-warning: WARNING: so it is",
    "2, 1, FAIL exec exec-critical: CRITICAL: so it is",
    "3, 1, BROKEN exec exec-unknown: UNKNOWN: so it is"
  })
  void everyCodeHasItsVerdict(String said, int code, String start) {
    assertStarts(start, code, plugin(Peer.CHECK_DUMMY, said, "so it is"));
  }

  @Test
  void aPortThatListensPassesWithItsTime() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(server.getLocalPort());
      Outcome outcome = plugin(Peer.CHECK_TCP, "-H", "127.0.0.1", "-p", port);
      assertStarts("PASS exec TCP OK - ", 0, outcome);
      assertTrue(outcome.out().matches("(?s).*\\n  time: 0\\.\\d+s\\n.*"), outcome::toString);
    }
  }

  @Test
  void aPortThatIsClosedFails() throws IOException {
    int port;
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
    }
    assertStarts(
        "FAIL exec exec-critical: connect to address 127.0.0.1 and port " + port,
        1,
        plugin(Peer.CHECK_TCP, "-H", "127.0.0.1", "-p", Integer.toString(port)));
  }

  @Test
  void thresholdsAreThePlugins() {
    assertStarts("PASS exec PROCS OK: ", 0, plugin(Peer.CHECK_PROCS, "-c", "1:"));
    Outcome warning = plugin(Peer.CHECK_PROCS, "-w", "100000:");
    assertStarts("DEGRADED exec exec-warning: PROCS WARNING: ", 0, warning);
    assertTrue(warning.out().matches("(?s).*\\n  procs: \\d+\\n.*"), warning::toString);
  }

  @Test
  void aUsageErrorOfThePluginsSaysNothingAboutTheTarget() {
    assertStarts("BROKEN exec exec-unknown: ", 1, plugin(Peer.CHECK_TCP, "--no-such-option"));
  }
}
