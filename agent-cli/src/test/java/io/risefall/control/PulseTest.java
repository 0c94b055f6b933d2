package io.risefall.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.risefall.testkit.ManualTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class PulseTest {

  private final ManualTime time = new ManualTime();
  private final Deque<Runnable> queue = new ArrayDeque<>();
  private final List<Duration> waited = new ArrayList<>();
  private int told;
  private boolean sick;
  private final Pulse pulse = new Pulse(queue::add, time, this::tell, waited::add);

  private void tell() {
    told++;
    if (sick) {
      throw new IllegalStateException("sick");
    }
  }

  private void runAll() {
    while (!queue.isEmpty()) {
      queue.remove().run();
    }
  }

  private void beats(int times) {
    for (int i = 0; i < times; i++) {
      time.advance(Duration.ofSeconds(1));
      pulse.beat();
    }
  }

  @Test
  void eachBeatTellsHowLongTheThreadBeforeWaited() {
    for (int millis = 1; millis <= 3; millis++) {
      pulse.beat();
      time.advance(Duration.ofMillis(millis));
      runAll();
      time.advance(Duration.ofSeconds(1));
    }
    pulse.beat();
    assertEquals(List.of(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(3)), waited);
    assertEquals(3, told);
  }

  @Test
  void oneStandstillIsToldOnce() {
    pulse.beat();
    beats(6);
    runAll();
    assertEquals(1, told);
    beats(1);
    runAll();
    beats(1);
    assertEquals(List.of(Duration.ofSeconds(6), Duration.ZERO), waited);
  }

  @Test
  void beatsThatWereMissedAndComeAllAtOnceTellNothingMore() {
    pulse.beat();
    time.advance(Duration.ofMinutes(10));
    for (int i = 0; i < 600; i++) {
      pulse.beat();
    }
    runAll();
    pulse.beat();
    assertEquals(List.of(Duration.ofMinutes(10)), waited);
  }

  @Test
  void whatCouldNotBeToldStopsNothing() {
    sick = true;
    pulse.beat();
    runAll();
    sick = false;
    pulse.beat();
    runAll();
    pulse.beat();
    assertEquals(List.of(Duration.ZERO), waited);
    assertEquals(2, told);
  }
}
