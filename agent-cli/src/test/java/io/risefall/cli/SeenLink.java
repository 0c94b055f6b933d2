package io.risefall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Reads through a symbolic link, again and again, as a daemon that may be started at any time. */
final class SeenLink implements AutoCloseable {

  private static final long PAUSE_NANOS = 200_000;

  private final Path link;
  private final List<String> targets = new CopyOnWriteArrayList<>();
  private final AtomicInteger misses = new AtomicInteger();
  private final Thread thread;
  private String last = "";
  private volatile boolean closed;

  SeenLink(Path link) {
    this.link = link;
    thread = Thread.ofPlatform().daemon().name("seen-link").start(this::readOn);
  }

  private void readOn() {
    while (!closed) {
      try {
        Files.readAllBytes(link);
        note();
      } catch (IOException e) {
        if (!targets.isEmpty()) {
          misses.incrementAndGet();
        }
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** A link that is replaced is another file, even where it leads to the same place. */
  private void note() throws IOException {
    var attributes =
        Files.readAttributes(link, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    String now = attributes.fileKey() + " of " + attributes.lastModifiedTime();
    if (!now.equals(last)) {
      last = now;
      targets.add(Files.readSymbolicLink(link).getFileName().toString());
    }
  }

  /** Where it led, in order: one for each time that it was made or replaced. */
  List<String> targets() {
    return targets;
  }

  void assertNeverMissed() {
    assertTrue(!targets.isEmpty(), "never seen");
    assertEquals(0, misses.get(), "reads that found nothing");
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
