package io.risefall.benchmarks;

import io.risefall.agent.HealthAgent;
import io.risefall.agent.HealthListener;
import io.risefall.check.CheckResult;
import io.risefall.check.Checkers;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * An agent that makes 1,000 TCP and 1,000 HTTP checks a second for a long time: do its threads or
 * its descriptors grow?
 *
 * <p>Arguments: the port of a {@link WebServer}, seconds. Prints one figure a line: name, tab,
 * value. Growth is from the most that was held at once in the second fifth of the time to the least
 * in the last: what comes and goes does not count.
 */
public final class Soak {

  /** What the process holds at one moment. */
  private record Held(long threads, long descriptors) {
    static Held now() throws IOException {
      try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
        return new Held(ManagementFactory.getThreadMXBean().getThreadCount(), open.count());
      }
    }
  }

  private Soak() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Checkers checkers = Checkers.installed();
    int port = Integer.parseInt(args[0]);
    Counts counts = new Counts();
    HealthAgent.Builder builder = HealthAgent.builder().listener(counts);
    for (int i = 0; i < TcpCost.PER_SECOND / 2; i++) {
      builder.check(
          "tcp-" + i, TcpCost.checker(checkers, i, port), c -> c.interval(Duration.ofSeconds(1)));
      builder.check(
          "http-" + i, HttpCost.checker(checkers, i, port), c -> c.interval(Duration.ofSeconds(1)));
    }
    List<Held> samples = new ArrayList<>();
    long seconds = Long.parseLong(args[1]);
    try (HealthAgent agent = builder.start()) {
      for (long i = 0; i < seconds * 5; i++) {
        Thread.sleep(200);
        samples.add(Held.now());
      }
      long down = agent.snapshot().stream().filter(check -> !check.status().isUp()).count();
      System.out.println("down\t" + down);
    }
    System.out.println("rate\t" + counts.all.sum() / seconds);
    System.out.println("not-passed\t" + counts.notPassed.sum());
    System.out.println("threads\t" + growth(samples, Held::threads));
    System.out.println("descriptors\t" + growth(samples, Held::descriptors));
  }

  private static long growth(List<Held> samples, ToLongFunction<Held> what) {
    int fifth = samples.size() / 5;
    long before = samples.subList(fifth, 2 * fifth).stream().mapToLong(what).max().orElseThrow();
    long after = samples.subList(4 * fifth, 5 * fifth).stream().mapToLong(what).min().orElseThrow();
    return after - before;
  }

  private static final class Counts implements HealthListener {
    final LongAdder all = new LongAdder();
    final LongAdder notPassed = new LongAdder();

    @Override
    public void onResult(String name, CheckResult result, Duration lag) {
      all.increment();
      if (!result.verdict().isPass()) {
        notPassed.increment();
      }
    }
  }
}
