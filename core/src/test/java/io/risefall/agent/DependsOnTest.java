package io.risefall.agent;

import static io.risefall.agent.Simulation.secs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.Reason;
import io.risefall.state.AdminState;
import io.risefall.state.Health;
import io.risefall.state.Status;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DependsOnTest {

  private final Simulation world = new Simulation();
  private final Scripted router = world.checker();
  private final Scripted child = world.checker();

  private static CheckSettings.Builder quick() {
    return CheckSettings.builder().interval(secs(1)).rise(1).fall(1);
  }

  private HealthAgent watch(CheckSettings.Builder childSettings) {
    world
        .builder
        .check("kai", child, childSettings.dependsOn("router").build())
        .check("router", router, quick().build());
    HealthAgent agent = world.start();
    world.seconds(2);
    return agent;
  }

  private Optional<String> suppressedBy(String name) {
    return world.snapshot(name).suppressedBy();
  }

  @Test
  void aChildSaysNothingWhileItsParentIsDown() {
    watch(quick());
    router.finds("F");
    world.seconds(1.5);
    assertEquals(Optional.of("router"), suppressedBy("kai"));
    child.finds("FPFPFF");
    world.seconds(60);
    assertEquals(Status.UP, world.status("kai"), "its state stands still");
    assertEquals(1, world.told.transitions("kai").size());
    assertEquals(Scripted.FAIL.reason(), lastReason(), "its results are shown");
    router.finds("P");
    world.seconds(2.5);
    assertEquals(Optional.empty(), suppressedBy("kai"));
    assertEquals(Status.DOWN, world.status("kai"), "and now they count again");
  }

  private Reason lastReason() {
    return world.snapshot("kai").lastResult().orElseThrow().reason();
  }

  @Test
  void theTimeUnderSuppressionMakesNothingStaleAndBringsNothingDown() {
    watch(quick().downAfter(secs(10)).staleAfter(secs(12)));
    router.finds("F");
    world.seconds(2);
    child.finds("B");
    world.seconds(500);
    assertEquals(Status.UP, world.status("kai"));
    router.finds("P");
    world.untilNextRun(router);
    world.time.advance(secs(10).minusMillis(2));
    assertEquals(Status.UP, world.status("kai"), "its times begin again with its parent");
    world.seconds(0.002);
    assertEquals(Reason.NO_PASS, world.told.transitions("kai").getLast().reason());
  }

  @Test
  void aReleasedChildIsLookedAtInTimeThoughItsNextRunIsFar() {
    watch(
        CheckSettings.builder()
            .interval(secs(3_600))
            .initial(Health.UP)
            .downAfter(secs(5))
            .staleAfter(secs(3_600)));
    if (child.count() > 0 || Slots.phase("kai", secs(3_600)) < 100 * Simulation.SECOND) {
      throw new IllegalStateException("this test wants a name with a late phase");
    }
    assertEquals(Status.UP, world.status("kai"));
    router.finds("F");
    world.seconds(30); // longer than what the child was to be looked at for before
    router.finds("P");
    world.untilNextRun(router);
    world.seconds(5);
    assertEquals(Status.DOWN, world.status("kai"));
    assertEquals("no pass for 5.0 s", world.told.transitions("kai").getLast().message());
  }

  @Test
  void anAdministratorsWordThatReleasesAChildCountsFromThen() {
    router.finds("PB");
    HealthAgent agent =
        watch(
            CheckSettings.builder()
                .interval(secs(3_600))
                .initial(Health.UP)
                .downAfter(secs(60))
                .staleAfter(secs(3_600)));
    world.seconds(100);
    assertEquals(Optional.of("router"), suppressedBy("kai"), "its parent is stale, told as DOWN");
    agent.administer("router", AdminState.MAINT, "new cable");
    assertEquals(Optional.empty(), suppressedBy("kai"));
    world.seconds(59.9);
    assertEquals(Status.UP, world.status("kai"));
    world.seconds(0.1);
    assertEquals(Status.DOWN, world.status("kai"));
  }

  @Test
  void suppressionReachesGrandchildrenAndGroupsSuppressToo() {
    Scripted grandchild = world.checker();
    Scripted other = world.checker();
    world
        .builder
        .check("grandchild", grandchild, quick().dependsOn("kai").build())
        .check("other", other, quick().dependsOn("uplinks").build())
        .group("uplinks", Group.any("router"));
    watch(quick());
    router.finds("F");
    world.seconds(1.5);
    assertEquals(Optional.of("kai"), suppressedBy("grandchild"));
    assertEquals(Optional.of("uplinks"), suppressedBy("other"));
    router.finds("P");
    world.seconds(1.5);
    assertEquals(Optional.empty(), suppressedBy("grandchild"));
    assertEquals(Optional.empty(), suppressedBy("other"));
  }

  @Test
  void aChildOfTwoParentsIsSuppressedUntilBothAreUp() {
    Scripted second = world.checker();
    world.builder.check("second", second, quick().build());
    watch(quick().dependsOn("second"));
    router.finds("F");
    second.finds("F");
    world.seconds(1.5);
    assertTrue(suppressedBy("kai").isPresent());
    second.finds("P");
    world.seconds(1.5);
    assertEquals(Optional.of("router"), suppressedBy("kai"));
    router.finds("P");
    world.seconds(1.5);
    assertEquals(Optional.empty(), suppressedBy("kai"));
  }

  @Test
  void aChildOfAParentThatStartsDownStartsSuppressed() {
    router.finds("F");
    world
        .builder
        .check("kai", child, quick().dependsOn("router").build())
        .check("router", router, quick().initial(Health.DOWN).build());
    world.start();
    assertEquals(Optional.of("router"), suppressedBy("kai"));
    world.seconds(5);
    assertEquals(List.of(), world.told.transitions("kai"));
    assertEquals(Status.UNKNOWN, world.status("kai"));
  }
}
