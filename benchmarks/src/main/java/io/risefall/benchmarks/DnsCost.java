package io.risefall.benchmarks;

import io.risefall.check.CheckContext;
import io.risefall.check.Checker;
import io.risefall.check.Checkers;
import io.risefall.time.Ticker;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;

/**
 * What one DNS check over UDP costs this process, the threads of the JVM included: as many as the
 * machine does, 64 in flight, each on a fresh virtual thread as in the agent.
 *
 * <p>Arguments: the port of a {@link NameServer}, seconds of warm-up, seconds of measurement.
 * Prints one figure a line: name, tab, value.
 */
public final class DnsCost {

  private static final int IN_FLIGHT = 64;

  private final Checker checker;
  private final LongAdder ended = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private volatile boolean over;

  private DnsCost(Checker checker) {
    this.checker = checker;
  }

  public static void main(String[] args) throws InterruptedException {
    DnsCost cost =
        new DnsCost(
            Checkers.installed()
                .create(
                    "dns",
                    "name=resolve.test.example",
                    "server=127.0.0.1:" + args[0],
                    "timeout=2s"));
    cost.measure(
        Duration.ofSeconds(Long.parseLong(args[1])), Duration.ofSeconds(Long.parseLong(args[2])));
  }

  private void measure(Duration warmUp, Duration time) throws InterruptedException {
    var process =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    CountDownLatch stopped = new CountDownLatch(IN_FLIGHT);
    for (int i = 0; i < IN_FLIGHT; i++) {
      Thread.startVirtualThread(() -> next(stopped));
    }
    Thread.sleep(warmUp);
    long wall = System.nanoTime();
    long cpu = process.getProcessCpuTime();
    long count = ended.sum();
    Thread.sleep(time);
    count = ended.sum() - count;
    cpu = process.getProcessCpuTime() - cpu;
    wall = System.nanoTime() - wall;
    over = true;
    stopped.await();
    if (failed.sum() > 0) {
      throw new IllegalStateException(failed.sum() + " checks failed: not what was to be measured");
    }
    System.out.printf(
        Locale.ROOT, "rate\t%.0f%ncpu\t%.2f%n", count * 1e9 / wall, cpu / 1e3 / count);
  }

  /** One check, and the thread of the one after it. */
  private void next(CountDownLatch stopped) {
    try {
      CheckContext context = CheckContext.within(checker.timeout(), Ticker.system());
      if (!checker.check(context).verdict().isPass()) {
        failed.increment();
      }
    } catch (InterruptedException e) {
      failed.increment();
    }
    ended.increment();
    if (over) {
      stopped.countDown();
    } else {
      Thread.startVirtualThread(() -> next(stopped));
    }
  }
}
