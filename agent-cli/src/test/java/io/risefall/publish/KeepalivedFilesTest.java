package io.risefall.publish;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.agent.CheckSnapshot;
import io.risefall.config.AgentConfig.FileStyle;
import io.risefall.config.AgentConfig.KeepalivedFile;
import io.risefall.time.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeepalivedFilesTest {

  private static final Duration SOON = Duration.ofMillis(20);

  private final Watched watched = new Watched("kai", "lena");
  private final Path directory;
  private final List<KeepalivedFiles> opened = new ArrayList<>();

  KeepalivedFilesTest(@TempDir Path temp) {
    directory = temp.resolve("files");
  }

  @AfterEach
  void close() {
    watched.close();
    opened.forEach(KeepalivedFiles::close);
  }

  private KeepalivedFiles opened(FileStyle style, boolean downOnExit) throws IOException {
    KeepalivedFiles files =
        new KeepalivedFiles(
            new KeepalivedFile(directory, style, downOnExit, Optional.empty()),
            watched.agent()::snapshot,
            () -> watched.agent().snapshot().stream().map(CheckSnapshot::name).toList(),
            new Settling(() -> Duration.ofHours(1), Ticker.system()),
            SOON);
    watched.agent().addListener(files);
    files.open();
    opened.add(files);
    return files;
  }

  private String says(String name) throws IOException {
    return Files.readString(directory.resolve(name));
  }

  private void awaitSays(String name, String content) {
    await(name + " says " + content)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> says(name).equals(content));
  }

  private Set<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void allFilesStandOnceItIsOpen() throws Exception {
    watched.up("kai");
    opened(FileStyle.VRRP, false);
    assertEquals(Set.of("kai", "lena"), names());
    assertEquals("1\n", says("kai"));
    assertEquals("0\n", says("lena"));
    assertEquals(
        "rw-r--r--",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("kai"))));
    close();
    assertEquals("1\n", says("kai"));
  }

  @Test
  void realServersAreToldTheOtherWayRound() throws Exception {
    watched.up("kai");
    opened(FileStyle.REAL_SERVER, false);
    assertEquals("0\n", says("kai"));
    assertEquals("1\n", says("lena"));
    watched.down("kai");
    awaitSays("kai", "1\n");
  }

  @Test
  void aTransitionIsWritten() throws Exception {
    opened(FileStyle.VRRP, false);
    watched.up("kai");
    awaitSays("kai", "1\n");
    watched.down("kai");
    awaitSays("kai", "0\n");
  }

  @Test
  void aFileIsWrittenOnlyWhenItSaysAnotherThing() throws Exception {
    opened(FileStyle.VRRP, false);
    FileTime old = FileTime.from(Instant.EPOCH);
    Files.setLastModifiedTime(directory.resolve("kai"), old);
    watched.down("kai").up("lena");
    awaitSays("lena", "1\n");
    assertEquals(old, Files.getLastModifiedTime(directory.resolve("kai")));
  }

  @Test
  void whatSomebodyElseWroteOrDeletedIsWrittenAgain() throws Exception {
    watched.up("kai");
    opened(FileStyle.REAL_SERVER, false);
    // as keepalived does when it starts, told so by init_file 1 overwrite
    Files.writeString(directory.resolve("kai"), "1\n");
    awaitSays("kai", "0\n");
    Files.delete(directory.resolve("lena"));
    await().until(() -> Files.exists(directory.resolve("lena")));
    assertEquals("1\n", says("lena"));
  }

  @Test
  void whatIsAddedGetsAFileAndWhatIsRemovedKeepsOneWhereNoneWouldBeUp() throws Exception {
    opened(FileStyle.REAL_SERVER, false);
    watched.add("mia");
    await().until(() -> Files.exists(directory.resolve("mia")));
    assertEquals("1\n", says("mia"));
    watched.up("kai");
    awaitSays("kai", "0\n");
    watched.agent().change(change -> change.remove("kai"));
    awaitSays("kai", "1\n");
  }

  @Test
  void theFileOfWhatIsRemovedIsDeletedWhereNoneIsNotUp() throws Exception {
    watched.up("kai");
    opened(FileStyle.VRRP, false);
    assertEquals("1\n", says("kai"));
    watched.agent().change(change -> change.remove("kai"));
    await().until(() -> Files.notExists(directory.resolve("kai")));
    assertEquals(Set.of("lena"), names());
  }

  @Test
  void anotherThingInThePlaceOfTheFileOfWhatIsRemovedStays() throws Exception {
    opened(FileStyle.VRRP, false);
    Path kai = directory.resolve("kai");
    Files.delete(kai);
    Files.createDirectories(kai.resolve("precious"));
    watched.agent().change(change -> change.remove("kai"));
    watched.up("lena");
    awaitSays("lena", "1\n");
    assertTrue(Files.isDirectory(kai.resolve("precious")));
  }

  @Test
  void oneThatIsHandedOverStaysAsItIs() throws Exception {
    watched.up("kai");
    opened(FileStyle.VRRP, true).handOver();
    opened.clear();
    assertEquals("1\n", says("kai"));
  }

  /** Whoever tells of the checks may fail once; the files are looked at all the same. */
  @Test
  void whatGoesWrongOnceDoesNotEndTheLooking() throws Exception {
    watched.up("kai");
    AtomicInteger asked = new AtomicInteger();
    try (KeepalivedFiles files =
        new KeepalivedFiles(
            new KeepalivedFile(directory, FileStyle.VRRP, false, Optional.empty()),
            watched.agent()::snapshot,
            () -> {
              if (asked.incrementAndGet() == 2) {
                throw new StackOverflowError("once");
              }
              return List.of("kai");
            },
            new Settling(() -> Duration.ofHours(1), Ticker.system()),
            SOON)) {
      files.open();
      await().until(() -> asked.get() > 2);
      assertEquals(1, files.failures());
      Files.writeString(directory.resolve("kai"), "0\n");
      awaitSays("kai", "1\n");
    }
  }

  @Test
  void downOnExitLeavesNothingUp() throws Exception {
    watched.up("kai");
    opened(FileStyle.VRRP, true);
    assertEquals("1\n", says("kai"));
    close();
    assertEquals("0\n", says("kai"));
  }

  @Test
  void afterTheEndNothingIsWritten() throws Exception {
    opened(FileStyle.VRRP, true).close();
    watched.up("kai");
    watched.agent().close();
    assertEquals("0\n", says("kai"));
  }

  @Test
  void strangersStayAsTheyAre() throws Exception {
    Files.createDirectory(directory);
    Files.writeString(directory.resolve("nina"), "1\n");
    opened(FileStyle.VRRP, true);
    assertEquals("1\n", says("nina"));
    close();
    assertEquals("1\n", says("nina"));
  }

  @Test
  void aReaderSeesNothingButZeroAndOne() throws Exception {
    opened(FileStyle.VRRP, false);
    Set<String> seen = new ConcurrentSkipListSet<>();
    AtomicBoolean reading = new AtomicBoolean(true);
    Thread reader =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (reading.get()) {
                    try {
                      seen.add(says("kai"));
                    } catch (IOException e) {
                      seen.add(e.toString());
                    }
                  }
                });
    for (int i = 0; i < 200; i++) {
      watched.up("kai").down("kai");
    }
    watched.up("kai");
    awaitSays("kai", "1\n");
    reading.set(false);
    reader.join();
    assertEquals(Set.of("0\n", "1\n"), seen);
  }

  @Test
  void aDirectoryThatCannotBeMadeIsToldAtTheStart() throws Exception {
    Files.writeString(directory, "a file");
    KeepalivedFile config = new KeepalivedFile(directory, FileStyle.VRRP, false, Optional.empty());
    try (KeepalivedFiles files =
        new KeepalivedFiles(
            config, watched.agent()::snapshot, () -> List.of("kai"), () -> Duration.ofHours(1))) {
      assertThrows(IOException.class, files::open);
    }
    assertEquals("a file", Files.readString(directory));
  }

  /** A directory in the file's place refuses root as well, which permissions do not. */
  @Test
  void whatCannotBeWrittenIsTriedAgain() throws Exception {
    opened(FileStyle.VRRP, false);
    Path kai = directory.resolve("kai");
    Files.delete(kai);
    Files.createDirectories(kai.resolve("in-the-way"));
    watched.up("kai").up("lena");
    awaitSays("lena", "1\n");
    assertTrue(Files.isDirectory(kai));
    Files.delete(kai.resolve("in-the-way"));
    Files.delete(kai);
    awaitSaysOnceThere("kai", "1\n");
  }

  @Test
  void aDirectoryThatWasRemovedIsMadeAgainWithAllItsFiles() throws Exception {
    watched.up("lena");
    opened(FileStyle.VRRP, false);
    for (String name : names()) {
      Files.delete(directory.resolve(name));
    }
    Files.delete(directory);
    watched.up("kai");
    awaitSaysOnceThere("kai", "1\n");
    awaitSaysOnceThere("lena", "1\n");
    assertFalse(names().contains(".kai.new"));
  }

  private void awaitSaysOnceThere(String name, String content) {
    await(name + " says " + content)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> Files.isRegularFile(directory.resolve(name)) && says(name).equals(content));
  }
}
