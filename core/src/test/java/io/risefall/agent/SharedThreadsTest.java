package io.risefall.agent;

import static io.risefall.agent.Simulation.secs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.risefall.check.CheckResult;
import io.risefall.check.Reason;
import io.risefall.state.Status;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Checks on the threads that an agent has by default, where one serves several checks in turn. */
@Timeout(30)
class SharedThreadsTest {

  private final Simulation world = new Simulation();
  private final Stuck stuck = new Stuck(false);
  private final AtomicBoolean interrupted = new AtomicBoolean();

  SharedThreadsTest() {
    world.builder.executor(new Workers(Thread::startVirtualThread)).coalesce(secs(1));
  }

  private CheckResult watchful() {
    interrupted.compareAndSet(false, Thread.currentThread().isInterrupted());
    return Scripted.PASS;
  }

  private void watch(int well) {
    for (int i = 0; i < well; i++) {
      world.builder.check("well-" + i, context -> watchful(), c -> c.interval(secs(1)));
    }
    world.start();
  }

  /** Looked at often: most of what is awaited has happened by then. */
  private static ConditionFactory awaiting() {
    return Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2));
  }

  private void awaitAllWell(int well, int results) {
    for (int i = 0; i < well; i++) {
      String name = "well-" + i;
      awaiting().until(() -> world.told.results(name).size() == results);
      assertEquals(Status.UP, world.status(name));
    }
  }

  @AfterEach
  void letEverythingGo() {
    stuck.letGo(1_000);
    world.close();
  }

  @Test
  void checksThatBlockDoNotHoldUpTheOthersThatAreDueWithThem() {
    for (int i = 0; i < 20; i++) {
      world.builder.check("stuck-" + i, stuck, check -> check.interval(secs(1)));
    }
    watch(20);
    world.seconds(1);
    awaitAllWell(20, 1);
    awaiting().until(() -> stuck.running.get() == 20);
  }

  @Test
  void aCheckerThatIgnoresItsDeadlineKeepsItsThreadAndNoOther() {
    world.builder.check("stuck", stuck, check -> check.interval(secs(1)));
    watch(20);
    for (int second = 1; second <= 6; second++) {
      world.seconds(1);
      awaitAllWell(20, second);
    }
    awaiting().until(() -> stuck.interruptions.get() == 1);
    assertEquals(
        Reason.DEADLINE_IGNORED, world.snapshot("stuck").lastResult().orElseThrow().reason());
    assertEquals(1, stuck.begun.get());
  }

  @Test
  void neitherAnAbandonedRunNorACheckerThatInterruptsItselfInterruptsTheNext() {
    world.builder.check("stuck", stuck, check -> check.interval(secs(1)));
    for (int i = 0; i < 20; i++) {
      world.builder.check(
          "rude-" + i,
          context -> {
            CheckResult result = watchful();
            Thread.currentThread().interrupt();
            return result;
          },
          check -> check.interval(secs(1)));
    }
    watch(20);
    for (int second = 1; second <= 6; second++) {
      world.seconds(1);
      awaitAllWell(20, second);
    }
    awaiting().until(() -> stuck.interruptions.get() == 1);
    stuck.letGo(1);
    awaiting().until(() -> stuck.running.get() == 0);
    world.seconds(1);
    awaitAllWell(20, 7);
    assertFalse(interrupted.get());
  }
}
