package io.risefall.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.risefall.agent.Transition;
import io.risefall.check.Reason;
import io.risefall.cli.peers.PeerCondition;
import io.risefall.config.AgentConfig.EventLog;
import io.risefall.state.Health;
import io.risefall.state.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogFileTest {

  private final Path path;

  EventLogFileTest(@TempDir Path temp) {
    path = temp.resolve("events.jsonl");
  }

  private static EventLogFile opened(Path path) throws IOException {
    EventLogFile log = new EventLogFile(new EventLog(path));
    log.open();
    return log;
  }

  private static Transition transition(String name) {
    return new Transition(
        name,
        Status.UP,
        Status.DOWN,
        Health.UP,
        Health.DOWN,
        Reason.TIMEOUT,
        "nothing \"for\" 1 s",
        Instant.parse("2026-11-21T10:00:00Z"));
  }

  private static String line(String name) {
    return "{\"time\":\"2026-11-21T10:00:00Z\",\"check\":\""
        + name
        + "\",\"from\":\"UP\",\"to\":\"DOWN\",\"from-health\":\"UP\",\"to-health\":\"DOWN\","
        + "\"reason\":\"timeout\",\"message\":\"nothing \\\"for\\\" 1 s\"}";
  }

  @Test
  void aNamedPipeIsRefusedInsteadOfWaitingForItsReader() throws Exception {
    Path pipe = path.resolveSibling("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    try (EventLogFile log = new EventLogFile(new EventLog(pipe))) {
      IOException refused = assertThrows(IOException.class, log::open);
      assertEquals("is a named pipe, allowed: a file", refused.getMessage());
    }
  }

  @Test
  void eachTransitionIsALineThatIsThereAtOnce() throws Exception {
    try (EventLogFile log = opened(path)) {
      log.onTransition(transition("kai"));
      assertEquals(line("kai") + "\n", Files.readString(path));
      log.onTransition(transition("lena"));
      assertEquals(List.of(line("kai"), line("lena")), Files.readAllLines(path));
    }
  }

  @Test
  void whatWasThereStaysAndOthersMayNotRead() throws Exception {
    try (EventLogFile log = opened(path)) {
      log.onTransition(transition("kai"));
    }
    try (EventLogFile log = opened(path)) {
      log.onTransition(transition("lena"));
    }
    assertEquals(List.of(line("kai"), line("lena")), Files.readAllLines(path));
    assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
  }

  @Test
  void aRenamedFileIsFollowedByANewOne() throws Exception {
    Path rotated = path.resolveSibling("events.jsonl.1");
    try (EventLogFile log = opened(path)) {
      log.onTransition(transition("kai"));
      Files.move(path, rotated);
      log.onTransition(transition("lena"));
      assertEquals(List.of(line("kai")), Files.readAllLines(rotated));
      assertEquals(List.of(line("lena")), Files.readAllLines(path));
    }
  }

  @Test
  void aFileThatLogrotateHasMadeAlreadyIsUsed() throws Exception {
    try (EventLogFile log = opened(path)) {
      Files.move(path, path.resolveSibling("events.jsonl.1"));
      Files.createFile(path);
      log.onTransition(transition("kai"));
      assertEquals(List.of(line("kai")), Files.readAllLines(path));
    }
  }

  @Test
  void aDeletedFileIsMadeAgain() throws Exception {
    try (EventLogFile log = opened(path)) {
      Files.delete(path);
      log.onTransition(transition("kai"));
      assertEquals(List.of(line("kai")), Files.readAllLines(path));
    }
  }

  @Test
  void aTruncatedFileGoesOnFromItsBeginning() throws Exception {
    try (EventLogFile log = opened(path)) {
      log.onTransition(transition("kai"));
      Files.write(path, new byte[0]);
      log.onTransition(transition("lena"));
      assertEquals(line("lena") + "\n", Files.readString(path));
    }
  }

  @Test
  void aFullDiskIsCountedAndSurvived() throws Exception {
    Path full = Path.of("/dev/full");
    PeerCondition.assume(
        Files.isWritable(full) ? Optional.empty() : Optional.of("no " + full + " to write to"));
    try (EventLogFile log = opened(full)) {
      log.onTransition(transition("kai"));
      log.onTransition(transition("kai"));
      assertEquals(2, log.failures());
    }
  }

  @Test
  void aDirectoryThatIsGoneIsCountedAndSurvivedUntilItIsBack() throws Exception {
    Path directory = Files.createDirectory(path.resolveSibling("logs"));
    Path inside = directory.resolve("events.jsonl");
    try (EventLogFile log = opened(inside)) {
      Files.delete(inside);
      Files.delete(directory);
      log.onTransition(transition("kai"));
      assertEquals(1, log.failures());
      Files.createDirectory(directory);
      log.onTransition(transition("lena"));
      assertEquals(1, log.failures());
      assertEquals(List.of(line("lena")), Files.readAllLines(inside));
    }
  }

  @Test
  void aFileThatCannotBeOpenedIsToldAtTheStart() {
    assertThrows(IOException.class, () -> opened(path.resolve("below").resolve("nothing")));
  }

  @Test
  void afterTheEndNothingIsWritten() throws Exception {
    EventLogFile log = opened(path);
    log.close();
    log.onTransition(transition("kai"));
    assertEquals("", Files.readString(path));
    assertEquals(0, log.failures());
  }
}
