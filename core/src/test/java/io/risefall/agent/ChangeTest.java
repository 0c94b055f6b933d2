package io.risefall.agent;

import static io.risefall.agent.Simulation.secs;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.state.AdminState;
import io.risefall.state.Health;
import io.risefall.state.OnStale;
import io.risefall.state.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is watched changes while the agent runs. */
class ChangeTest {

  private static final CheckSettings EVERY_10 = CheckSettings.builder().interval(secs(10)).build();

  private final Simulation simulation = new Simulation();
  private final Scripted kai = simulation.checker();
  private final Scripted lena = simulation.checker();

  @AfterEach
  void close() {
    simulation.close();
  }

  private HealthAgent watching(String results) {
    simulation.builder.check("kai", kai.finds(results), EVERY_10);
    HealthAgent agent = simulation.start();
    simulation.untilNextRun(kai);
    return agent;
  }

  private List<Long> kaisRuns() {
    return kai.runsSince(Simulation.ORIGIN);
  }

  @Test
  void whatTheChangeDoesNotNameKeepsStateCountsAndPhase() {
    HealthAgent agent = watching("PFF");
    simulation.untilNextRun(kai);
    CheckSnapshot before = simulation.snapshot("kai");
    assertEquals(1, before.failures());
    agent.change(change -> change.check("lena", lena, EVERY_10));
    assertEquals(before, simulation.snapshot("kai"));
    simulation.untilNextRun(kai);
    assertEquals(2, simulation.snapshot("kai").failures());
    long phase = kaisRuns().getFirst();
    assertEquals(
        List.of(phase, phase + 10 * Simulation.SECOND, phase + 20 * Simulation.SECOND), kaisRuns());
  }

  @Test
  void anAddedCheckRunsAtItsPhaseWithinOneInterval() {
    HealthAgent agent = watching("P");
    simulation.seconds(123.4);
    agent.change(change -> change.check("lena", lena, EVERY_10));
    assertEquals(Status.UNKNOWN, simulation.status("lena"));
    simulation.seconds(10);
    assertEquals(1, lena.count());
    long phase = Slots.phase("lena", secs(10));
    assertEquals(phase, lena.runsSince(Simulation.ORIGIN).getFirst() % (10 * Simulation.SECOND));
    assertEquals(Status.UP, simulation.status("lena"));
    assertEquals(List.of("kai", "lena"), simulation.told.added());
  }

  @Test
  void aRemovedCheckRunsNoMoreAndIsTold() {
    HealthAgent agent = watching("P");
    int runs = kai.count();
    agent.change(change -> change.remove("kai"));
    simulation.seconds(100);
    assertEquals(runs, kai.count());
    assertEquals(Optional.empty(), agent.snapshot("kai"));
    assertEquals(List.of("kai"), simulation.told.removed());
  }

  @Test
  void otherSettingsKeepTheHealthAndCountAnew() {
    HealthAgent agent = watching("PFFFF");
    simulation.untilNextRun(kai);
    agent.change(change -> change.check("kai", kai, c -> c.interval(secs(10)).fall(2)));
    CheckSnapshot snapshot = simulation.snapshot("kai");
    assertEquals(Health.UP, snapshot.health());
    assertEquals(0, snapshot.failures());
    simulation.untilNextRun(kai);
    assertEquals(Status.UP, simulation.status("kai"));
    simulation.untilNextRun(kai);
    assertEquals(Status.DOWN, simulation.status("kai"));
    assertEquals(
        List.of("UNKNOWN -> UP", "UP -> DOWN"),
        simulation.told.transitions().stream().map(t -> t.from() + " -> " + t.to()).toList());
  }

  @Test
  void aStaleCheckIsNotUpBecauseItsSettingsChange() {
    HealthAgent agent = watching("PB");
    simulation.seconds(60);
    assertEquals(Status.DOWN, simulation.status("kai"));
    agent.change(change -> change.check("kai", kai, c -> c.interval(secs(10)).rise(2)));
    simulation.seconds(60);
    assertEquals(Status.DOWN, simulation.status("kai"));
    assertEquals(
        List.of("UNKNOWN -> UP", "UP -> DOWN"),
        simulation.told.transitions().stream().map(t -> t.from() + " -> " + t.to()).toList());
    kai.finds("P");
    simulation.seconds(10);
    assertEquals(Status.UP, simulation.status("kai"));
  }

