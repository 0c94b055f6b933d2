package io.risefall.publish;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether files still say what was written into them. A file is read again only where it is another
 * one, or was modified, since it was read: thousands are looked at every few seconds. Safe for use
 * by many threads.
 */
final class KnownContent {

  /** A file that was modified a moment ago can be modified again at what is the same time to it. */
  private static final Duration SETTLED = Duration.ofSeconds(1);

  private record Seen(FileTime modified, @Nullable Object file, ByteBuffer content) {}

  private final Map<Path, Seen> known = new ConcurrentHashMap<>();

  /** Whether it is a file and has this content. */
  boolean says(Path file, byte[] content) {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      Seen seen = new Seen(now.lastModifiedTime(), now.fileKey(), ByteBuffer.wrap(content));
      if (seen.equals(known.get(file))) {
        return true;
      }
      if (!now.isRegularFile()
          || now.size() != content.length
          || !Arrays.equals(Files.readAllBytes(file), content)) {
        known.remove(file);
        return false;
      }
      if (seen.modified().toInstant().isBefore(Instant.now().minus(SETTLED))) {
        known.put(file, seen);
      }
      return true;
    } catch (IOException e) {
      known.remove(file);
      return false;
    }
  }
}
