package io.risefall.agent;

import static io.risefall.agent.Simulation.secs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.risefall.state.AdminState;
import io.risefall.state.Status;
import io.risefall.testkit.RecordingListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is built runs once it is started, and shows times by the clock as it is set. */
class StartTest {

  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  private final Simulation simulation = new Simulation();
  private final Scripted kai = simulation.checker().finds("P");
  private final AtomicReference<Instant> clock = new AtomicReference<>(NOON);

  @AfterEach
  void close() {
    simulation.close();
  }

  private HealthAgent built() {
    return simulation
        .builder
        .clock(clock::get)
        .check("kai", kai, c -> c.interval(secs(10)).staleAfter(secs(30)))
        .build();
  }

  private void tick(double seconds) {
    clock.updateAndGet(now -> now.plus(secs(seconds)));
    simulation.seconds(seconds);
  }

  @Test
  void whatIsBuiltCanBeAskedAndRunsNothing() {
    try (HealthAgent agent = built()) {
      simulation.seconds(100);
      assertEquals(0, kai.count());
      assertEquals(Status.UNKNOWN, agent.snapshot("kai").orElseThrow().status());
    }
  }

  @Test
  void itsTimeBeginsWithItsStart() {
    try (HealthAgent agent = built()) {
      simulation.seconds(100);
      RecordingListener late = new RecordingListener();
      agent.addListener(late);
      agent.start();
      assertEquals(0, kai.count());
      simulation.seconds(10);
      assertEquals(1, kai.count());
      assertEquals(
          List.of(Duration.ZERO), late.results().stream().map(told -> told.lag()).toList());
      assertEquals(1, late.transitions().size());
      long phase = Slots.phase("kai", secs(10));
      assertEquals(List.of(phase), kai.runsSince(Simulation.ORIGIN + secs(100).toNanos()));
    }
  }

  @Test
  void whoListensBeforeTheStartHearsWhatWasToldUntilThen() {
    try (HealthAgent agent = built()) {
      agent.administer("kai", AdminState.MAINT, "disk");
      RecordingListener before = new RecordingListener();
      agent.addListener(before);
      agent.start();
      RecordingListener after = new RecordingListener();
      agent.addListener(after);
      assertEquals(List.of("kai"), before.added());
      assertEquals(simulation.told.transitions(), before.transitions());
      assertEquals(1, before.transitions().size());
      agent.administer("kai", AdminState.READY, "");
      assertEquals(2, before.transitions().size());
      assertEquals(List.of(), after.added());
      assertEquals(1, after.transitions().size());
    }
  }

  @Test
  void theLoadIsTakenUpLittleByLittle() {
    List<Scripted> checkers = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      Scripted checker = simulation.checker().finds("P");
      checkers.add(checker);
      simulation.builder.check(
          "check-" + i, checker, c -> c.interval(secs(1)).staleAfter(secs(1.5)).downAfter(secs(2)));
    }
    simulation.builder.startRate(3);
    try (HealthAgent agent = simulation.start()) {
      for (int second = 1; second <= 3; second++) {
        simulation.seconds(1);
        assertEquals(3L * second, checkers.stream().filter(c -> c.count() > 0).count());
        assertEquals(second, checkers.getFirst().count());
      }
      assertEquals(
          List.of(Slots.phase("check-8", secs(1)) + 2 * Simulation.SECOND),
          checkers.getLast().runsSince(Simulation.ORIGIN));
      assertEquals(9, agent.snapshot().stream().filter(c -> c.status() == Status.UP).count());
      assertEquals(9, simulation.told.transitions().size(), "none was stale or down before");
    }
  }

  @Test
  void rareChecksAreNoLoadToPutOff() {
    Scripted lena = simulation.checker().finds("P");
    simulation.builder.check("kai", kai, c -> c.interval(secs(10))).startRate(1);
    simulation.builder.check("lena", lena, c -> c.interval(secs(10)));
    try (HealthAgent agent = simulation.start()) {
      simulation.seconds(10);
      assertEquals(2, agent.snapshot().stream().filter(c -> c.status() == Status.UP).count());
    }
  }

  @Test
  void itStartsOnce() {
    try (HealthAgent agent = built()) {
      agent.start();
      assertThrows(IllegalStateException.class, agent::start);
    }
  }

  @Test
  void timesAreThoseOfTheClockAlsoOnceItIsSet() {
    try (HealthAgent agent = built()) {
      agent.start();
      while (kai.count() == 0) {
        tick(0.001);
      }
      Instant up = simulation.told.transitions().getFirst().time();
      assertEquals(0, Duration.between(up, clock.get()).toMillis());
      clock.updateAndGet(now -> now.plus(Duration.ofHours(3)));
      assertEquals(up.plus(Duration.ofHours(3)), agent.snapshot("kai").orElseThrow().statusSince());
      clock.updateAndGet(now -> now.minus(Duration.ofHours(5)));
      assertEquals(
          up.minus(Duration.ofHours(2)), agent.snapshot("kai").orElseThrow().statusSince());
    }
  }

  @Test
  void timesAreThoseOfTheClockHoweverLongItTookToStart() {
    try (HealthAgent agent = built()) {
      clock.updateAndGet(now -> now.plusMillis(90));
      agent.start();
      while (kai.count() == 0) {
        tick(0.001);
      }
      Instant up = simulation.told.transitions().getFirst().time();
      assertEquals(0, Duration.between(up, clock.get()).toMillis());
    }
  }

  @Test
  void aClockThatRunsALittleApartMovesNoTimeThatWasShown() {
    try (HealthAgent agent = built()) {
      agent.start();
      while (kai.count() == 0) {
        tick(0.001);
      }
      Instant since = agent.snapshot("kai").orElseThrow().statusSince();
      clock.updateAndGet(now -> now.plusMillis(20));
      assertEquals(since, agent.snapshot("kai").orElseThrow().statusSince());
    }
  }
}