  @Test
  void aStaleCheckIsNotUpBecauseItsNewSettingsWaitLonger() {
    HealthAgent agent = watching("PB");
    simulation.seconds(59);
    assertEquals(Status.DOWN, simulation.status("kai"));
    agent.change(
        change -> change.check("kai", kai, c -> c.interval(secs(10)).staleAfter(secs(100))));
    assertEquals(Status.DOWN, simulation.status("kai"));
    kai.finds("P");
    simulation.untilNextRun(kai);
    assertEquals(Status.UP, simulation.status("kai"));
  }

  @Test
  void aStaleCheckIsNotUpBecauseItsNewSettingsHoldWhatIsStale() {
    HealthAgent agent = watching("PB");
    simulation.seconds(59);
    agent.change(
        change -> change.check("kai", kai, c -> c.interval(secs(10)).onStale(OnStale.HOLD)));
    assertEquals(Status.DOWN, simulation.status("kai"));
    agent.change(change -> change.check("kai", kai, c -> c.interval(secs(10)).onStale(OnStale.UP)));
    assertEquals(Status.UP, simulation.status("kai"), "so the file says");
  }

  @Test
  void changesInAShortRowDoNotPutOffStalenessNorForgetFailures() {
    HealthAgent agent = watching("PFFB");
    simulation.seconds(20);
    assertEquals(2, simulation.snapshot("kai").failures());
    for (int i = 0; i < 12; i++) {
      int weight = i;
      agent.change(change -> change.check("kai", kai, c -> c.interval(secs(10)).weight(weight)));
      assertEquals(2, simulation.snapshot("kai").failures());
      simulation.seconds(3);
    }
    assertEquals(Status.DOWN, simulation.status("kai"));
    assertTrue(simulation.snapshot("kai").stale());
  }

  @Test
  void howLongAStaleCheckIsStaleIsNotForgottenByAReloadAndARestart() {
    HealthAgent agent = watching("PB");
    simulation.seconds(60);
    try (Simulation later = new Simulation()) {
      agent.save().forEach(later.builder::restore);
      Scripted still = later.checker().finds("B");
      later.builder.check("kai", still, EVERY_10);
      HealthAgent restored = later.start();
      for (int i = 0; i < 3; i++) {
        int rise = 2 + i;
        later.seconds(10);
        restored.change(change -> change.check("kai", still, c -> c.interval(secs(10)).rise(rise)));
        assertEquals(Status.DOWN, later.status("kai"));
      }
      restored.change(
          change -> change.check("kai", still, c -> c.interval(secs(10)).staleAfter(secs(3600))));
      assertEquals(Status.DOWN, later.status("kai"));
    }
  }

  @Test
  void howLongACheckIsStaleIsNotForgottenBecauseItWasSuppressed() {
    Scripted router = simulation.checker().finds("PPPF");
    simulation
        .builder
        .check("router", router, c -> c.interval(secs(20)).fall(1).rise(1))
        .check("kai", kai.finds("PB"), c -> c.interval(secs(10)).dependsOn("router"));
    HealthAgent agent = simulation.start();
    simulation.seconds(85);
    assertEquals(Optional.of("router"), simulation.snapshot("kai").suppressedBy());
    router.finds("P");
    simulation.seconds(35);
    assertEquals(Optional.empty(), simulation.snapshot("kai").suppressedBy());
    agent.change(
        change ->
            change.check(
                "kai", kai, c -> c.interval(secs(10)).dependsOn("router").staleAfter(secs(100))));
    assertEquals(Status.DOWN, simulation.status("kai"));
  }

