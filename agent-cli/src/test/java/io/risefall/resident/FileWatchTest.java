package io.risefall.resident;

import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FileWatchTest {

  @Test
  void whatAChangeThrowsDoesNotEndTheWatch(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("risefall.yaml"), "1");
    AtomicInteger changes = new AtomicInteger();
    Runnable change =
        () -> {
          if (changes.incrementAndGet() == 1) {
            throw new StackOverflowError("too deep");
          }
        };
    FileWatch watch = new FileWatch(file, change, Duration.ofMillis(10));
    try {
      Files.writeString(file, "22");
      await().until(() -> changes.get() == 1);
      Files.writeString(file, "333");
      await().until(() -> changes.get() == 2);
      Files.delete(file);
      Files.writeString(file, "4444");
      await().until(() -> changes.get() == 3);
    } finally {
      watch.close();
    }
  }
}
