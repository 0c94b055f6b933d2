package io.risefall.publish;

import static org.awaitility.Awaitility.await;

import io.risefall.agent.CheckSnapshot;
import io.risefall.agent.HealthAgent;
import io.risefall.check.CheckResult;
import io.risefall.check.Reason;
import io.risefall.state.Status;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** An agent whose checks find what a test says, when it says so. */
final class Watched implements AutoCloseable {

  private final Map<String, CheckResult> results = new ConcurrentHashMap<>();
  private final HealthAgent agent;

  Watched(String... names) {
    HealthAgent.Builder builder = HealthAgent.builder();
    for (String name : names) {
      builder.check(
          name,
          context -> found(name),
          check -> check.interval(Duration.ofHours(24)).rise(1).fall(1));
    }
    agent = builder.start();
  }

  private CheckResult found(String name) {
    return results.getOrDefault(name, CheckResult.broken(Reason.NO_ROUTE, "not asked yet"));
  }

  HealthAgent agent() {
    return agent;
  }

  void add(String name) {
    agent.change(
        change ->
            change.check(
                name, context -> found(name), check -> check.interval(Duration.ofHours(24))));
  }

  Watched up(String name) {
    return finds(name, CheckResult.pass("it answers"));
  }

  Watched down(String name) {
    return finds(name, CheckResult.fail(Reason.TIMEOUT, "nothing for 1 s"));
  }

  /** Has the check run and waits until the agent knows. */
  Watched finds(String name, CheckResult result) {
    results.put(name, result);
    await()
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> {
              agent.runNow(name);
              return snapshot(name).lastResult().filter(last -> same(last, result)).isPresent();
            });
    return this;
  }

  private static boolean same(CheckResult one, CheckResult other) {
    return one.verdict() == other.verdict()
        && one.message().equals(other.message())
        && one.weight().equals(other.weight());
  }

  Status status(String name) {
    return snapshot(name).status();
  }

  private CheckSnapshot snapshot(String name) {
    return agent.snapshot(name).orElseThrow();
  }

  @Override
  public void close() {
    agent.close();
  }
}
