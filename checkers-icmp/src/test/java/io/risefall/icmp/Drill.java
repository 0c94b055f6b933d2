package io.risefall.icmp;

import io.risefall.check.CheckContext;
import io.risefall.check.CheckResult;
import io.risefall.check.CheckRun;
import io.risefall.check.Checker;
import io.risefall.net.Target;
import io.risefall.option.Options;
import io.risefall.testkit.BothWays;
import io.risefall.time.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;

/**
 * A program that tests run in network namespaces of their own: makes pings and prints, one line
 * each, what came of them.
 */
final class Drill {

  private Drill() {}

  /**
   * Runs one drill.
   *
   * @param args its name, then pings such as {@code host=127.0.0.1,timeout=1s}
   */
  public static void main(String[] args) throws Exception {
    List<String> pings = List.of(args).subList(1, args.length);
    switch (args[0]) {
      case "each" -> each(pings);
      case "both-ways" -> bothWays(pings);
      case "at-once" -> atOnce(pings);
      case "interrupted" -> interrupted(pings.get(0));
      case "leaks" -> leaks(pings);
      case "one-thread" -> oneThread(Target.parse(pings.get(0), 0));
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  static Checker checker(String settings) {
    Map<String, List<String>> texts = new LinkedHashMap<>();
    for (String setting : settings.split(",", -1)) {
      String[] parts = setting.split("=", 2);
      texts.put(parts[0], List.of(parts[1]));
    }
    PingCheckerProvider provider = new PingCheckerProvider();
    return provider.create(Options.parse(provider.options(), texts));
  }

  /** Each by itself, with what the kernel counted meanwhile. */
  private static void each(List<String> pings) throws Exception {
    CheckRun.run(
        checker("host=" + pings.get(0).split("[=,]", -1)[1] + ",timeout=50ms")); // loads all
    for (String ping : pings) {
      Map<String, Long> before = Counters.now();
      Outcome outcome = Outcome.of(checker(ping));
      outcome.counted(before, Counters.now()).print();
    }
  }

  private static void bothWays(List<String> pings) throws Exception {
    for (String ping : pings) {
      CheckResult result = BothWays.run(checker(ping));
      System.out.println(result.verdict() + " " + result.reason() + ": " + result.message());
    }
    System.exit(0);
  }

  private static void atOnce(List<String> pings) throws Exception {
    List<Callable<Outcome>> all = new ArrayList<>();
    for (String ping : pings) {
      Checker checker = checker(ping);
      CheckRun.run(checker);
      for (int i = 0; i < 64; i++) {
        all.add(() -> Outcome.of(checker));
      }
    }
    onVirtualThreads(all).forEach(Outcome::print);
  }

  private static List<Outcome> onVirtualThreads(List<Callable<Outcome>> all) throws Exception {
    List<Outcome> outcomes = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Outcome> one : threads.invokeAll(all)) {
        outcomes.add(one.get());
      }
    }
    return outcomes;
  }

  /** Prints what the interrupted check threw, and how long after. */
  private static void interrupted(String ping) throws Exception {
    Checker checker = checker(ping);
    FutureTask<CheckResult> check = new FutureTask<>(() -> checker.check(within(checker)));
    Thread thread = Thread.ofVirtual().start(check);
    awaitEcho();
    long start = System.nanoTime();
    thread.interrupt();
    try {
      System.out.println("ended with " + check.get());
    } catch (ExecutionException e) {
      System.out.println(e.getCause() + "\t" + (System.nanoTime() - start) / 1_000_000);
    }
  }

  /** Until a request is on its way. */
  private static void awaitEcho() throws IOException {
    while (Counters.now().getOrDefault("echoes", 0L) == 0) {
      LockSupport.parkNanos(5_000_000);
    }
  }

  /** Prints descriptors and threads, before and after. */
  private static void leaks(List<String> pings) throws Exception {
    List<Callable<Outcome>> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Checker checker = checker(pings.get(i % pings.size()));
      all.add(() -> Outcome.of(checker));
    }
    onVirtualThreads(all.subList(0, 40));
    long descriptors = descriptors();
    onVirtualThreads(all);
    long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (pingThreads() > 0 && System.nanoTime() < until) {
      LockSupport.parkNanos(50_000_000);
    }
    System.out.println((descriptors() - descriptors) + "\t" + pingThreads());
  }

  private static long descriptors() throws IOException {
    try (var files = Files.list(Path.of("/proc/self/fd"))) {
      return files.count();
    }
  }

  private static long pingThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("risefall-ping"))
        .count();
  }

  /** A silent host keeps the only thread, and another check has to wait for it in vain. */
  private static void oneThread(Target silent) throws Exception {
    Echo echo = new Echo(new RawSockets(Path.of("/proc")), 1);
    Checker slow = new PingChecker(silent, Optional.empty(), Duration.ofSeconds(3), echo);
    Checker late = new PingChecker(silent, Optional.empty(), Duration.ofMillis(300), echo);
    FutureTask<Outcome> first = new FutureTask<>(() -> Outcome.of(slow));
    Thread.ofVirtual().start(first);
    awaitEcho();
    Outcome.of(late).print();
    first.get().print();
    Outcome.of(late).print();
  }

  static CheckContext within(Checker checker) {
    return CheckContext.within(checker.timeout(), Ticker.system());
  }

  /** A result, and how long it took. */
  record Outcome(CheckResult result, long millis, String counters) {

    static Outcome of(Checker checker) throws InterruptedException {
      long start = System.nanoTime();
      CheckResult result = CheckRun.run(checker, within(checker));
      return new Outcome(result, (System.nanoTime() - start) / 1_000_000, "");
    }

    Outcome counted(Map<String, Long> before, Map<String, Long> after) {
      Map<String, Long> differences = new LinkedHashMap<>();
      after.forEach((name, count) -> differences.put(name, count - before.getOrDefault(name, 0L)));
      return new Outcome(result, millis, differences.toString());
    }

    void print() {
      System.out.println(
          String.join(
              "\t",
              result.verdict() + " " + result.reason() + ": " + result.message(),
              Long.toString(millis),
              result.facts().toString(),
              result.timings().phases().keySet().toString(),
              counters));
    }
  }

  /** What the network namespace counts. */
  static final class Counters {

    private Counters() {}

    static Map<String, Long> now() throws IOException {
      Map<String, Long> counted = new LinkedHashMap<>();
      counted.put("echoes", 0L);
      List<String> lines = Files.readAllLines(Path.of("/proc/net/snmp"));
      for (int i = 0; i + 1 < lines.size(); i += 2) {
        String[] names = lines.get(i).split(" ", -1);
        String[] values = lines.get(i + 1).split(" ", -1);
        for (int column = 1; column < names.length; column++) {
          count(names[0] + names[column], values[column], counted);
        }
      }
      for (String line : Files.readAllLines(Path.of("/proc/net/snmp6"))) {
        String[] parts = line.split("\\s+", -1);
        count(parts[0], parts[1], counted);
      }
      return counted;
    }

    private static void count(String name, String value, Map<String, Long> counted) {
      switch (name) {
        case "IcmpMsg:OutType8", "Icmp6OutType128" ->
            counted.merge("echoes", Long.valueOf(value), Long::sum);
        case "Tcp:ActiveOpens" -> counted.put("connections", Long.valueOf(value));
        case "Tcp:OutSegs" -> counted.put("segments", Long.valueOf(value));
        default -> {}
      }
    }
  }
}
