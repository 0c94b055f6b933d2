package io.risefall.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherFileTest {

  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void choose() {
    file = directory.resolve("launcher");
  }

  private void assertWhole() throws IOException {
    String text = Files.readString(file);
    assertTrue(text.matches("4711 secret [0-9]{10}\n"), text);
    long seconds = Long.parseLong(text.substring(12).strip());
    assertTrue(Math.abs(Instant.now().getEpochSecond() - seconds) <= 30, text);
  }

  @Test
  void theTimeIsWrittenInPlace() throws IOException {
    LauncherFile launcher = new LauncherFile(file, 4711, "secret");
    assertWhole();
    Object before = Files.getAttribute(file, "unix:ino");
    Files.writeString(file, "4711 secret 0000000000\n", StandardOpenOption.WRITE);
    launcher.tell();
    assertWhole();
    assertEquals(before, Files.getAttribute(file, "unix:ino"));
    launcher.delete();
  }

  @Test
  void whatSomebodyDeletedIsWrittenAgainAndWhatTheAgentDeletedIsNot() throws IOException {
    LauncherFile launcher = new LauncherFile(file, 4711, "secret");
    Files.delete(file);
    launcher.tell();
    assertWhole();
    launcher.delete();
    launcher.tell();
    assertFalse(Files.exists(file));
  }

  @Test
  void theFileOfAnotherAgentStaysAsItIs() throws IOException {
    LauncherFile launcher = new LauncherFile(file, 4711, "secret");
    Path fresh = Files.writeString(directory.resolve("fresh"), "4712 other 1\n");
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    launcher.tell();
    assertEquals("4712 other 1\n", Files.readString(file));
  }

  @Test
  void theFileOfAnotherAgentIsNotDeleted() throws IOException {
    LauncherFile launcher = new LauncherFile(file, 4711, "secret");
    Files.delete(file);
    LauncherFile other = new LauncherFile(file, 4712, "other");
    launcher.delete();
    assertTrue(Files.readString(file).startsWith("4712 other "));
    other.delete();
    assertFalse(Files.exists(file));
  }

  @Test
  void theTimeIsToldAgainOnceWhatHinderedItIsOver() throws IOException {
    Path within = Files.createDirectory(directory.resolve("run"));
    file = within.resolve("launcher");
    LauncherFile launcher = new LauncherFile(file, 4711, "secret");
    Path elsewhere = Files.move(within, directory.resolve("elsewhere"));
    assertThrows(IOException.class, launcher::tell);
    Files.move(elsewhere, within);
    Files.writeString(file, "4711 secret 0000000000\n", StandardOpenOption.WRITE);
    launcher.tell();
    assertWhole();
    launcher.delete();
  }

  @Test
  void whatAnotherAgentWroteWhileThisOneCouldNotIsLeftAlone() throws IOException {
    Path within = Files.createDirectory(directory.resolve("run"));
    file = within.resolve("launcher");
    LauncherFile launcher = new LauncherFile(file, 4711, "secret");
    Files.move(within, directory.resolve("elsewhere"));
    assertThrows(IOException.class, launcher::tell);
    Files.createDirectory(within);
    Files.writeString(file, "4712 other 1\n");
    launcher.tell();
    assertEquals("4712 other 1\n", Files.readString(file));
  }
}
