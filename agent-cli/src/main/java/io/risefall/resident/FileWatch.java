package io.risefall.resident;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells when a file has changed: looked at every second, which sees what is mounted, linked or
 * renamed into its place as well, and told once it has stayed the same for a second.
 */
final class FileWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);

  private final Path file;
  private final Runnable change;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("risefall-watch").factory());
  private Object seen;
  private Object told;

  FileWatch(Path file, Runnable change) {
    this(file, change, Duration.ofSeconds(1));
  }

  FileWatch(Path file, Runnable change, Duration every) {
    this.file = file;
    this.change = change;
    this.seen = look();
    this.told = seen;
    var unused =
        timer.scheduleWithFixedDelay(
            this::compareAnyway, every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
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

  /** What a timer's task throws ends it for ever, and says nothing. */
  private void compareAnyway() {
    try {
      compare();
    } catch (RuntimeException | Error e) {
      LOG.error("a change of {} came to nothing; it is watched on", file, e);
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
