package io.risefall.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged command as an agent, and beside it the commands that ask it. */
@Timeout(120)
class AgentLauncherIT {

  @TempDir private Path directory;

  private Path file() {
    return directory.resolve("risefall.yaml");
  }

  private void write(int port, String beside) throws IOException {
    Files.writeString(
        file(),
        """
        control: %s/run
        checks:
          kai: {tcp: {address: "127.0.0.1:%d"}, interval: 50ms, %s}
        """
            .formatted(directory, port, beside));
  }

  private Launcher launcher() {
    return Launcher.packaged().with("RISEFALL_CONTROL", directory.resolve("run").toString());
  }

  private Outcome ask(String... words) {
    // No Java can be found here: nothing but the agent can have answered.
    return launcher().with("RISEFALL_JAVA_OPTS", "-XX:NoSuchOption").run(words);
  }

  @Test
  void anAgentIsAskedWithoutAJvmReloadsOnSighupAndEndsInOrder() throws Exception {
    try (ServerSocket target = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      write(target.getLocalPort(), "fall: 3");
      Launcher.Running agent = launcher().start("agent", "--config", file().toString());
      try {
        await().until(() -> ask("ask", "kai").code() == 0);
        assertTrue(ask("ask", "kai").out().startsWith("kai UP for "));
        Outcome unknown = ask("ask", "nobody");
        assertEquals(1, unknown.code());
        assertTrue(unknown.err().startsWith("risefall ask: no check or group 'nobody'"));
        assertEquals(0, ask("maint", "kai", "--reason", "a \"new\" disk, 50% 'done'").code());
        Outcome explained = ask("explain", "kai");
        assertTrue(explained.out().contains("MAINT: a \"new\" disk, 50% 'done'\n"), explained::out);
        assertEquals(0, Launcher.packaged().run("status", "--control", directory + "/run").code());
        assertEquals(0, launcher().with("RISEFALL_PATH", "java").run("status", "--json").code());

        write(target.getLocalPort(), "fall: x");
        Outcome refused = ask("reload");
        assertEquals(1, refused.code());
        assertTrue(refused.out().contains("risefall.yaml:3: checks.kai.fall: 'x'"), refused::out);
        write(target.getLocalPort(), "fall: 3, weight: 30");
        agent.signal("HUP", false);
        await().until(() -> ask("explain", "kai").out().contains("  weight    30%\n"));
      } finally {
        agent.signal("TERM", false);
      }
      assertEquals(0, agent.outcome().code());
    }
  }

  @Test
  void withoutAnAgentTheAnswerIsOneLineAndOne() {
    Outcome outcome = launcher().run("ask", "kai");
    assertEquals(1, outcome.code());
    assertEquals("", outcome.out());
    assertTrue(outcome.err().startsWith("risefall ask: no agent answers in "), outcome::err);
    assertEquals(1, outcome.err().lines().count());
  }

  @Test
  void aFileWithMistakesIsRefusedWithAllOfThem() throws IOException {
    write(1, "fall: x, rise: y");
    Outcome agent = launcher().run("agent", "--config", file().toString());
    assertEquals(1, agent.code());
    assertEquals(2, agent.err().lines().count(), agent::err);
    Outcome validated = launcher().run("validate", file().toString());
    assertEquals(1, validated.code());
    assertEquals(agent.err(), validated.out());
  }
}
