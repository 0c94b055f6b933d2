package io.risefall.agent;

import static io.risefall.agent.Simulation.secs;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckResult;
import io.risefall.check.Checker;
import io.risefall.check.Reason;
import io.risefall.check.Verdict;
import io.risefall.state.Status;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Checkers that ignore their deadline, on threads of their own and the test's time. */
@Timeout(30)
class DeadlineTest {

  private final Simulation world = new Simulation();
  private final Stuck stuck = new Stuck(false);

  private void watch(double interval) {
    world
        .builder
        .executor(new Workers(Thread::startVirtualThread))
        .check("stuck", stuck, check -> check.interval(secs(interval)));
    world.start();
    world.time.advance(Duration.ofNanos(Slots.phase("stuck", secs(interval))));
    await().until(() -> stuck.begun.get() == 1);
  }

  @AfterEach
  void letEverythingGo() {
    stuck.letGo(1_000);
    world.close();
  }

  private CheckResult last() {
    return world.snapshot("stuck").lastResult().orElseThrow();
  }

  private int results() {
    return world.told.results("stuck").size();
  }

  @Test
  void aCheckerThatIgnoresItsDeadlineIsAbandonedAsBroken() {
    watch(10);
    world.time.advance(secs(3.249));
    assertTrue(world.snapshot("stuck").lastResult().isEmpty(), "its deadline is not ignored yet");
    world.seconds(0.001);
    assertEquals(Verdict.BROKEN, last().verdict());
    assertEquals(Reason.DEADLINE_IGNORED, last().reason());
    assertEquals(Status.UNKNOWN, world.status("stuck"));
    await().until(() -> stuck.interruptions.get() == 1);
  }

  @Test
  void whileItGoesOnNoSecondRunIsMadeAndEachIntervalIsBroken() {
    watch(10);
    world.seconds(35);
    await().until(() -> results() == 4);
    assertEquals(1, stuck.begun.get());
    assertEquals(
        List.of(
            "did not end by its deadline and was abandoned", "is still running after its deadline"),
        world.told.results("stuck").stream()
            .map(r -> r.message().replace("the checker ", ""))
            .distinct()
            .toList());
  }

  @Test
  void whatItFindsInTheEndDoesNotCountAndThenItRunsAgain() {
    watch(10);
    world.seconds(5);
    stuck.letGo(1);
    await().until(() -> stuck.running.get() == 0);
    assertEquals(Status.UNKNOWN, world.status("stuck"));
    stuck.letGo(1);
    await()
        .until(
            () -> {
              world.seconds(1);
              return world.status("stuck") == Status.UP;
            });
    assertEquals(2, stuck.begun.get());
  }

  @Test
  void anAbandonedRunGivesItsPlaceInTheBulkheadBack() {
    Scripted other = world.checker();
    world.builder.maxInFlight(1).check("other", other, c -> c.interval(secs(10)));
    watch(10);
    int before = other.count();
    world.seconds(10);
    await().until(() -> other.count() > before);
  }

  @Test
  void aRunThatFindsNoThreadIsNotHeldAgainstItsChecker() {
    Later later = new Later();
    Scripted patient = world.checker();
    world.builder.executor(later).check("patient", patient, c -> c.interval(secs(10)));
    world.start();
    world.seconds(1_000);
    assertEquals(2, later.size(), "its one run, and the news that it is stale");
    later.doAll();
    assertEquals(Scripted.PASS.message(), lastOf("patient").message());
  }

  private CheckResult lastOf(String name) {
    return world.snapshot(name).lastResult().orElseThrow();
  }

  @Test
  void anUndeclaredExceptionIsABrokenResultAndTheNextRunIsMade() {
    Checker kotlin =
        context -> {
          throw DeadlineTest.<RuntimeException>undeclared(new java.io.IOException("broken pipe"));
        };
    world.builder.check("kotlin", kotlin, c -> c.interval(secs(1)));
    world.start();
    world.seconds(3);
    assertEquals(3, world.told.results("kotlin").size());
    assertEquals(Reason.INTERNAL_ERROR, lastOf("kotlin").reason());
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Exception> E undeclared(Exception e) throws E {
    throw (E) e;
  }
}
