package io.risefall.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class FailureMetersTest {

  private final MeterRegistry registry = spy(new SimpleMeterRegistry());
  private final Map<String, Long> failures = new ConcurrentHashMap<>(Map.of("state-file", 3L));
  private final FailureMeters meters = new FailureMeters(registry, () -> failures);

  private double counted(String of) {
    return registry.get("risefall.failures").tag("of", of).functionCounter().count();
  }

  @Test
  void thoseThatCameMeanwhileAreCountedToo() {
    meters.update();
    failures.put("state-file", 4L);
    failures.put("hook", 1L);
    meters.update();
    assertEquals(4, counted("state-file"));
    assertEquals(1, counted("hook"));
  }

  /** Micrometer logs a warning where a counter is registered that it has. */
  @Test
  void eachIsRegisteredOnce() {
    meters.update();
    meters.update();
    verify(registry, times(1)).more();
  }
}
