package io.risefall.benchmarks;

import io.risefall.agent.HealthAgent;
import io.risefall.agent.HealthListener;
import io.risefall.check.CheckContext;
import io.risefall.check.CheckResult;
import io.risefall.check.Checker;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;

/**
 * An agent under a steady load, and what it costs this process: CPU time of all its threads, those
 * of the compiler and the collector included. A responder belongs in a process of its own.
 *
 * @param checks how many checks
 * @param interval the interval of each
 * @param listening whether the agent has a listener; without one, lags are not known
 */
record Load(int checks, Duration interval, boolean listening) {

  /**
   * What was measured.
   *
   * @param perSecond checks ended in a second
   * @param cpuMicros process CPU time for each of them
   * @param lagMedianMillis from a check's due time to its start; NaN without a listener
   * @param lag99Millis the same, 99th percentile
   */
  record Cost(double perSecond, double cpuMicros, double lagMedianMillis, double lag99Millis) {}

  /**
   * Runs the load for {@code warmUp}, then measures it for {@code time}.
   *
   * @param checkers makes the checker of each check, by its number
   */
  Cost run(IntFunction<Checker> checkers, Duration warmUp, Duration time)
      throws InterruptedException {
    LongAdder ended = new LongAdder();
    Lags lags = new Lags();
    HealthAgent.Builder builder = HealthAgent.builder();
    for (int i = 0; i < checks; i++) {
      builder.check("check-" + i, counting(checkers.apply(i), ended), c -> c.interval(interval));
    }
    if (listening) {
      builder.listener(lags);
    }
    var process =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    try (HealthAgent agent = builder.start()) {
      Thread.sleep(warmUp);
      lags.clear();
      long wall = System.nanoTime();
      long cpu = process.getProcessCpuTime();
      long count = ended.sum();
      Thread.sleep(time);
      count = ended.sum() - count;
      cpu = process.getProcessCpuTime() - cpu;
      wall = System.nanoTime() - wall;
      if (agent.snapshot().stream().anyMatch(check -> !check.status().isUp())) {
        throw new IllegalStateException("a check is not up: what was measured is not the load");
      }
      return new Cost(
          count * 1e9 / wall,
          cpu / 1e3 / count,
          lags.percentileMillis(50),
          lags.percentileMillis(99));
    }
  }

  private static Checker counting(Checker checker, LongAdder ended) {
    return new Checker() {
      @Override
      public CheckResult check(CheckContext context) throws InterruptedException {
        CheckResult result = checker.check(context);
        ended.increment();
        return result;
      }

      @Override
      public Duration timeout() {
        return checker.timeout();
      }
    };
  }

  /** A histogram in steps of 10 µs up to 1 s; the last step holds what is beyond. */
  private static final class Lags implements HealthListener {
    private static final long STEP = 10_000;

    private final AtomicLongArray counts = new AtomicLongArray(100_001);
    private final AtomicLong total = new AtomicLong();

    @Override
    public void onResult(String name, CheckResult result, Duration lag) {
      counts.incrementAndGet(Math.clamp(lag.toNanos() / STEP, 0, counts.length() - 1));
      total.incrementAndGet();
    }

    void clear() {
      for (int i = 0; i < counts.length(); i++) {
        counts.set(i, 0);
      }
      total.set(0);
    }

    double percentileMillis(int percentile) {
      long wanted = total.get() * percentile / 100;
      if (wanted == 0) {
        return Double.NaN;
      }
      int step = 0;
      for (long seen = counts.get(0); seen < wanted; seen += counts.get(step)) {
        step++;
      }
      return (step + 1) * STEP / 1e6;
    }
  }
}
