package io.risefall.benchmarks;

import io.risefall.agent.HealthAgent;
import io.risefall.check.CheckResult;
import io.risefall.check.Checker;
import io.risefall.time.Scheduler;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The heap in use, after collection, of an agent with 100,000 checks that run once an hour: before
 * any has run, and after each has run once and its result is kept. The hour is a simulated one.
 *
 * <p>Argument: the number of checks. Prints one figure a line in MB of 1,000,000 bytes: name, tab,
 * value.
 */
public final class IdleHeap {

  private static final Duration INTERVAL = Duration.ofHours(1);
  private static final Duration STEP = Duration.ofMillis(50);

  private IdleHeap() {}

  public static void main(String[] args) throws InterruptedException {
    int checks = Integer.parseInt(args[0]);
    AtomicLong time = new AtomicLong();
    AtomicReference<Runnable> timer = new AtomicReference<>(() -> {});
    AtomicLong timerAt = new AtomicLong(Long.MAX_VALUE);
    Scheduler scheduler =
        (task, delay) -> {
          timer.set(task);
          timerAt.set(time.get() + delay.toNanos());
          return () -> timerAt.set(Long.MAX_VALUE);
        };
    HealthAgent.Builder builder =
        HealthAgent.builder().ticker(time::get).scheduler(scheduler).executor(Runnable::run);
    for (int i = 0; i < checks; i++) {
      builder.check("check-" + i, checker(i), c -> c.interval(INTERVAL));
    }
    try (HealthAgent agent = builder.start()) {
      print("heap-before-first-run", usedMegabytes());
      while (time.addAndGet(STEP.toNanos()) <= INTERVAL.toNanos()) {
        if (timerAt.get() <= time.get()) {
          timerAt.set(Long.MAX_VALUE);
          timer.get().run();
        }
      }
      print("heap", usedMegabytes());
      if (agent.snapshot().stream().anyMatch(check -> check.lastResult().isEmpty())) {
        throw new IllegalStateException("a check has not run");
      }
    }
  }

  /** A result of the size that real ones have: a sentence of its own, timings, a fact. */
  private static Checker checker(int number) {
    String rcode = "NOERROR";
    return context ->
        CheckResult.pass("NOERROR, 1 answer from 192.0.2." + number)
            .withFacts(Map.of("rcode", rcode));
  }

  private static double usedMegabytes() throws InterruptedException {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      Thread.sleep(100);
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least / 1e6;
  }

  private static void print(String name, double value) {
    System.out.printf(Locale.ROOT, "%s\t%.1f%n", name, value);
  }
}
