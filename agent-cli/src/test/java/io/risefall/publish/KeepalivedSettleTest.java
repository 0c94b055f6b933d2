package io.risefall.publish;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.risefall.agent.CheckSnapshot;
import io.risefall.check.CheckResult;
import io.risefall.check.Reason;
import io.risefall.config.AgentConfig.FileStyle;
import io.risefall.config.AgentConfig.KeepalivedFile;
import io.risefall.state.AdminState;
import io.risefall.time.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the files say while nothing is known of a check. */
class KeepalivedSettleTest {

  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final FileTime LONG_AGO = FileTime.from(Instant.EPOCH);

  private final Watched watched = new Watched("kai", "lena");
  private final List<KeepalivedFiles> opened = new ArrayList<>();
  @TempDir private Path directory;

  @BeforeEach
  void broken() {
    watched.finds("kai", CheckResult.broken(Reason.NO_ROUTE, "no route to it"));
    watched.finds("lena", CheckResult.broken(Reason.NO_ROUTE, "no route to it"));
  }

  @AfterEach
  void close() {
    watched.close();
    opened.forEach(KeepalivedFiles::close);
  }

  private KeepalivedFiles open(FileStyle style, Duration settle) throws IOException {
    KeepalivedFiles files =
        new KeepalivedFiles(
            new KeepalivedFile(directory, style, false, Optional.of(settle)),
            watched.agent()::snapshot,
            () -> watched.agent().snapshot().stream().map(CheckSnapshot::name).toList(),
            new Settling(() -> settle, Ticker.system()),
            Duration.ofMillis(20));
    watched.agent().addListener(files);
    files.open();
    opened.add(files);
    return files;
  }

  private void stands(String name, String content) throws IOException {
    Files.writeString(directory.resolve(name), content);
    Files.setLastModifiedTime(directory.resolve(name), LONG_AGO);
  }

  private String says(String name) throws IOException {
    return Files.readString(directory.resolve(name));
  }

  private void awaitSays(String name, String content) {
    await(name + " says " + content)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> says(name).equals(content));
  }

  @ParameterizedTest(name = "{0}, there stands \"{1}\": {2}")
  @CsvSource({
    "VRRP, 1, 1",
    "VRRP, 0, 0",
    "VRRP, -, 0",
    "VRRP, 11, 0",
    "VRRP, up, 0",
    "VRRP, '', 0",
    "REAL_SERVER, 0, 0",
    "REAL_SERVER, 1, 1",
    "REAL_SERVER, -, 1",
    "REAL_SERVER, 00, 1",
    "REAL_SERVER, up, 1",
    "REAL_SERVER, '', 1",
    "REAL_SERVER, 0x0, 1",
  })
  void atFirstAFileSaysWhatStandsThereIfThatIsOurs(FileStyle style, String stands, String says)
      throws Exception {
    if (!stands.equals("-")) {
      stands("kai", stands + (stands.isEmpty() ? "" : "\n"));
    }
    open(style, LONG);
    assertEquals(says + "\n", says("kai"));
    if (stands.equals(says)) {
      assertEquals(LONG_AGO, Files.getLastModifiedTime(directory.resolve("kai")), "not touched");
    }
  }

  @Test
  void whatIsKnownIsWrittenAtOnce() throws Exception {
    stands("kai", "1\n");
    stands("lena", "1\n");
    watched.down("kai");
    watched.agent().administer("lena", AdminState.DRAIN, "memory");
    open(FileStyle.VRRP, LONG);
    assertEquals("0\n", says("kai"));
    assertEquals("0\n", says("lena"));
    watched.agent().administer("lena", AdminState.READY, "");
    watched.up("kai");
    awaitSays("kai", "1\n");
    assertEquals("0\n", says("lena"), "what stood before the word is not known any more");
  }

  @Test
  void theFirstConclusiveResultCountsAtOnce() throws Exception {
    stands("kai", "1\n");
    stands("lena", "0\n");
    open(FileStyle.VRRP, LONG);
    watched.finds("kai", CheckResult.broken(Reason.NO_ROUTE, "still no route to it"));
    watched.up("lena");
    awaitSays("lena", "1\n");
    assertEquals("1\n", says("kai"));
    watched.down("kai");
    awaitSays("kai", "0\n");
  }

  @Test
  void whatIsNotKnownWhenItHadTimeToSettleIsNotUp() throws Exception {
    stands("kai", "1\n");
    stands("lena", "1\n");
    open(FileStyle.VRRP, SHORT);
    assertEquals("1\n", says("kai"));
    watched.up("lena");
    awaitSays("kai", "0\n");
    assertEquals("1\n", says("lena"));
    watched.up("kai");
    awaitSays("kai", "1\n");
  }

  @Test
  void whatStandsIsAssertedAgainstOthers() throws Exception {
    stands("kai", "1\n");
    open(FileStyle.VRRP, LONG);
    Files.writeString(directory.resolve("kai"), "0\n");
    awaitSays("kai", "1\n");
    Files.delete(directory.resolve("kai"));
    Files.delete(directory.resolve("lena"));
    Files.delete(directory);
    await()
        .pollInterval(Duration.ofMillis(5))
        .until(() -> Files.exists(directory.resolve("kai")) && says("kai").equals("1\n"));
  }

  @Test
  void aCheckThatIsNewHasNothingToKeepButWhatStands() throws Exception {
    stands("mia", "1\n");
    open(FileStyle.VRRP, LONG);
    watched.add("mia");
    watched.add("nina");
    awaitExists("nina");
    assertEquals("1\n", says("mia"));
    assertEquals("0\n", says("nina"));
  }

  private void awaitExists(String name) {
    await().until(() -> Files.exists(directory.resolve(name)));
  }

  @Test
  void anAgentThatIsRestartedTwiceAndKilledKeepsWhatStands() throws Exception {
    stands("kai", "1\n");
    for (int i = 0; i < 3; i++) {
      KeepalivedFiles files = open(FileStyle.VRRP, LONG);
      assertEquals("1\n", says("kai"));
      watched.agent().removeListener(files);
    }
    assertEquals(LONG_AGO, Files.getLastModifiedTime(directory.resolve("kai")));
  }
}
