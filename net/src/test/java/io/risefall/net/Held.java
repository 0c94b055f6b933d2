package io.risefall.net;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckContext;
import io.risefall.check.CheckFailedException;
import io.risefall.net.Attempts.Attempt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** What this process holds. */
final class Held {

  private static final Duration BRIEF = Duration.ofMillis(60);
  private static final int ALLOWED = 8; // servers may be slow to see that their clients went away

  private Held() {}

  /** Some attempts. */
  @FunctionalInterface
  interface Round {
    void of(CheckContext context) throws Exception;
  }

  /** Makes an attempt whose failure is not the question. */
  static void quietly(Attempt attempt, CheckContext context) throws Exception {
    try {
      attempt.make(context.atMost(BRIEF));
    } catch (CheckFailedException e) {
      // as it should
    }
  }

  /** Rounds, and the servers for them, which are closed afterwards. */
  @FunctionalInterface
  interface Rounds {
    void make(int times) throws Exception;
  }

  static void requireNothingLeft(Rounds rounds, int times) throws Exception {
    rounds.make(5); // what is set up once is not left
    long descriptors = descriptors();
    rounds.make(times);
    long until = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (descriptors() > descriptors + ALLOWED && System.nanoTime() < until) {
      LockSupport.parkNanos(20_000_000);
    }
    long left = descriptors() - descriptors;
    assertTrue(left <= ALLOWED, () -> left + " descriptors are left");
    long threads =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("risefall"))
            .filter(thread -> !thread.getName().startsWith("risefall-lookup"))
            .count();
    assertTrue(threads <= 1, () -> threads + " threads, allowed: the one that watches writes");
  }

  /** Makes rounds, up to ten at once. */
  static void run(Round round, int times) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(10, Thread.ofVirtual().factory())) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < times; i++) {
        running.add(
            threads.submit(
                () -> {
                  round.of(Attempts.within(Attempts.AMPLE));
                  return true;
                }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    }
  }

  private static long descriptors() throws IOException {
    Path open = Path.of("/proc/self/fd");
    if (!Files.isDirectory(open)) {
      return 0;
    }
    try (var files = Files.list(open)) {
      return files.count();
    }
  }
}
