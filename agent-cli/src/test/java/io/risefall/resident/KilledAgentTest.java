package io.risefall.resident;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.control.ControlClient;
import io.risefall.state.AdminState;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an agent that is killed at any moment leaves to the next one, and to those who are told. */
@Timeout(600)
class KilledAgentTest {

  /** {@code -Drisefall.kills=100} kills more often. */
  private static final int KILLS = Integer.getInteger("risefall.kills", 4);

  @TempDir private Path directory;
  private final List<Process> agents = new ArrayList<>();

  @AfterEach
  void kill() throws InterruptedException {
    for (Process agent : agents) {
      agent.destroyForcibly().waitFor();
    }
  }

  private Process start(String... lines) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("risefall.yaml"),
            "control: " + directory + "/run\n" + String.join("\n", lines) + "\n");
    Process agent =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty("java.class.path"),
                AgentDrill.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    agents.add(agent);
    BufferedReader out = agent.inputReader();
    assertEquals("ready", out.readLine());
    return agent;
  }

  @Test
  void aWordThatWasAnsweredOutlivesIt() throws Exception {
    Path state = directory.resolve("state.json");
    List<String> file = new ArrayList<>(List.of("state-file: " + state, "checks:"));
    IntStream.range(0, KILLS)
        .forEach(i -> file.add("  c" + i + ": {tcp: {address: \"127.0.0.1:1\"}, interval: 1h}"));
    for (int i = 0; i < KILLS; i++) {
      Process agent = start(file.toArray(String[]::new));
      List<String> word = List.of("drain", "c" + i, "--reason", "r" + i, "--for", "1h");
      assertEquals(0, ControlClient.ask(directory.resolve("run"), word, false).code());
      agent.destroyForcibly().waitFor();
      Map<String, Kept> kept =
          StateFile.read(state, Duration.ofHours(1)).orElseThrow().kept().stream()
              .collect(Collectors.toMap(one -> one.state().name(), Function.identity()));
      for (int before = 0; before <= i; before++) {
        Kept one = Objects.requireNonNull(kept.get("c" + before), "c" + before);
        assertEquals(AdminState.DRAIN, one.state().admin(), "c" + before);
        assertEquals("r" + before, one.state().adminMessage());
        assertTrue(one.until().orElseThrow().isAfter(Instant.now()), "c" + before);
      }
    }
  }

  @Test
  void keepalivedSeesNothingOfItsDeathAndOfTheNextOne() throws Exception {
    try (ServerSocket target = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress())) {
      String[] file = {
        "checks:",
        "  kai: {tcp: {address: \"127.0.0.1:" + target.getLocalPort() + "\"}, interval: 500ms}",
        "groups:",
        "  pool: {any: [kai]}",
        "publish:",
        "  - {dialect: keepalived-file, directory: " + directory + "/vrrp, style: vrrp}",
        "  - {dialect: keepalived-file, directory: " + directory + "/real, style: real-server}",
      };
      Process agent = start(file);
      Map<Path, String> up =
          Map.of(
              directory.resolve("vrrp/kai"), "1\n",
              directory.resolve("vrrp/pool"), "1\n",
              directory.resolve("real/kai"), "0\n",
              directory.resolve("real/pool"), "0\n");
      for (Map.Entry<Path, String> one : up.entrySet()) {
        await().until(() -> Files.readString(one.getKey()).equals(one.getValue()));
      }
      Set<String> seen = new ConcurrentSkipListSet<>();
      AtomicBoolean over = new AtomicBoolean();
      Thread keepalived = Thread.ofPlatform().start(() -> look(up.keySet(), seen, over));
      for (int i = 0; i < 2; i++) {
        agent.destroyForcibly().waitFor();
        agent = start(file);
      }
      await().until(() -> status("pool").contains("UP"));
      over.set(true);
      keepalived.join();
      assertEquals(Set.of("vrrp 1\n", "real 0\n"), seen);
    }
  }

  private String status(String name) throws IOException {
    return ControlClient.ask(directory.resolve("run"), List.of("ask", name), false).out();
  }

  private static void look(Set<Path> files, Set<String> seen, AtomicBoolean over) {
    while (!over.get()) {
      for (Path file : files) {
        String style = String.valueOf(file.getName(file.getNameCount() - 2));
        try {
          seen.add(style + " " + Files.readString(file));
        } catch (IOException e) {
          seen.add(style + " " + e);
        }
      }
    }
  }
}
