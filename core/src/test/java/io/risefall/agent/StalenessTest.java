package io.risefall.agent;

import static io.risefall.agent.Simulation.secs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.Reason;
import io.risefall.state.Damping;
import io.risefall.state.Health;
import io.risefall.state.OnStale;
import io.risefall.state.Status;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What time alone does: staleness, down-after, damping that ends. */
class StalenessTest {

  private final Simulation world = new Simulation();
  private final Scripted checker = world.checker();

  private void watch(CheckSettings.Builder settings) {
    world.builder.check("kai", checker, settings.interval(secs(10)).build());
    world.start();
  }

  private List<String> told() {
    return world.told.transitions().stream()
        .map(t -> t.from() + " -> " + t.to() + " " + t.reason())
        .toList();
  }

  @Test
  void brokenResultsCountNeitherWay() {
    watch(CheckSettings.builder().fall(3).rise(2));
    checker.finds("PFFBF");
    world.seconds(50);
    assertEquals(List.of("UNKNOWN -> UP ok", "UP -> DOWN timeout"), told());
    checker.finds("PBP");
    world.seconds(30);
    assertEquals(Status.UP, world.status("kai"));
  }

  @Test
  void aTargetIsStaleThreeIntervalsAndATimeoutAfterItsLastConclusiveResult() {
    watch(CheckSettings.builder());
    checker.finds("PB");
    world.untilNextRun(checker);
    world.time.advance(secs(35).minusMillis(2));
    assertEquals(Status.UP, world.status("kai"));
    assertEquals(Reason.NO_ROUTE, world.snapshot("kai").lastResult().orElseThrow().reason());
    world.time.advance(Duration.ofMillis(2));
    assertEquals(Status.DOWN, world.status("kai"));
    assertEquals(Health.UP, world.snapshot("kai").health());
    assertTrue(world.snapshot("kai").stale());
    assertEquals(List.of("UNKNOWN -> UP ok", "UP -> DOWN stale"), told());
    assertEquals(
        "no conclusive result for 35.0 s, last: no-route: no route",
        world.told.transitions().get(1).message());
  }

  @Test
  void theFirstConclusiveResultEndsStaleness() {
    watch(CheckSettings.builder());
    checker.finds("PBBBBBBP");
    world.seconds(80);
    assertFalse(world.snapshot("kai").stale());
    assertEquals(List.of("UNKNOWN -> UP ok", "UP -> DOWN stale", "DOWN -> UP ok"), told());
  }

  @Test
  void aFailureOfAStaleTargetConfirmsThatItIsDown() {
    watch(CheckSettings.builder().rise(2).fall(3));
    checker.finds("PBBBBBFBP");
    world.seconds(110);
    assertEquals(
        List.of("UNKNOWN -> UP ok", "UP -> DOWN stale", "DOWN -> DOWN timeout", "DOWN -> UP ok"),
        told());
  }

  @Test
  void aFailureOfAStaleTargetThatIsHeldUpCountsLikeAnyOther() {
    watch(CheckSettings.builder().fall(3).onStale(OnStale.HOLD));
    checker.finds("PBBBBBFFF");
    world.seconds(75);
    assertEquals(Status.UP, world.status("kai"));
    world.seconds(15);
    assertEquals(List.of("UNKNOWN -> UP ok", "UP -> DOWN timeout"), told());
  }

  @ParameterizedTest
  @CsvSource({
    "PB, HOLD, UP", "FB, HOLD, DOWN", "B, HOLD, UNKNOWN",
    "PB, UP, UP", "FB, UP, UP", "B, UP, UP",
    "PB, DOWN, DOWN", "FB, DOWN, DOWN", "B, DOWN, DOWN"
  })
  void onStaleSaysWhatAStaleTargetIsToldAs(String results, OnStale onStale, Status status) {
    checker.finds(results);
    watch(CheckSettings.builder().onStale(onStale).staleAfter(secs(15)));
    world.seconds(100);
    assertTrue(world.snapshot("kai").stale());
    assertEquals(status, world.status("kai"));
  }

  @Test
  void aLongDownIntervalIsNoStaleness() {
    checker.finds("F");
    watch(CheckSettings.builder().downInterval(secs(300)).onStale(OnStale.UP));
    world.seconds(3_000);
    assertFalse(world.snapshot("kai").stale());
    assertEquals(List.of("UNKNOWN -> DOWN timeout"), told());
  }

  @Test
  void downAfterStrikesBetweenTwoRuns() {
    watch(CheckSettings.builder().downAfter(secs(17)).fall(100));
    checker.finds("PF");
    world.untilNextRun(checker);
    world.time.advance(secs(17).minusMillis(2));
    assertEquals(Status.UP, world.status("kai"));
    world.time.advance(Duration.ofMillis(2));
    assertEquals(List.of("UNKNOWN -> UP ok", "UP -> DOWN no-pass"), told());
    assertEquals(
        "no pass for 17.0 s, last: timeout: no answer", world.told.transitions().get(1).message());
  }

  @Test
  void aDampedTargetComesBackByTheFirstPassThatMay() {
    Damping damping = new Damping(2_500, 1_000, secs(600), secs(3_600));
    checker.finds("PFPFP");
    watch(CheckSettings.builder().rise(1).fall(1).damping(damping).staleAfter(secs(9_999)));
    world.seconds(60);
    assertTrue(world.snapshot("kai").damped());
    assertEquals(Status.DOWN, world.status("kai"));
    checker.finds("B");
    world.seconds(3_600);
    assertEquals(Status.DOWN, world.status("kai"), "time alone raises nothing");
    checker.finds("P");
    world.seconds(10);
    assertFalse(world.snapshot("kai").damped());
    assertEquals(
        List.of(
            "UNKNOWN -> UP ok",
            "UP -> DOWN timeout",
            "DOWN -> UP ok",
            "UP -> DOWN timeout",
            "DOWN -> UP damping"),
        told());
    assertEquals("has stopped flapping, well", world.told.transitions().getLast().message());
  }
}
