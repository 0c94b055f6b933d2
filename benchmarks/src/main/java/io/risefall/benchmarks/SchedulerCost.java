package io.risefall.benchmarks;

import io.risefall.check.CheckResult;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What the agent itself costs: 10,000 checks with a checker that does nothing, one a second each.
 *
 * <p>Arguments: {@code alone} or {@code listener}, seconds of warm-up, rounds, seconds of a round.
 * Prints one figure a line, the median of the rounds: name, tab, value.
 */
public final class SchedulerCost {

  private static final CheckResult PASS = CheckResult.pass("did nothing");

  private SchedulerCost() {}

  public static void main(String[] args) throws InterruptedException {
    boolean listening = args[0].equals("listener");
    List<Load.Round> rounds =
        new Load(10_000, Duration.ofSeconds(1), listening)
            .run(
                number -> context -> PASS,
                Duration.ofSeconds(Long.parseLong(args[1])),
                Integer.parseInt(args[2]),
                Duration.ofSeconds(Long.parseLong(args[3])));
    print("rate", rounds, Load.Round::perSecond);
    print("cpu", rounds, Load.Round::cpuMicros);
    if (listening) {
      print("lag-p50", rounds, Load.Round::lagMedianMillis);
      print("lag-p99", rounds, Load.Round::lag99Millis);
    }
  }

  private static void print(
      String name, List<Load.Round> rounds, ToDoubleFunction<Load.Round> figure) {
    double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
    System.out.printf(Locale.ROOT, "%s\t%.2f%n", name, sorted[sorted.length / 2]);
  }
}
