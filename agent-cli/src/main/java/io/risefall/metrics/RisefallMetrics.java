package io.risefall.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.risefall.agent.CheckSnapshot;
import io.risefall.agent.HealthAgent;
import io.risefall.agent.HealthListener;
import io.risefall.agent.Transition;
import io.risefall.check.CheckResult;
import io.risefall.state.Status;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of a {@link HealthAgent}, for any registry of Micrometer, under these names (and
 * those which the registry makes of them, such as {@code risefall_check_up}):
 *
 * <ul>
 *   <li>{@code risefall.check.up} by {@code check}: 1 if load balancers are told that it is up
 *   <li>{@code risefall.check.duration} by {@code check}: count, sum and max of how long runs took
 *   <li>{@code risefall.check.results} by {@code check}, {@code verdict} and {@code reason}
 *   <li>{@code risefall.check.transitions} by {@code check}: changes of what is told
 *   <li>{@code risefall.scheduler.lag}: how long after their due time runs started, in buckets
 * </ul>
 *
 * The meters of a check or group go when it is watched no more.
 *
 * <pre>{@code
 * RisefallMetrics metrics = new RisefallMetrics();
 * metrics.bindTo(registry);
 * HealthAgent agent = HealthAgent.builder().listener(metrics)...start();
 * }</pre>
 *
 * <p>Safe for use by many threads.
 */
public final class RisefallMetrics implements MeterBinder, HealthListener {

  private static final Duration[] LAGS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5)
  };

  private final CompositeMeterRegistry registries = new CompositeMeterRegistry();
  private final Map<String, CheckMeters> checks = new HashMap<>();
  private @Nullable Timer lag;

  /** Metrics of an agent that begins: it is to be a listener from the beginning. */
  public RisefallMetrics() {}

  /**
   * Has them in {@code registry} too, counting from now on: so bind first, then start the agent.
   */
  @Override
  public synchronized void bindTo(MeterRegistry registry) {
    registries.add(registry);
    lag =
        Timer.builder("risefall.scheduler.lag")
            .description("How long after their due time runs were started.")
            .serviceLevelObjectives(LAGS)
            .register(registries);
  }

  /**
   * Learns how an agent stands that runs already. Of use to a listener that was added to it later:
   * first {@link HealthAgent#addListener}, then this.
   */
  public synchronized void learn(HealthAgent agent) {
    // Under the lock, or a check that is removed meanwhile would come back for good.
    for (CheckSnapshot check : agent.snapshot()) {
      meters(check.name()).status(check.status());
    }
  }

  @Override
  public synchronized void onAdded(String name) {
    meters(name);
  }

  @Override
  public synchronized void onRestored(String name, Status status) {
    meters(name).status(status);
  }

  @Override
  public synchronized void onTransition(Transition transition) {
    if (transition.from() == transition.to()) {
      meters(transition.name());
    } else {
      meters(transition.name()).changed(transition.to());
    }
  }

  @Override
  public synchronized void onResult(String name, CheckResult result, Duration late) {
    if (lag != null) {
      lag.record(late);
    }
    meters(name).add(result);
  }

  @Override
  public synchronized void onRemoved(String name) {
    CheckMeters gone = checks.remove(name);
    if (gone != null) {
      gone.remove();
    }
  }

  private CheckMeters meters(String name) {
    return checks.computeIfAbsent(name, n -> new CheckMeters(registries, n, Status.UNKNOWN));
  }
}
