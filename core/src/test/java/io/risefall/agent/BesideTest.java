package io.risefall.agent;

import static io.risefall.agent.Simulation.secs;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckResult;
import io.risefall.testkit.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs for others leave a quarter of the places to the agent's own checks. */
@Timeout(30)
class BesideTest {

  private final ManualTime time = new ManualTime();
  private final Later later = new Later();
  private final Stuck stuck = new Stuck(true);
  private final List<FutureTask<Optional<CheckResult>>> beside = new ArrayList<>();
  private final HealthAgent.Builder builder =
      HealthAgent.builder()
          .ticker(time)
          .scheduler(time)
          .executor(later)
          .coalesce(Duration.ZERO)
          .closeWithin(Duration.ofMillis(100));

  private void watch(int checks) {
    for (int i = 0; i < checks; i++) {
      builder.check("server-" + i, new Scripted(time), check -> check.interval(secs(1)));
    }
  }

  /** Has so many runs go on, in all, until they are let go. */
  private void fill(HealthAgent agent, int runs) {
    while (beside.size() < runs) {
      FutureTask<Optional<CheckResult>> run =
          new FutureTask<>(() -> agent.runBeside(stuck, secs(3)));
      beside.add(run);
      Thread.ofPlatform().daemon().start(run);
    }
    await().until(() -> stuck.running.get() == runs);
  }

  /** One after the other, since {@link Later} is no queue for many threads. */
  private void letGo(int runs) {
    for (int i = 0; i < runs; i++) {
      long done = done() + 1;
      stuck.letGo(1);
      await().until(() -> done() == done);
    }
  }

  private long done() {
    return beside.stream().filter(FutureTask::isDone).count();
  }

  private Optional<CheckResult> oneMore(HealthAgent agent) throws InterruptedException {
    return agent.runBeside(new Scripted(time), secs(3));
  }

  private void assertAllPassed() throws ExecutionException, InterruptedException {
    for (FutureTask<Optional<CheckResult>> run : beside) {
      assertTrue(run.get().orElseThrow().verdict().isPass());
    }
  }

  @Test
  void threeQuartersOfThePlacesAreForOthersAndNotOneMore() throws Exception {
    try (HealthAgent agent = builder.maxInFlight(8).start()) {
      fill(agent, 5);
      assertTrue(oneMore(agent).isPresent(), "the sixth of eight");
      fill(agent, 6);
      assertEquals(Optional.empty(), oneMore(agent));
      letGo(1);
      assertTrue(oneMore(agent).isPresent(), "the place was given back");
      letGo(5);
      assertAllPassed();
    }
  }

  @Test
  void theQuarterIsThereForTheAgentsOwn() throws Exception {
    watch(4);
    try (HealthAgent agent = builder.maxInFlight(8).start()) {
      fill(agent, 6);
      time.advance(secs(1));
      assertEquals(2, later.size(), "eight in all");
      assertEquals(Optional.empty(), oneMore(agent));
      letGo(6);
      assertAllPassed();
      // What waited for a place has it now.
      assertEquals(4, later.size());
      later.doAll();
      assertTrue(agent.snapshot().stream().allMatch(s -> s.lastResult().isPresent()));
    }
  }

  @Test
  void theAgentsOwnChecksCountAsWell() throws Exception {
    watch(8);
    try (HealthAgent agent = builder.maxInFlight(8).start()) {
      time.advance(secs(1));
      assertEquals(8, later.size());
      later.doNext();
      later.doNext();
      assertEquals(Optional.empty(), oneMore(agent), "six of eight run");
      later.doNext();
      assertTrue(oneMore(agent).isPresent());
      later.doAll();
    }
  }

  @Test
  void aRunThatIsInterruptedGivesItsPlaceBack() throws Exception {
    try (HealthAgent agent = builder.maxInFlight(1).start()) {
      FutureTask<Optional<CheckResult>> run =
          new FutureTask<>(() -> agent.runBeside(stuck, secs(3)));
      Thread thread = Thread.ofPlatform().daemon().start(run);
      await().until(() -> stuck.running.get() == 1);
      assertEquals(Optional.empty(), oneMore(agent));
      thread.interrupt();
      ExecutionException interrupted = assertThrows(ExecutionException.class, run::get);
      assertInstanceOf(InterruptedException.class, interrupted.getCause());
      assertTrue(oneMore(agent).isPresent());
    }
  }

  @Test
  void anAgentThatIsClosedEndsWhatItRunsForOthers() throws Exception {
    HealthAgent agent = builder.closeWithin(secs(20)).start();
    FutureTask<Optional<CheckResult>> run = new FutureTask<>(() -> agent.runBeside(stuck, secs(3)));
    Thread.ofPlatform().daemon().start(run);
    await().until(() -> stuck.running.get() == 1);
    agent.close();
    ExecutionException interrupted = assertThrows(ExecutionException.class, run::get);
    assertInstanceOf(InterruptedException.class, interrupted.getCause());
  }

  @Test
  void anAgentThatIsClosedRunsNothingForOthers() throws Exception {
    HealthAgent agent = builder.start();
    agent.close();
    assertEquals(Optional.empty(), oneMore(agent));
  }
}
