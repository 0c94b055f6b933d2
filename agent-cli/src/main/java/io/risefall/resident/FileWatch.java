package io.risefall.resident;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells when a file has changed: looked at every second, which sees what is mounted, linked or
 * renamed into its place as well, and told once it has stayed the same for a second.
 */
final class FileWatch implements AutoCloseable {

  private final Path file;
  private final Runnable change;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("risefall-watch").factory());
  private Object seen;
  private Object told;

  FileWatch(Path file, Runnable change) {
    this.file = file;
    this.change = change;
    this.seen = look();
    this.told = seen;
    var unused = timer.scheduleWithFixedDelay(this::compare, 1, 1, TimeUnit.SECONDS);
  }

  private record Look(long modified, long size, @Nullable Object key) {}

  private Object look() {
    try {
      BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
      return new Look(is.lastModifiedTime().toMillis(), is.size(), is.fileKey());
    } catch (IOException e) {
      return "not there";
    }
  }

  private void compare() {
    Object now = look();
    boolean steady = now.equals(seen);
    seen = now;
    if (steady && !now.equals(told)) {
      told = now;
      if (now instanceof Look) {
        change.run();
      }
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
