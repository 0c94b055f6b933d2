package io.risefall.benchmarks;

import io.risefall.benchmarks.Load.Cost;
import io.risefall.check.Checker;
import io.risefall.check.Checkers;
import java.time.Duration;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * What one TCP check, a connection and its end, costs the agent's process, the threads of the JVM
 * included, at 2,000 checks a second.
 *
 * <p>Arguments: the port of a {@link WebServer}, seconds of warm-up, seconds of measurement. Prints
 * one figure a line: name, tab, value.
 */
public final class TcpCost {

  static final int PER_SECOND = 2000;

  private TcpCost() {}

  public static void main(String[] args) throws InterruptedException {
    Checkers checkers = Checkers.installed();
    int port = Integer.parseInt(args[0]);
    measure(i -> checker(checkers, i, port), args);
  }

  static Checker checker(Checkers checkers, int number, int port) {
    return checkers.create("tcp", "address=" + WebServer.address(number, port), "timeout=2s");
  }

  static void measure(IntFunction<Checker> checkers, String[] args) throws InterruptedException {
    Cost cost =
        new Load(PER_SECOND, Duration.ofSeconds(1), false)
            .run(
                checkers,
                Duration.ofSeconds(Long.parseLong(args[1])),
                Duration.ofSeconds(Long.parseLong(args[2])));
    System.out.printf(Locale.ROOT, "rate\t%.0f%ncpu\t%.2f%n", cost.perSecond(), cost.cpuMicros());
  }
}
