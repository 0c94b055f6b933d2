package io.risefall.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.risefall.agent.Transition;
import io.risefall.check.CheckResult;
import io.risefall.check.Reason;
import io.risefall.check.Timings;
import io.risefall.state.Health;
import io.risefall.state.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RisefallMetricsTest {

  private static final CheckResult PASS =
      CheckResult.pass("well").withTimings(Timings.UNMEASURED.withTotal(250_000_000));
  private static final CheckResult FAIL = CheckResult.fail(Reason.TIMEOUT, "no answer");

  private final RisefallMetrics metrics = new RisefallMetrics();
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final PrometheusMeterRegistry prometheus =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  private static Transition transition(Status from, Status to) {
    return new Transition(
        "kai", from, to, Health.UNKNOWN, Health.UP, Reason.OK, "well", Instant.EPOCH);
  }

  private double up() {
    return registry.get("risefall.check.up").tag("check", "kai").gauge().value();
  }

  private double transitions() {
    return registry.get("risefall.check.transitions").tag("check", "kai").counter().count();
  }

  private double results(String verdict, String reason) {
    return registry
        .get("risefall.check.results")
        .tags("check", "kai", "verdict", verdict, "reason", reason)
        .counter()
        .count();
  }

  @Test
  void upIsWhatLoadBalancersAreTold() {
    metrics.bindTo(registry);
    metrics.onAdded("kai");
    assertEquals(0, up());
    metrics.onTransition(transition(Status.UNKNOWN, Status.UP));
    assertEquals(1, up());
    metrics.onTransition(transition(Status.UP, Status.DRAIN));
    assertEquals(0, up());
    assertEquals(2, transitions());
  }

  @Test
  void whatGoesOnAsItStoodBeforeIsNoTransition() {
    metrics.bindTo(registry);
    metrics.onAdded("kai");
    metrics.onRestored("kai", Status.UP);
    assertEquals(1, up());
    assertEquals(0, transitions());
  }

  @Test
  void aChangeBeneathTheAdministratorsWordIsNoTransition() {
    metrics.bindTo(registry);
    metrics.onTransition(transition(Status.MAINT, Status.MAINT));
    assertEquals(0, up());
    assertEquals(0, transitions());
  }

  @Test
  void resultsAreCountedByVerdictAndReasonAndTimedWhereTheyWere() {
    metrics.bindTo(registry);
    metrics.onResult("kai", PASS, Duration.ofMillis(2));
    metrics.onResult("kai", PASS, Duration.ofMillis(3));
    metrics.onResult("kai", FAIL, Duration.ofMillis(4));
    assertEquals(2, results("pass", "ok"));
    assertEquals(1, results("fail", "timeout"));
    var duration = registry.get("risefall.check.duration").timer();
    assertEquals(2, duration.count());
    assertEquals(0.5, duration.totalTime(TimeUnit.SECONDS), 1e-9);
    assertEquals(3, registry.get("risefall.scheduler.lag").timer().count());
  }

  @Test
  void aCheckerThatMakesUpReasonsMakesFewMeters() {
    metrics.bindTo(registry);
    for (int i = 0; i < 1000; i++) {
      metrics.onResult("kai", CheckResult.fail(new Reason("made-up-" + i), "no"), Duration.ZERO);
    }
    assertEquals(968, results("fail", "other"));
    assertTrue(registry.getMeters().size() < 50);
  }

  @Test
  void allMetersOfACheckGoWithIt() {
    metrics.bindTo(registry);
    metrics.bindTo(prometheus);
    metrics.onResult("lena", PASS, Duration.ZERO);
    int before = registry.getMeters().size();
    metrics.onAdded("kai");
    metrics.onResult("kai", PASS, Duration.ZERO);
    metrics.onResult("kai", FAIL, Duration.ZERO);
    metrics.onTransition(transition(Status.UNKNOWN, Status.UP));
    assertTrue(prometheus.scrape().contains("\"kai\""));
    metrics.onRemoved("kai");
    assertEquals(before, registry.getMeters().size());
    assertFalse(prometheus.scrape().contains("\"kai\""));
    assertTrue(prometheus.scrape().contains("\"lena\""));
  }

  @Test
  void prometheusSeesTheNamesThatAreDocumented() {
    metrics.bindTo(prometheus);
    metrics.onTransition(transition(Status.UNKNOWN, Status.UP));
    metrics.onResult("kai", PASS, Duration.ofMillis(2));
    String text = prometheus.scrape();
    for (String line :
        new String[] {
          "risefall_check_up{check=\"kai\"} 1.0",
          "risefall_check_duration_seconds_count{check=\"kai\"} 1",
          "risefall_check_duration_seconds_sum{check=\"kai\"} 0.25",
          "risefall_check_duration_seconds_max{check=\"kai\"} 0.25",
          "risefall_check_results_total{check=\"kai\",reason=\"ok\",verdict=\"pass\"} 1.0",
          "risefall_check_transitions_total{check=\"kai\"} 1.0",
          "risefall_scheduler_lag_seconds_bucket{le=\"0.005\"} 1"
        }) {
      assertTrue(text.contains(line + "\n"), () -> line + " in\n" + text);
    }
    assertFalse(text.contains("risefall_check_duration_seconds_bucket"));
    assertFalse(text.contains("jvm_"));
  }

  @Test
  void aSecondRegistryHasThemToo() {
    metrics.bindTo(registry);
    metrics.onAdded("kai");
    metrics.bindTo(prometheus);
    assertTrue(prometheus.scrape().contains("risefall_check_up{check=\"kai\"} 0.0"));
  }
}
