package io.risefall.testkit;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * How much this process holds.
 *
 * @param threads threads of both kinds, as a thread dump lists them
 * @param descriptors open file descriptors; 0 where the system does not list them
 */
record Leaks(int threads, int descriptors) {

  private static final Path OPEN_FILES = Path.of("/proc/self/fd");

  static Leaks now() throws IOException {
    return new Leaks(countThreads(), countDescriptors());
  }

  /** Waits until no more than {@code before} and some are held; what is held after that time. */
  static Leaks settled(Leaks before, int allowed, Duration limit) throws IOException {
    long until = System.nanoTime() + limit.toNanos();
    Leaks held = now();
    while (held.exceeds(before, allowed) && System.nanoTime() < until) {
      LockSupport.parkNanos(20_000_000);
      held = now();
    }
    return held;
  }

  boolean exceeds(Leaks before, int allowed) {
    return threads > before.threads + allowed || descriptors > before.descriptors + allowed;
  }

  /** Counts virtual threads too, which the beans of the platform do not. */
  private static int countThreads() throws IOException {
    Path folder = Files.createTempDirectory("threads");
    Path dump = folder.resolve("dump.txt");
    try {
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
      try (Stream<String> lines = Files.lines(dump)) {
        return (int) lines.filter(line -> line.startsWith("#")).count();
      }
    } finally {
      Files.deleteIfExists(dump);
      Files.delete(folder);
    }
  }

  private static int countDescriptors() throws IOException {
    if (!Files.isDirectory(OPEN_FILES)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(OPEN_FILES)) {
      return (int) files.count();
    }
  }
}
