package io.risefall.publish;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownContentTest {

  private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

  @TempDir private Path directory;
  private final KnownContent content = new KnownContent();

  @SuppressWarnings("NullAway.Init")
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(directory.resolve("kai"), "1\n");
    Files.setLastModifiedTime(file, LONG_AGO);
    assertTrue(says("1\n"));
  }

  private boolean says(String text) {
    return content.says(file, text.getBytes(US_ASCII));
  }

  @Test
  void aFileOfLongAgoIsNotReadAgain() throws IOException {
    Files.writeString(file, "0\n");
    Files.setLastModifiedTime(file, LONG_AGO);
    assertTrue(says("1\n"), "the same file, modified at the same time");
  }

  @Test
  void aFileThatWasModifiedIs() throws IOException {
    Files.writeString(file, "0\n");
    assertFalse(says("1\n"));
    Files.writeString(file, "1\n");
    assertTrue(says("1\n"));
  }

  @Test
  void soIsOneModifiedAMomentAgoEachTime() throws IOException {
    Files.writeString(file, "1\n");
    FileTime now = Files.getLastModifiedTime(file);
    assertTrue(says("1\n"));
    Files.writeString(file, "0\n");
    Files.setLastModifiedTime(file, now);
    assertFalse(says("1\n"));
  }

  @Test
  void soIsAnotherFileOfTheSameName() throws IOException {
    Path other = Files.writeString(directory.resolve("other"), "0\n");
    Files.setLastModifiedTime(other, LONG_AGO);
    Files.delete(file);
    Files.createLink(file, other);
    assertEquals(LONG_AGO, Files.getLastModifiedTime(file));
    assertFalse(says("1\n"));
  }

  @Test
  void aFileThatIsGoneSaysNothing() throws IOException {
    Files.delete(file);
    assertFalse(says("1\n"));
    Files.writeString(file, "longer\n");
    assertFalse(says("1\n"));
  }
}
