package io.risefall.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckContext;
import io.risefall.check.CheckResult;
import io.risefall.check.CheckRun;
import io.risefall.check.Checker;
import io.risefall.check.CheckerProvider;
import io.risefall.check.Reason;
import io.risefall.check.Verdict;
import io.risefall.option.Options;
import io.risefall.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Makes checkers as their providers do, runs them, and holds them to their deadline. */
final class Checks {

  static final String NAME = "www.example.org";

  /** Of a check that is to run into it. */
  static final Duration BRIEF = Duration.ofMillis(300);

  /** Of a check that is not, however busy the machine is. */
  static final Duration AMPLE = Duration.ofSeconds(10);

  private static final Duration TOLERANCE = Duration.ofMillis(100);
  private static final int ATTEMPTS = 3;

  private Checks() {}

  /** A dns checker that is to run into its time-out. */
  static Checker hasty(Object server, String... settings) {
    List<String> all = new ArrayList<>(List.of(settings));
    all.add("timeout=" + BRIEF.toMillis() + "ms");
    return dns(server, all.toArray(String[]::new));
  }

  /** A dns checker with an ample time-out, unless the settings have another. */
  static Checker dns(Object server, String... settings) {
    return make(new DnsCheckerProvider(), defaults(settings, "name=" + NAME, "server=" + server));
  }

  /** The same for dns-zone; the settings name its masters. */
  static Checker zone(Object server, String... settings) {
    return make(
        new DnsZoneCheckerProvider(), defaults(settings, "zone=example.org", "server=" + server));
  }

  private static List<String> defaults(String[] settings, String... more) {
    List<String> all = new ArrayList<>(List.of(settings));
    for (String setting : more) {
      if (!names(all).contains(setting.substring(0, setting.indexOf('=')))) {
        all.add(setting);
      }
    }
    if (!names(all).contains("timeout")) {
      all.add("timeout=" + AMPLE.toMillis() + "ms");
    }
    return all;
  }

  private static List<String> names(List<String> settings) {
    return settings.stream().map(setting -> setting.substring(0, setting.indexOf('='))).toList();
  }

  static Checker make(CheckerProvider provider, List<String> settings) {
    Map<String, List<String>> texts = new LinkedHashMap<>();
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      texts
          .computeIfAbsent(setting.substring(0, equals), name -> new ArrayList<>())
          .add(setting.substring(equals + 1));
    }
    return provider.create(Options.parse(provider.options(), texts));
  }

  /** Makes one check; its deadline is what its time-outs add up to. */
  static CheckResult check(Checker checker) throws Exception {
    return run(checker, checker.timeout()).result();
  }

  /** Makes one check that ends by its deadline; see {@link #inTime(Checker, Duration)}. */
  static CheckResult inTime(Checker checker) throws Exception {
    return inTime(checker, checker.timeout());
  }

  /**
   * Makes one check that ends within 100 ms after its deadline. A busy machine can be late without
   * the checker's fault, so a check that ended late is made again, three times in all.
   */
  static CheckResult inTime(Checker checker, Duration deadline) throws Exception {
    Timed timed = run(checker, deadline);
    for (int attempt = 1; attempt < ATTEMPTS && timed.isLate(deadline); attempt++) {
      timed = run(checker, deadline);
    }
    long late = timed.nanos() - deadline.toNanos();
    assertTrue(late <= TOLERANCE.toNanos(), "late by " + late / 1_000_000 + " ms, allowed: 100 ms");
    return timed.result();
  }

  /**
   * The same, for a check that is to see something before its brief time-out; a busy machine may be
   * too late to show it, so the check is made up to five times until it has the fact.
   */
  static CheckResult inTimeWith(String fact, Checker checker, Duration deadline) throws Exception {
    CheckResult result = inTime(checker, deadline);
    for (int attempt = 1; attempt < 5 && !result.facts().containsKey(fact); attempt++) {
      result = inTime(checker, deadline);
    }
    return result;
  }

  static CheckResult inTimeWith(String fact, Checker checker) throws Exception {
    return inTimeWith(fact, checker, checker.timeout());
  }

  private record Timed(CheckResult result, long nanos) {
    boolean isLate(Duration deadline) {
      return nanos > deadline.plus(TOLERANCE).toNanos();
    }
  }

  /** On a virtual thread, as the agent does. */
  private static Timed run(Checker checker, Duration deadline) throws Exception {
    FutureTask<Timed> check =
        new FutureTask<>(
            () -> {
              long start = System.nanoTime();
              CheckResult result = CheckRun.run(checker, within(deadline));
              return new Timed(result, System.nanoTime() - start);
            });
    Thread.ofVirtual().start(check);
    try {
      Timed timed = check.get(30, TimeUnit.SECONDS);
      String message = timed.result().message();
      assertNotEquals(Reason.INTERNAL_ERROR, timed.result().reason(), message);
      assertTrue(message.chars().noneMatch(Character::isISOControl), () -> "one line: " + message);
      return timed;
    } catch (ExecutionException e) {
      throw new AssertionError("a checker never throws for a sick target", e.getCause());
    }
  }

  static CheckContext within(Duration limit) {
    return CheckContext.within(limit, Ticker.system());
  }

  static CheckResult assertPasses(CheckResult result) {
    assertEquals(Verdict.PASS, result.verdict(), result::toString);
    return result;
  }

  static CheckResult assertFails(String reason, CheckResult result) {
    assertEquals(Verdict.FAIL, result.verdict(), result::toString);
    assertEquals(new Reason(reason), result.reason(), result::toString);
    return result;
  }

  static CheckResult assertBroken(String reason, CheckResult result) {
    assertEquals(Verdict.BROKEN, result.verdict(), result::toString);
    assertEquals(new Reason(reason), result.reason(), result::toString);
    return result;
  }

  static void assertFact(String value, String name, CheckResult result) {
    assertEquals(value, result.facts().get(name), result::toString);
  }

  static String fact(String name, CheckResult result) {
    String fact = result.facts().get(name);
    assertNotNull(fact, result::toString);
    return fact;
  }
}
