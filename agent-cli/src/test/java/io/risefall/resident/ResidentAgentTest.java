package io.risefall.resident;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.agent.CheckSnapshot;
import io.risefall.check.Checkers;
import io.risefall.config.ConfigException;
import io.risefall.control.Answer;
import io.risefall.control.ControlClient;
import io.risefall.state.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ResidentAgentTest {

  @TempDir private Path directory;
  private ServerSocket target = new ServerSocket();
  private @Nullable ResidentAgent running;

  ResidentAgentTest() throws IOException {}

  @BeforeEach
  void listen() throws IOException {
    target = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    if (running != null) {
      running.close();
    }
    target.close();
  }

  private Path file() {
    return directory.resolve("risefall.yaml");
  }

  private void write(String... lines) throws IOException {
    String head = "state-file: " + directory + "/state.json\ncontrol: " + directory + "/run\n";
    Files.writeString(file(), head + String.join("\n", lines) + "\n");
  }

  private String check(String name, String beside) {
    return "  "
        + name
        + ": {tcp: {address: \"127.0.0.1:"
        + target.getLocalPort()
        + "\"}, interval: 50ms"
        + beside
        + "}";
  }

  private ResidentAgent start() throws Exception {
    running = ResidentAgent.start(file(), Checkers.installed(), Optional.empty());
    return running;
  }

  private static CheckSnapshot snapshot(ResidentAgent agent, String name) {
    return agent.agent().snapshot(name).orElseThrow();
  }

  private static void awaitStatus(ResidentAgent agent, String name, Status status) {
    await().until(() -> snapshot(agent, name).status() == status);
  }

  private Answer ask(String... words) throws IOException {
    return ControlClient.ask(directory.resolve("run"), List.of(words), false);
  }

  @Test
  void aReloadKeepsWhatDidNotChange() throws Exception {
    write("checks:", check("kai", ""), check("lena", ""));
    ResidentAgent agent = start();
    awaitStatus(agent, "kai", Status.UP);
    awaitStatus(agent, "lena", Status.UP);
    CheckSnapshot before = snapshot(agent, "kai");
    write("checks:", check("kai", ""), check("mona", ", rise: 3"));
    assertEquals("checks and groups: 1 added, 0 changed, 1 removed, 1 as before", agent.reload());
    assertEquals(before.since(), snapshot(agent, "kai").since());
    assertTrue(agent.agent().snapshot("lena").isEmpty());
    awaitStatus(agent, "mona", Status.UP);
  }

  @Test
  void settingsChangeWithoutAnOutageEvenAfterReloadsThatChangedNothing() throws Exception {
    write("checks:", check("kai", ""));
    ResidentAgent agent = start();
    awaitStatus(agent, "kai", Status.UP);
    CheckSnapshot before = snapshot(agent, "kai");
    agent.reload();
    write("checks:", check("kai", ", fall: 7"));
    assertEquals("checks and groups: 0 added, 1 changed, 0 removed, 0 as before", agent.reload());
    assertEquals(Status.UP, snapshot(agent, "kai").status());
    assertEquals(before.since(), snapshot(agent, "kai").since());
  }

  @Test
  void aReloadNamesWhatIsTakenAtTheStartAlone() throws Exception {
    write("max-in-flight: 7", "checks:", check("kai", ""));
    ResidentAgent agent = start();
    write("max-in-flight: 8", "watch: true", "checks:", check("kai", ""));
    assertEquals(
        "checks and groups: 0 added, 0 changed, 0 removed, 1 as before;"
            + " not before the agent's next start: watch, max-in-flight",
        agent.reload());
    write("max-in-flight: 7", "checks:", check("kai", ""));
    assertEquals("checks and groups: 0 added, 0 changed, 0 removed, 1 as before", agent.reload());
  }

  @Test
  void aReloadThatIsRefusedChangesNothing() throws Exception {
    write("checks:", check("kai", ""));
    ResidentAgent agent = start();
    awaitStatus(agent, "kai", Status.UP);
    write("checks:", check("lena", ", fall: x"));
    ConfigException refused = assertThrows(ConfigException.class, agent::reload);
    assertEquals(1, refused.mistakes().size());
    assertEquals(Status.UP, snapshot(agent, "kai").status());
    Answer answer = ask("reload");
    assertEquals(1, answer.code());
    assertTrue(answer.out().contains("risefall.yaml:4: checks.lena.fall: 'x'"), answer::out);
  }

  @Test
  void fiveHundredReloadsLeaveNoMarkOnACheckThatDidNotChange() throws Exception {
    write("checks:", check("kai", ""), check("lena0", ""));
    ResidentAgent agent = start();
    awaitStatus(agent, "kai", Status.UP);
    CheckSnapshot before = snapshot(agent, "kai");
    for (int i = 1; i <= 500; i++) {
      write("checks:", check("kai", ""), check("lena" + i, ""));
      agent.reload();
    }
    assertEquals(before.since(), snapshot(agent, "kai").since());
    assertEquals(2, agent.agent().snapshot().size());
    assertEquals(1, agent.history().of("kai").transitions().size());
    assertTrue(agent.history().of("lena0").results().isEmpty());
  }

  @Test
  void aRestartGoesOnWhereItStood() throws Exception {
    write(
        "checks:",
        check("kai", ", rise: 3, fall: 100"),
        check("lena", ""),
        "groups:",
        "  pool: {any: [kai, lena]}");
    ResidentAgent first = start();
    awaitStatus(first, "pool", Status.UP);
    ask("maint", "lena", "--reason", "new disk");
    List<CheckSnapshot> before = first.agent().snapshot();
    first.close();
    target.close();
    ResidentAgent second = start();
    for (CheckSnapshot was : before) {
      CheckSnapshot is = snapshot(second, was.name());
      assertEquals(was.status(), is.status(), was.name());
      assertTrue(apart(was.since(), is.since()) < 1000, () -> was + " and " + is);
      assertTrue(apart(was.statusSince(), is.statusSince()) < 1000, () -> was + " and " + is);
      assertEquals(List.of(), second.history().of(was.name()).transitions(), was.name());
    }
    assertEquals("new disk", snapshot(second, "lena").adminMessage());
  }

  @Test
  void whatIsAnotherAfterARestartIsToldToThoseWhoFollowTheChanges() throws Exception {
    String[] file = {
      "publish:\n  - {dialect: event-log, file: " + directory + "/events.jsonl}",
      "checks:",
      check("kai", ""),
      check("lena", ""),
      "groups:",
      "  pool: {any: [kai, lena]}"
    };
    write(file);
    ResidentAgent first = start();
    awaitStatus(first, "kai", Status.UP);
    awaitStatus(first, "lena", Status.UP);
    ask("maint", "lena", "--for", "1h");
    first.close();
    Path events = directory.resolve("events.jsonl");
    Files.delete(events);
    Path state = directory.resolve("state.json");
    String kept = Files.readString(state);
    String over = kept.replaceAll("\"until\":\"[^\"]+\"", "\"until\":\"2000-01-01T00:00:00Z\"");
    assertNotEquals(kept, over);
    Files.writeString(state, over);
    file[5] = file[5].replace("any", "all");
    write(file);
    start();
    await().until(() -> Files.readString(events).contains("the time that was given is over"));
    List<String> told = Files.readAllLines(events);
    assertTrue(
        told.getFirst().contains("\"check\":\"pool\",\"from\":\"UP\",\"to\":\"DOWN\""),
        told::toString);
    assertTrue(
        told.get(1).contains("\"check\":\"lena\",\"from\":\"MAINT\",\"to\":\"UP\""),
        told::toString);
  }

  private static long apart(Instant one, Instant other) {
    return Math.abs(one.toEpochMilli() - other.toEpochMilli());
  }

  @Test
  void aCheckThatAsksSomethingElseAfterARestartKeepsItsHealthAndTellsNothing() throws Exception {
    write("checks:", check("kai", ""));
    ResidentAgent first = start();
    awaitStatus(first, "kai", Status.UP);
    first.close();
    Path events = directory.resolve("events.jsonl");
    write(
        "publish:\n  - {dialect: event-log, file: " + events + "}",
        "checks:",
        check("kai", "").replace("50ms", "1h").replace("}, ", ", timeout: 2s}, "));
    ResidentAgent second = start();
    assertEquals(Status.UP, snapshot(second, "kai").status());
    second.close();
    assertEquals("", Files.readString(events));
  }

  @Test
  void aCheckThatCountsOtherwiseAfterARestartKeepsItsHealth() throws Exception {
    Path events = directory.resolve("events.jsonl");
    String publish = "publish:\n  - {dialect: event-log, file: " + events + "}";
    write(publish, "checks:", check("kai", ""), check("lena", ""));
    ResidentAgent first = start();
    awaitStatus(first, "kai", Status.UP);
    awaitStatus(first, "lena", Status.UP);
    ask("maint", "lena");
    first.close();
    Files.delete(events);
    write(
        publish,
        "checks:",
        check("kai", ", fall: 7").replace("50ms", "1h"),
        check("lena", "").replace("50ms", "1h").replace("}, ", ", timeout: 2s}, "));
    ResidentAgent second = start();
    assertEquals(Status.UP, snapshot(second, "kai").status());
    assertEquals(0, snapshot(second, "kai").passes());
    assertEquals(Status.MAINT, snapshot(second, "lena").status());
    second.close();
    assertEquals("", Files.readString(events), "nothing else was told than before");
  }

  @Test
  void namesThatAreShorterThanTheTitleOfTheirColumnAreListed() throws Exception {
    write("checks:", check("nl", ""));
    ResidentAgent agent = start();
    awaitStatus(agent, "nl", Status.UP);
    List<String> lines = ask("status").out().lines().toList();
    assertEquals("NAME  STATUS    FOR   WHY", lines.get(0));
    assertTrue(lines.get(1).startsWith("nl    UP        0s    ok: "), lines.get(1));
  }

  @Test
  void operatorsAskAndSayOverTheSocket() throws Exception {
    write("checks:", check("kai", ", weight: 75"), "groups:", "  pool: {any: [kai]}");
    ResidentAgent agent = start();
    awaitStatus(agent, "pool", Status.UP);
    assertEquals(0, ask("ask", "kai").code());
    assertEquals(0, ask("drain", "kai", "--reason", "moves", "--for", "1s").code());
    Answer drained = ask("ask", "kai");
    assertEquals(1, drained.code());
    assertTrue(drained.out().matches("kai DRAIN for 0s, administrator: moves\n"), drained::out);
    assertEquals(1, ask("ask", "pool").code());
    awaitStatus(agent, "kai", Status.UP);
    assertEquals(0, ask("check", "kai").code());
    String status = ask("status").out();
    assertTrue(status.lines().allMatch(line -> line.length() <= 80), status);
    assertTrue(ask("explain", "kai").out().contains("  needed by pool\n"));
    assertTrue(ask("explain", "kai", "--json").out().startsWith("{\"name\":\"kai\","));
    assertEquals(
        new Answer(
            1,
            "risefall ask: no check or group 'ghost'; risefall status names all; see risefall ask"
                + " --help",
            ""),
        ask("ask", "ghost"));
    IOException refused = assertThrows(IOException.class, () -> ask("nonsense"));
    assertEquals("the agent does no such command for others", refused.getMessage());
    assertEquals(1, ask("drain", "kai", "--for", "soon").code());
  }

  @Test
  void aSecondAgentWithTheSameControlDirectoryDoesNotStart() throws Exception {
    write("checks:", check("kai", ""));
    start();
    IOException refused =
        assertThrows(
            IOException.class,
            () -> ResidentAgent.start(file(), Checkers.installed(), Optional.empty()));
    assertTrue(String.valueOf(refused.getMessage()).contains("another agent answers"));
    assertEquals(0, ask("status").code());
  }

  @Test
  void whatCannotBeOpenedAgainIsTriedWithTheNextReload() throws Exception {
    Path logs = Files.createDirectory(directory.resolve("logs"));
    String log = "publish:\n  - {dialect: event-log, file: " + logs + "/events.jsonl}";
    write("checks:", check("kai", ""), log);
    ResidentAgent agent = start();
    assertEquals(2, agent.failures().size());
    assertTrue(agent.toString().contains(", 1 publisher from"), agent::toString);
    Path elsewhere = Files.move(logs, directory.resolve("elsewhere"));
    write("checks:", check("kai", ""), log.replace("events", "changes"));
    IOException refused = assertThrows(IOException.class, agent::reload);
    String file = logs + "/changes.jsonl";
    assertEquals(
        "event-log " + file + ": no such file or directory: " + file, refused.getMessage());
    assertEquals(Set.of("state-file"), agent.failures().keySet());
    assertTrue(agent.toString().contains(", 0 publishers from"), agent::toString);
    // The file is as it was, and so is the directory: what was before is there again.
    write("checks:", check("kai", ""), log);
    Files.move(elsewhere, logs);
    assertEquals(
        "checks and groups: 0 added, 0 changed, 0 removed, 1 as before"
            + "; publishers: 1 opened, 0 closed",
        agent.reload());
    assertEquals(2, agent.failures().size());
    awaitStatus(agent, "kai", Status.UP);
    ask("drain", "kai");
    await().until(() -> Files.readString(logs.resolve("events.jsonl")).contains("DRAIN"));
  }

  @Test
  void whatWasBeforeIsOpenedAgainWhereTheNewOneCannot() throws Exception {
    String log = "publish:\n  - {dialect: event-log, file: " + directory + "/events.jsonl}";
    write("checks:", check("kai", ""), log);
    ResidentAgent agent = start();
    awaitStatus(agent, "kai", Status.UP);
    write("checks:", check("kai", ""), log.replace("/events", "/nowhere/events"));
    assertThrows(IOException.class, agent::reload);
    assertEquals(2, agent.failures().size());
    ask("drain", "kai");
    await().until(() -> Files.readString(directory.resolve("events.jsonl")).contains("DRAIN"));
  }
}
