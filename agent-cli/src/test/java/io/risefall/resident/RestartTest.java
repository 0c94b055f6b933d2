package io.risefall.resident;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.risefall.check.Checkers;
import io.risefall.config.ConfigException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What stands outside while an agent without a state file ends, begins, or reads its file again.
 */
@Timeout(60)
class RestartTest {

  /** An address that no host has, as a source: nothing can be known. */
  private static final String BROKEN = ", source: 192.0.2.5";

  @TempDir private Path directory;
  private ServerSocket target = new ServerSocket();
  private @Nullable ResidentAgent running;

  RestartTest() throws IOException {}

  @BeforeEach
  void listen() throws IOException {
    target = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    end();
    target.close();
  }

  private void end() {
    if (running != null) {
      running.close();
    }
  }

  private void write(String... lines) throws IOException {
    Files.writeString(
        directory.resolve("risefall.yaml"),
        "control: " + directory + "/run\n" + String.join("\n", lines) + "\n");
  }

  private String check(String name, String option, String beside) {
    String address = "address: \"127.0.0.1:" + target.getLocalPort() + "\", timeout: 1s";
    return "  " + name + ": {tcp: {" + address + option + "}, interval: 50ms" + beside + "}";
  }

  private String publish(String beside) {
    return "publish:\n  - {dialect: keepalived-file, directory: "
        + directory
        + "/files, style: vrrp"
        + beside
        + "}";
  }

  private ResidentAgent start() throws Exception {
    running =
        ResidentAgent.start(
            directory.resolve("risefall.yaml"), Checkers.installed(), Optional.empty());
    return running;
  }

  private Path file(String name) {
    return directory.resolve("files").resolve(name);
  }

  private void awaitSays(String name, String content) {
    await(name + " says " + content)
        .until(() -> Files.exists(file(name)) && Files.readString(file(name)).equals(content));
  }

  @Test
  void aFileStandsThroughARestartUntilMoreIsKnown() throws Exception {
    write("checks:", check("kai", "", ""), check("lena", "", ""), publish(", on-exit: keep"));
    start();
    awaitSays("kai", "1\n");
    awaitSays("lena", "1\n");
    end();
    FileTime before = FileTime.from(Instant.EPOCH);
    Files.setLastModifiedTime(file("kai"), before);
    write(
        "checks:",
        check("kai", BROKEN, ", stale-after: 1h"),
        check("lena", "", ", interval: 1h").replace("interval: 50ms, ", ""),
        check("mona", BROKEN, ", stale-after: 1h"),
        publish(", settle: 2s"));
    start();
    assertEquals("1\n", Files.readString(file("kai")));
    assertEquals("1\n", Files.readString(file("lena")));
    assertEquals("0\n", Files.readString(file("mona")));
    assertEquals(before, Files.getLastModifiedTime(file("kai")), "not even touched");
    awaitSays("kai", "0\n");
    awaitSays("lena", "0\n");
  }

  @Test
  void whatIsStaleWithoutEverAResultIsNotKnown() throws Exception {
    Files.createDirectories(directory.resolve("files"));
    Files.writeString(file("kai"), "1\n");
    write("checks:", check("kai", BROKEN, ", stale-after: 100ms"), publish(", settle: 1h"));
    ResidentAgent agent = start();
    await().until(() -> agent.agent().snapshot("kai").orElseThrow().stale());
    await().during(Duration.ofMillis(200)).until(() -> Files.readString(file("kai")).equals("1\n"));
  }

  @Test
  void theFileOfACheckWithAnotherNameIsGone() throws Exception {
    write("checks:", check("kai", "", ""), "groups:\n  old: {any: [kai]}", publish(""));
    ResidentAgent agent = start();
    awaitSays("kai", "1\n");
    awaitSays("old", "1\n");
    write("checks:", check("lena", "", ""), "groups:\n  new: {any: [lena]}", publish(""));
    agent.reload();
    awaitSays("lena", "1\n");
    awaitSays("new", "1\n");
    await().until(() -> Files.notExists(file("kai")) && Files.notExists(file("old")));
  }

  @Test
  void anotherWayToTellTheSameOnesIsNoEnd() throws Exception {
    write("checks:", check("kai", "", ""), publish(", on-exit: down"));
    ResidentAgent agent = start();
    awaitSays("kai", "1\n");
    Object key = Files.getAttribute(file("kai"), "unix:ino");
    write("checks:", check("kai", "", ""), publish(", on-exit: down, settle: 7s"));
    agent.reload();
    assertEquals("1\n", Files.readString(file("kai")));
    assertEquals(key, Files.getAttribute(file("kai"), "unix:ino"), "not even touched");
    write("checks:", check("kai", "", ""));
    agent.reload();
    assertEquals("0\n", Files.readString(file("kai")), "that was the end");
  }

  @Test
  void theLinkOfAModeStandsUntilMoreIsKnown() throws Exception {
    Path link = directory.resolve("routes");
    String modes =
        "modes:\n  sites:\n    choose: [{when: kai, mode: near}, {otherwise: far}]\n    link: {path: "
            + link
            + ", to: \"/routes.{mode}\"}\n    settle: 1s";
    write("checks:", check("kai", "", ""), modes);
    start();
    await().until(() -> Files.isSymbolicLink(link));
    assertEquals(Path.of("/routes.near"), Files.readSymbolicLink(link));
    end();
    write("checks:", check("kai", BROKEN, ", stale-after: 1h"), modes);
    start();
    assertEquals(Path.of("/routes.near"), Files.readSymbolicLink(link));
    await().until(() -> Files.readSymbolicLink(link).equals(Path.of("/routes.far")));
  }

  @Test
  void aFileThatIsNestedTooDeeplyDoesNotEndTheWatch() throws Exception {
    write("watch: true", "checks:", check("kai", "", ""));
    ResidentAgent agent = start();
    write("watch: true", "checks: " + "[".repeat(50_000));
    ConfigException refused = assertThrows(ConfigException.class, agent::reload);
    assertEquals(1, refused.mistakes().size());
    // Long enough for the watch to see that one as well: it looks each second.
    await()
        .pollDelay(Duration.ofMillis(2500))
        .until(() -> agent.agent().snapshot("kai").isPresent());
    write("watch: true", "checks:", check("lena", "", ""));
    await().until(() -> agent.agent().snapshot("lena").isPresent());
    assertFalse(agent.agent().snapshot("kai").isPresent());
  }
}
