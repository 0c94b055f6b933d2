package io.risefall.resident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What befalls the process that writes the file, and the disk that it is on. */
@Timeout(600)
class StateFileDrillTest {

  /** {@code -Drisefall.kills=200} kills more often. */
  private static final int KILLS = Integer.getInteger("risefall.kills", 12);

  private static final int MOST_MILLIS = 40;

  @TempDir private Path directory;

  private Process drill(List<String> before, String mode) throws IOException {
    List<String> command = new ArrayList<>(before);
    command.addAll(
        List.of(
            ProcessHandle.current().info().command().orElseThrow(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            StateFileDrill.class.getName(),
            mode,
            directory.toString()));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  @Test
  void killedAtAnyMomentItLeavesAWholeFile() throws Exception {
    Random random = new Random();
    int inTheMidst = 0;
    for (int i = 0; i < KILLS; i++) {
      Process process = drill(List.of(), "write");
      try (BufferedReader out = process.inputReader()) {
        assertEquals("written", out.readLine());
        Thread.sleep(random.nextInt(MOST_MILLIS));
      } finally {
        process.destroyForcibly().waitFor();
      }
      var saved = StateFile.read(directory.resolve("state.json"), Duration.ofHours(1));
      assertEquals(StateFileDrill.kept(StateFileDrill.CHECKS), saved.orElseThrow().kept());
      List<String> files = files();
      inTheMidst += files.contains(".state.json.new") ? 1 : 0;
      assertTrue(
          List.of("state.json", ".state.json.new").containsAll(files),
          "nothing set aside: " + files);
    }
    System.out.println(KILLS + " kills, " + inTheMidst + " of them in the midst of writing");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(path -> path.getFileName().toString()).toList();
    }
  }

  @Test
  void aFullDiskAndOneThatTurnsReadOnlyAreCountedAndSurvived() throws Exception {
    String script = "mount -t tmpfs -o size=32k none \"$0\" && exec \"$@\"";
    List<String> alone = List.of("unshare", "-rm", "sh", "-c", script, directory.toString());
    Process process = drill(alone, "disk");
    try (BufferedReader out = process.inputReader()) {
      List<String> said = out.lines().toList();
      assertEquals(
          List.of(
              "filled: No space left on device",
              "full: 10 kept",
              "room: 210 kept",
              "read-only: 210 kept",
              "writable: 0 kept"),
          said);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }
}
