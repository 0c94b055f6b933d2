package io.risefall.benchmarks;

import io.risefall.check.CheckResult;
import java.time.Duration;
import java.util.Locale;

/**
 * What the agent itself costs: 10,000 checks with a checker that does nothing, one a second each.
 *
 * <p>Arguments: {@code alone} or {@code listener}, seconds of warm-up, seconds of measurement.
 * Prints one figure a line: name, tab, value.
 */
public final class SchedulerCost {

  private static final CheckResult PASS = CheckResult.pass("did nothing");

  private SchedulerCost() {}

  public static void main(String[] args) throws InterruptedException {
    boolean listening = args[0].equals("listener");
    Load.Cost cost =
        new Load(10_000, Duration.ofSeconds(1), listening)
            .run(
                number -> context -> PASS,
                Duration.ofSeconds(Long.parseLong(args[1])),
                Duration.ofSeconds(Long.parseLong(args[2])));
    print("rate", cost.perSecond());
    print("cpu", cost.cpuMicros());
    if (listening) {
      print("lag-p50", cost.lagMedianMillis());
      print("lag-p99", cost.lag99Millis());
    }
  }

  private static void print(String name, double value) {
    System.out.printf(Locale.ROOT, "%s\t%.2f%n", name, value);
  }
}