  @Test
  void anotherCheckerKeepsTheHealthAndRunsAtOnceAndThenOnTheGrid() {
    HealthAgent agent = watching("PFF");
    simulation.seconds(20);
    agent.administer("kai", AdminState.READY, "as it was");
    simulation.seconds(3);
    agent.change(change -> change.check("kai", lena.finds("F"), EVERY_10));
    assertEquals(Status.UP, simulation.status("kai"));
    assertEquals("as it was", simulation.snapshot("kai").adminMessage());
    simulation.seconds(0.001);
    assertEquals(Status.UP, simulation.status("kai"));
    assertEquals(1, simulation.snapshot("kai").failures(), "its results count like any other's");
    simulation.seconds(10);
    List<Long> runs = lena.runsSince(Simulation.ORIGIN);
    assertEquals(2, runs.size());
    assertEquals(Slots.phase("kai", secs(10)), runs.get(1) % (10 * Simulation.SECOND));
    simulation.seconds(10);
    assertEquals(Status.DOWN, simulation.status("kai"));
    assertEquals(2, simulation.told.transitions().size());
  }

  @Test
  void anotherCheckerThatFindsNothingConclusiveIsStaleInItsTime() {
    HealthAgent agent = watching("P");
    simulation.seconds(3);
    agent.change(change -> change.check("kai", lena.finds("B"), EVERY_10));
    simulation.seconds(34.9);
    assertEquals(Status.UP, simulation.status("kai"));
    simulation.seconds(0.2);
    assertEquals(Status.DOWN, simulation.status("kai"));
  }

  @Test
  void initialIsForACheckWhoseNameIsNew() {
    HealthAgent agent = watching("F");
    agent.change(
        change ->
            change
                .check("kai", lena.finds("B"), c -> c.interval(secs(10)).initial(Health.UP))
                .check("new", lena, c -> c.interval(secs(10)).initial(Health.UP)));
    assertEquals(Status.DOWN, simulation.status("kai"));
    assertEquals(Status.UP, simulation.status("new"));
  }

  @Test
  void aCheckInThePlaceOfAGroupAndTheReverseKeepTheHealth() {
    simulation.builder.group("pool", Group.all("kai"));
    HealthAgent agent = watching("F");
    agent.change(
        change ->
            change
                .check("pool", lena.finds("B"), c -> c.interval(secs(10)).initial(Health.UP))
                .check("new", lena, EVERY_10));
    assertEquals(Status.DOWN, simulation.status("pool"));
    kai.finds("P");
    simulation.seconds(20);
    agent.change(change -> change.group("kai", Group.all("new")));
    assertEquals(Status.UP, simulation.status("kai"), "of its member nothing is known yet");
  }

  @Test
  void whatTheChangeAddsIsAsOldAsTheChange() {
    HealthAgent agent = watching("P");
    simulation.seconds(48);
    agent.change(change -> change.check("new", lena, EVERY_10).group("pool", Group.all("new")));
    simulation.seconds(1);
    for (String name : List.of("new", "pool")) {
      assertEquals(secs(1), since(simulation, simulation.snapshot(name)), name);
    }
  }

  @Test
  void aShorterIntervalMakesNothingStale() {
    simulation.builder.check("kai", kai.finds("P"), c -> c.interval(secs(3600)));
    HealthAgent agent = simulation.start();
    simulation.seconds(7100);
    agent.change(change -> change.check("kai", kai, c -> c.interval(secs(10))));
    simulation.seconds(100);
    assertEquals(1, simulation.told.transitions().size());
  }

  @Test
  void theAdministratorsWordOutlivesAnyChangeOfTheCheck() {
    HealthAgent agent = watching("P");
    agent.administer("kai", AdminState.MAINT, "new disk");
    agent.change(change -> change.check("kai", lena, EVERY_10));
    assertEquals(Status.MAINT, simulation.status("kai"));
    assertEquals("new disk", simulation.snapshot("kai").adminMessage());
  }

  @Test
  void aChangeWithAMistakeChangesNothing() {
    HealthAgent agent = watching("P");
    List<CheckSnapshot> before = agent.snapshot();
    refused(
        "pool: of: no check or group 'ghost'",
        agent,
        change -> change.remove("kai").group("pool", Group.all("ghost")));
    refused("no check or group 'ghost'", agent, change -> change.remove("ghost"));
    refused(
        "name 'kai' is taken",
        agent,
        change -> change.check("kai", lena, EVERY_10).group("kai", Group.all("kai")));
    refused(
        "goes in a circle: kai -> kai",
        agent,
        change -> change.check("kai", lena, c -> c.dependsOn("kai")));
    assertEquals(before, agent.snapshot());
    assertEquals(List.of(), simulation.told.removed());
  }

