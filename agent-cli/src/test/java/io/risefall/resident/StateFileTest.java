package io.risefall.resident;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.agent.SavedState;
import io.risefall.state.AdminState;
import io.risefall.state.Health;
import io.risefall.state.HealthState;
import io.risefall.state.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class StateFileTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private static final Kept KAI =
      new Kept(
          "0123456789abcdef",
          new SavedState(
              "kai",
              Optional.of(
                  new HealthState(
                      Health.DOWN, Health.UP, -5_000_000_000L, 1, 0, -1L, 1234.5, -77, true)),
              true,
              Status.MAINT,
              -4_000_000_000L,
              AdminState.MAINT,
              "new \"disk\"\n"),
          Optional.of(Instant.parse("2026-11-21T12:00:00Z")));
  private static final Kept POOL =
      new Kept(
          "",
          new SavedState(
              "pool", Optional.empty(), false, Status.UP, -9_000_000_000L, AdminState.READY, ""),
          Optional.empty());

  @TempDir private Path directory;

  private Path file() {
    return directory.resolve("state.json");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private static byte[] written(Instant time) throws IOException {
    return StateFormat.write(new StateFormat.Saved(time, List.of(KAI, POOL)));
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    Instant now = Instant.parse("2026-11-21T11:00:00.123Z");
    StateFormat.Saved saved = StateFormat.read(written(now));
    assertEquals(new StateFormat.Saved(now, List.of(KAI, POOL)), saved);
  }

  @Test
  void aFileOfAnAgentThatDidNotKeepTheStatusIsReadWithoutIt() throws IOException {
    String written =
        """
        {"risefall-state":1,"saved":"2026-11-21T11:00:00Z","checks":[
          {"name":"pool","definition":"","admin":"DRAIN","message":"moves"}]}""";
    assertEquals(
        List.of(
            new Kept(
                "",
                new SavedState(
                    "pool", Optional.empty(), false, Status.UNKNOWN, 0, AdminState.DRAIN, "moves"),
                Optional.empty())),
        StateFormat.read(written.getBytes(StandardCharsets.UTF_8)).kept());
  }

  @Test
  void withoutAFileThereIsNothing() throws IOException {
    assertTrue(StateFile.read(file(), HOUR).isEmpty());
    assertEquals(List.of(), files());
  }

  @Test
  void aFileThatIsTooOldIsNotUsedAndStays() throws IOException {
    Files.write(file(), written(Instant.now().minus(Duration.ofMinutes(61))));
    assertTrue(StateFile.read(file(), HOUR).isEmpty());
    assertEquals(List.of("state.json"), files());
    assertTrue(StateFile.read(file(), Duration.ofMinutes(70)).isPresent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "garbage",
        "{\"risefall-state\":2,\"saved\":\"2026-11-21T11:00:00Z\",\"checks\":[]}",
        "{\"risefall-state\":1,\"saved\":\"yesterday\",\"checks\":[]}",
        "{\"risefall-state\":1,\"saved\":\"2026-11-21T11:00:00Z\",\"checks\":[{}]}",
        "{\"risefall-state\":1,\"saved\":\"2026-11-21T11:00:00Z\",\"checks\":[]} more",
        "{\"pid\":1,\"haproxy\":\"state\"}"
      })
  void whatIsNotOursIsSetAsideAndTheAgentStarts(String content) throws IOException {
    Files.writeString(file(), content);
    assertTrue(StateFile.read(file(), HOUR).isEmpty());
    List<String> left = files();
    assertEquals(1, left.size());
    assertTrue(left.getFirst().startsWith("state.json.unreadable-"), left::toString);
    assertEquals(content, Files.readString(directory.resolve(left.getFirst())));
  }

  @Test
  void aFileThatBreaksOffAnywhereOrIsSpoiledIsNeverTakenForAnother() throws IOException {
    byte[] whole = written(Instant.now());
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThrows(IOException.class, () -> StateFormat.read(part), "of " + length + " octets");
    }
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      byte[] spoiled = whole.clone();
      spoiled[random.nextInt(spoiled.length)] = (byte) random.nextInt(256);
      try {
        StateFormat.read(spoiled);
      } catch (IOException e) {
        assertFalse(String.valueOf(e.getMessage()).isEmpty());
      }
    }
  }

  @Test
  void aChangeIsWrittenAndOnlyTheOwnerCanReadIt() throws Exception {
    StateFile state = new StateFile(file(), () -> List.of(KAI));
    state.start();
    state.changed();
    await().until(() -> Files.exists(file()));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    assertEquals(List.of(KAI), StateFile.read(file(), HOUR).orElseThrow().kept());
    state.close();
    assertEquals(List.of("state.json"), files());
  }

  @Test
  void whoeverReadsMeanwhileReadsAWholeFile() throws Exception {
    StateFile state = new StateFile(file(), () -> List.of(KAI, POOL));
    state.start();
    state.changed();
    await().until(() -> Files.exists(file()));
    for (int i = 0; i < 500; i++) {
      state.changed();
      assertEquals(2, StateFormat.read(Files.readAllBytes(file())).kept().size());
    }
    state.close();
  }

  @Test
  void aDirectoryThatIsGoneIsCountedAndSurvived() throws Exception {
    Path gone = directory.resolve("gone");
    StateFile state = new StateFile(gone.resolve("state.json"), () -> List.of(KAI));
    state.start();
    state.changed();
    await().until(() -> state.failures() > 0);
    Files.createDirectory(gone);
    state.changed();
    await().until(() -> Files.exists(gone.resolve("state.json")));
    state.close();
  }
}
