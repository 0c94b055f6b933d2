package io.risefall.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * {@code risefall.failures} by {@code of}: how often something could not be told, written or run.
 * Those that are counted come and go, so {@link #update} is called before they are read.
 */
public final class FailureMeters {

  private final MeterRegistry registry;
  private final Supplier<Map<String, Long>> failures;

  /** What has a meter: the registry logs a warning where one is registered again. */
  private final Set<String> metered = new HashSet<>();

  /**
   * Meters in {@code registry}.
   *
   * @param failures the counts, by what failed; asked for by several threads
   */
  public FailureMeters(MeterRegistry registry, Supplier<Map<String, Long>> failures) {
    this.registry = registry;
    this.failures = failures;
  }

  /** Has a meter for each that is counted now. */
  public synchronized void update() {
    failures.get().keySet().stream().filter(metered::add).forEach(this::register);
  }

  private void register(String of) {
    FunctionCounter.builder(
            "risefall.failures", failures, counts -> counts.get().getOrDefault(of, 0L))
        .description("How often something could not be told, written or run.")
        .tag("of", of)
        .register(registry);
  }
}