  private static void refused(String message, HealthAgent agent, Consumer<WatchChange> changes) {
    var e = assertThrows(IllegalArgumentException.class, () -> agent.change(changes));
    assertEquals(message, e.getMessage());
  }

  @Test
  void groupsFollowTheirMembersComingAndGoing() {
    simulation.builder.group("pool", Group.all("kai"));
    HealthAgent agent = watching("P");
    assertEquals(Status.UP, simulation.status("pool"));
    agent.change(
        change ->
            change
                .check("lena", lena.finds("F"), EVERY_10)
                .group("pool", Group.all("kai", "lena")));
    assertEquals(Status.UP, simulation.status("pool"), "of lena nothing is known yet");
    simulation.seconds(10);
    assertEquals(Status.DOWN, simulation.status("pool"));
    agent.change(change -> change.remove("lena").group("pool", Group.all("kai")));
    assertEquals(Status.UP, simulation.status("pool"));
    agent.change(change -> change.remove("kai").remove("pool"));
    assertEquals(List.of(), agent.snapshot());
  }

  @Test
  void aGroupIsNotHeldUpByANewcomerWhereAnotherMemberIsDown() {
    simulation.builder.group("pool", Group.any("kai"));
    HealthAgent agent = watching("P");
    agent.change(
        change ->
            change
                .check("lena", lena, c -> c.interval(secs(3600)))
                .group("pool", Group.any("kai", "lena")));
    kai.finds("F");
    simulation.seconds(30);
    assertEquals(Status.DOWN, simulation.status("kai"));
    assertEquals(Status.UNKNOWN, simulation.status("pool"));
  }

  @Test
  void groupsOfGroupsChangeAtOnceWhateverTheOrderInWhichTheyAreNamed() {
    simulation.builder.group("outer", Group.all("kai"));
    HealthAgent agent = watching("P");
    int before = simulation.told.transitions().size();
    agent.change(
        change -> change.group("outer", Group.all("inner")).group("inner", Group.all("kai")));
    assertEquals(
        List.of("inner UNKNOWN -> UP, configuration: 1 of 1 up, needs 1"),
        simulation.told.transitions().stream().skip(before).map(Transition::toString).toList());
  }

  @Test
  void aDependencyThatComesAndGoesSuppressesAndReleases() {
    simulation.builder.check("lena", lena.finds("F"), EVERY_10);
    HealthAgent agent = watching("P");
    simulation.seconds(10);
    agent.change(change -> change.check("kai", kai, c -> c.interval(secs(10)).dependsOn("lena")));
    assertEquals(Optional.of("lena"), simulation.snapshot("kai").suppressedBy());
    agent.change(change -> change.check("lena", lena.finds("P"), c -> c.interval(secs(5)).rise(1)));
    assertEquals(Optional.of("lena"), simulation.snapshot("kai").suppressedBy());
    simulation.seconds(5);
    assertEquals(Optional.empty(), simulation.snapshot("kai").suppressedBy());
  }

  @Test
  void theResultOfARunThatGoesOnWhenItsCheckIsRemovedIsNobodys() throws Exception {
    Stuck stuck = new Stuck(true);
    try (HealthAgent agent =
        HealthAgent.builder()
            .check("kai", stuck, c -> c.interval(secs(0.001)))
            .maxInFlight(1)
            .start()) {
      await().until(() -> stuck.begun.get() == 1);
      agent.change(
          change ->
              change
                  .remove("kai")
                  .check("lena", context -> Scripted.PASS, c -> c.interval(secs(0.001))));
      await().until(() -> agent.snapshot("lena").orElseThrow().status() == Status.UP);
      await().until(() -> stuck.running.get() == 0);
      assertEquals(1, stuck.interruptions.get());
    }
  }

