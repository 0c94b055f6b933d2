package io.risefall.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.risefall.check.CheckResult;
import io.risefall.check.Reason;
import io.risefall.check.Verdict;
import io.risefall.state.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The meters of one check or group. Not safe for use by many threads, but for the gauge. */
final class CheckMeters {

  /** A checker has a handful of reasons; this is for one that makes them up. */
  private static final int MOST_REASONS = 32;

  private static final Reason OTHER = new Reason("other");
  private static final String CHECK = "check";

  private record Kind(Verdict verdict, Reason reason) {}

  private final MeterRegistry registry;
  private final String name;
  private final Gauge up;
  private final Counter transitions;
  private final Map<Kind, Counter> results = new HashMap<>(2);
  private @Nullable Timer duration;
  private volatile Status status;

  CheckMeters(MeterRegistry registry, String name, Status status) {
    this.registry = registry;
    this.name = name;
    this.status = status;
    up =
        Gauge.builder("risefall.check.up", this, meters -> meters.status.isUp() ? 1 : 0)
            .description("1 if load balancers are told that the check or group is up, else 0.")
            .tag(CHECK, name)
            .register(registry);
    transitions =
        Counter.builder("risefall.check.transitions")
            .description("Changes of what load balancers are told.")
            .tag(CHECK, name)
            .register(registry);
  }

  void status(Status now) {
    status = now;
  }

  void changed(Status now) {
    status = now;
    transitions.increment();
  }

  void add(CheckResult result) {
    Kind kind = new Kind(result.verdict(), result.reason());
    if (results.size() >= MOST_REASONS && !results.containsKey(kind)) {
      kind = new Kind(result.verdict(), OTHER);
    }
    results.computeIfAbsent(kind, this::counter).increment();
    if (result.timings().total() >= 0) {
      Timer timer = duration;
      if (timer == null) {
        timer =
            Timer.builder("risefall.check.duration")
                .description("How long runs of the check took, whatever they found.")
                .tag(CHECK, name)
                .register(registry);
        duration = timer;
      }
      timer.record(Duration.ofNanos(result.timings().total()));
    }
  }

  private Counter counter(Kind kind) {
    return Counter.builder("risefall.check.results")
        .description("Results of the check by verdict and reason.")
        .tag(CHECK, name)
        .tag("verdict", kind.verdict().name().toLowerCase(Locale.ROOT))
        .tag("reason", kind.reason().code())
        .register(registry);
  }

  void remove() {
    List<Meter> all = new ArrayList<>(results.values());
    all.add(up);
    all.add(transitions);
    if (duration != null) {
      all.add(duration);
    }
    all.forEach(registry::remove);
  }
}
