package io.risefall.cli;

import static io.risefall.publish.Peers.ask;
import static io.risefall.publish.Peers.askByDatagram;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.cli.peers.LoopbackPort;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The packaged command in place of bngagent, and the agent that speaks the same dialect. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class BngAgentIT {

  private final int port = LoopbackPort.pick();

  @TempDir private Path directory;

  private Path script() {
    return directory.resolve("dns-up");
  }

  /** Replaces the script at once, so that none that is half written is run. */
  private void script(String... lines) throws IOException {
    Path fresh = directory.resolve("fresh");
    Files.writeString(fresh, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    assertTrue(fresh.toFile().setExecutable(true));
    Files.move(fresh, script(), StandardCopyOption.ATOMIC_MOVE);
  }

  private static boolean tells(String answer, String host, int port) {
    try {
      return ask(host, port, "").equals(answer + "\n")
          && askByDatagram(host, port, new byte[] {'?'}).equals(answer);
    } catch (IOException e) {
      return false; // does not listen yet
    }
  }

  private static boolean says(Launcher.Running agent, String line) throws IOException {
    return Files.readString(agent.err()).contains(line);
  }

  @Test
  void bothTransportsOfAllAddressesTellWhatTheScriptPrints() throws Exception {
    script("until [ -e " + directory + "/ready ]; do sleep 0.02; done", "echo 1");
    Launcher.Running agent =
        Launcher.packaged()
            .start("bngagent", "-c", script().toString(), "" + port, "--interval", "100ms");
    try {
      await().until(() -> tells("0", "127.0.0.1", port));
      Files.createFile(directory.resolve("ready"));
      await().until(() -> tells("1", "127.0.0.1", port));
      if (LoopbackPort.hasIpv6()) {
        assertTrue(tells("1", "::1", port));
      }
      script("echo 0");
      await().until(() -> tells("0", "127.0.0.1", port));
      assertTrue(says(agent, "script UNKNOWN -> UP, ok: the program says 1"));
      assertTrue(says(agent, "script UP -> DOWN, exec-down: the program says 0"));
    } finally {
      agent.signal("TERM", false);
    }
    assertEquals(0, agent.outcome().code());
  }

  @Test
  void aScriptThatHangsIsMissingOrPrintsGarbageIsNoughtWithTheReasonInTheLog() throws Exception {
    script("echo 1");
    Launcher.Running agent =
        Launcher.packaged()
            .start(
                "bngagent",
                "--script",
                script().toString(),
                "127.0.0.1:" + port,
                "--interval=50ms",
                "--timeout=400ms",
                "--allow=127.0.0.0/8");
    try {
      await().until(() -> tells("1", "127.0.0.1", port));
      script("echo up");
      await().until(() -> tells("0", "127.0.0.1", port));
      assertTrue(says(agent, "script UP -> DOWN, exec-output: the first line is up, allowed: "));
      Files.delete(script());
      await().until(() -> says(agent, "script is still DOWN, exec-not-found: no program "));
      script("echo 1");
      await().until(() -> tells("1", "127.0.0.1", port));
      script("echo $$ >" + directory + "/pid", "echo 1", "sleep 60");
      await().until(() -> tells("0", "127.0.0.1", port));
      assertTrue(says(agent, "script UP -> DOWN, timeout: "));
    } finally {
      agent.signal("TERM", false);
    }
    assertEquals(0, agent.outcome().code());
    long pid = Long.parseLong(Files.readString(directory.resolve("pid")).strip());
    await().until(() -> ProcessHandle.of(pid).isEmpty());
  }

  @Test
  void anAgentOfTheSameDialectTellsTheSame() throws Exception {
    script("echo 1");
    Path file = directory.resolve("risefall.yaml");
    Files.writeString(
        file,
        """
        control: %1$s/run
        checks:
          node:
            exec: {command: [%1$s/dns-up], read: first-line}
            interval: 50ms
            fall: 1
        publish:
          - {dialect: bng, listen: "127.0.0.1:%2$d", check: node, allow: [127.0.0.0/8]}
        """
            .formatted(directory, port));
    Launcher.Running agent = Launcher.packaged().start("agent", "--config", file.toString());
    try {
      await().until(() -> tells("1", "127.0.0.1", port));
      script("echo 0");
      await().until(() -> tells("0", "127.0.0.1", port));
    } finally {
      agent.signal("TERM", false);
    }
    assertEquals(0, agent.outcome().code());
  }

  private static void assertOneLine(String expected, Outcome outcome) {
    assertEquals(new Outcome(1, "", expected + "\n"), outcome);
  }

  @Test
  void whatCannotListenSaysSoAndEndsWithOne() throws Exception {
    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      String all = LoopbackPort.hasIpv6() ? "[::]:" : "0.0.0.0:";
      assertOneLine(
          "risefall bngagent: " + all + port + ": Address already in use",
          Launcher.packaged().run("bngagent", "-c", "/bin/true", "" + taken.getLocalPort()));
    }
  }

  @Test
  void whereThereIsNoIpv6AllAddressesAreThoseOfIpv4() throws Exception {
    script("echo 1");
    Launcher launcher =
        Launcher.packaged().with("RISEFALL_JAVA_OPTS", "-Djava.net.preferIPv4Stack=true");
    assertOneLine(
        "risefall bngagent: [::1]:" + port + ": no IPv6 on this host",
        launcher.run("bngagent", "-c", "/bin/true", "[::1]:" + port));
    Launcher.Running agent =
        launcher.start("bngagent", "-c", script().toString(), "" + port, "--transport=tcp");
    try {
      await().until(() -> says(agent, "ready: " + script() + " for 0.0.0.0:" + port));
      await().until(() -> ask("127.0.0.1", port, "").equals("1\n"));
      try (DatagramSocket udp = new DatagramSocket(port)) {
        assertTrue(udp.isBound(), "UDP is not served");
      }
    } finally {
      agent.signal("TERM", false);
    }
    assertEquals(0, agent.outcome().code());
  }
}