  @Test
  void aCheckRunsNowBesideItsSchedule() {
    HealthAgent agent = watching("P");
    simulation.seconds(4);
    agent.runNow("kai");
    simulation.seconds(0);
    assertEquals(2, kai.count());
    simulation.seconds(10);
    List<Long> runs = kaisRuns();
    assertEquals(runs.get(0) + 10 * Simulation.SECOND, runs.get(2), "the schedule is as it was");
    assertEquals(3, runs.size());
    assertThrows(IllegalArgumentException.class, () -> agent.runNow("ghost"));
  }

  @Test
  void aRestoredCheckGoesOnWhereItStood() {
    HealthAgent agent = watching("PF");
    simulation.untilNextRun(kai);
    agent.administer("kai", AdminState.DRAIN, "moves");
    List<SavedState> saved = agent.save();
    assertEquals(1, saved.size());
    SavedState state = saved.getFirst().aged(secs(60).toNanos());

    Simulation later = new Simulation();
    later.builder.check("kai", kai.finds("F"), EVERY_10).restore(state);
    try (HealthAgent restored = later.start()) {
      CheckSnapshot snapshot = restored.snapshot("kai").orElseThrow();
      assertEquals(Health.UP, snapshot.health());
      assertEquals(1, snapshot.failures());
      assertEquals(Status.DRAIN, snapshot.status());
      assertEquals("moves", snapshot.adminMessage());
      restored.administer("kai", AdminState.READY, "has moved");
      later.seconds(20);
      assertEquals(Status.DOWN, restored.snapshot("kai").orElseThrow().status());
    }
  }

  @Test
  void aRestoredAgentTellsNothingAnewAndKnowsSinceWhen() {
    HealthAgent agent = pools(simulation);
    simulation.seconds(20);
    agent.administer("both", AdminState.MAINT, "night");
    simulation.seconds(5);
    try (Simulation later = new Simulation()) {
      agent.save().forEach(state -> later.builder.restore(state.aged(secs(60).toNanos())));
      HealthAgent restored = pools(later);
      assertEquals(List.of(), later.told.transitions());
      assertEquals(
          Map.of("kai", Status.UP, "lena", Status.DOWN, "pool", Status.UP, "both", Status.MAINT),
          later.told.restored());
      for (CheckSnapshot was : agent.snapshot()) {
        CheckSnapshot is = restored.snapshot(was.name()).orElseThrow();
        assertEquals(was.status(), is.status(), was.name());
        assertEquals(since(simulation, was).plusSeconds(60), since(later, is), was.name());
      }
    }
  }

  private HealthAgent pools(Simulation world) {
    world
        .builder
        .check("kai", world.checker().finds("P"), EVERY_10)
        .check("lena", world.checker().finds("F"), EVERY_10)
        .group("pool", Group.any("kai", "lena"))
        .group("both", Group.all("kai", "lena"));
    return world.start();
  }

  private static Duration since(Simulation world, CheckSnapshot check) {
    return Duration.between(check.statusSince(), Instant.EPOCH.plusNanos(world.time.read()));
  }

  @Test
  void whatIsAnotherThanBeforeIsToldAfterARestore() {
    HealthAgent agent = pools(simulation);
    simulation.seconds(20);
    List<SavedState> saved = agent.save();
    try (Simulation later = new Simulation()) {
      saved.forEach(later.builder::restore);
      later
          .builder
          .check("kai", later.checker().finds("P"), EVERY_10)
          .check("lena", later.checker().finds("F"), EVERY_10)
          .group("pool", Group.all("kai", "lena"));
      later.start();
      assertEquals(
          List.of("pool UP -> DOWN, configuration: 1 of 2 up, needs 2"),
          later.told.transitions().stream().map(Transition::toString).toList());
    }
  }

  @Test
  void aStaleCheckIsNotUpBecauseItsAgentWasStartedAgain() {
    HealthAgent agent = watching("PB");
    simulation.seconds(60);
    assertEquals(Status.DOWN, simulation.status("kai"));
    List<SavedState> saved = agent.save();
    try (Simulation later = new Simulation()) {
      saved.forEach(later.builder::restore);
      later.builder.check("kai", later.checker().finds("BBP"), EVERY_10);
      later.start();
      later.seconds(19);
      assertEquals(Status.DOWN, later.status("kai"));
      later.seconds(11);
      assertEquals(Status.UP, later.status("kai"));
    }
  }
}
