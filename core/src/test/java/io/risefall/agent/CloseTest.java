package io.risefall.agent;

import static io.risefall.agent.Simulation.secs;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckResult;
import io.risefall.check.Checker;
import io.risefall.testkit.RecordingListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class CloseTest {

  private final Simulation world = new Simulation();

  private void watch(int checks, Stuck stuck) {
    world.builder.executor(new Workers(Thread::startVirtualThread));
    for (int i = 0; i < checks; i++) {
      world.builder.check("server-" + i, stuck, check -> check.interval(secs(1)));
    }
  }

  @Test
  void closeInterruptsTheChecksThatRunAndWaitsForThem() {
    Stuck stuck = new Stuck(true);
    watch(50, stuck);
    world.builder.closeWithin(Duration.ofSeconds(20));
    HealthAgent agent = world.start();
    world.seconds(1);
    await().until(() -> stuck.running.get() == 50);
    assertTimeout(Duration.ofSeconds(10), agent::close);
    assertEquals(0, stuck.running.get());
    assertEquals(0, world.told.results().size(), "a run that close ended says nothing");
  }

  @Test
  void closeLeavesACheckBehindThatIgnoresItsInterruptionAndAgainDoesNothing() {
    Stuck stuck = new Stuck(false);
    watch(1, stuck);
    world.builder.closeWithin(Duration.ofSeconds(2));
    HealthAgent agent = world.start();
    world.seconds(1);
    await().until(() -> stuck.running.get() == 1);
    assertTimeout(Duration.ofSeconds(4), agent::close);
    assertTimeout(Duration.ofSeconds(1), agent::close, "closing again");
    stuck.letGo(1);
    await().until(() -> stuck.running.get() == 0);
    assertEquals(0, world.told.results().size());
  }

  @Test
  void anAgentThatWasNeverStartedHasNobodyToWaitFor() {
    world.builder.executor(new Workers(Thread::startVirtualThread));
    HealthAgent agent =
        world
            .builder
            .closeWithin(Duration.ofSeconds(20))
            .check("kai", context -> CheckResult.pass("answered"), c -> c.interval(secs(1)))
            .build();
    RecordingListener listener = new RecordingListener();
    agent.addListener(listener);
    assertTimeout(Duration.ofSeconds(10), agent::close);
    assertEquals(List.of("kai"), listener.added());
  }

  @Test
  void aListenerMayCloseTheAgentThatTellsIt() {
    CompletableFuture<Duration> took = new CompletableFuture<>();
    CompletableFuture<HealthAgent> agent = new CompletableFuture<>();
    world
        .builder
        .executor(new Workers(Thread::startVirtualThread))
        .closeWithin(Duration.ofSeconds(20))
        .check("kai", context -> CheckResult.pass("answered"), check -> check.interval(secs(1)))
        .onTransition(
            transition -> {
              long start = System.nanoTime();
              agent.join().close();
              took.complete(Duration.ofNanos(System.nanoTime() - start));
            });
    agent.complete(world.start());
    world.seconds(1);
    assertTimeout(
        Duration.ofSeconds(10), () -> assertTrue(took.join().compareTo(secs(5)) < 0, "at once"));
  }

  @Test
  void nothingStartsAfterClose() {
    Scripted checker = world.checker();
    world.builder.check("kai", checker, check -> check.interval(secs(1)));
    HealthAgent agent = world.start();
    world.seconds(3);
    int before = checker.count();
    agent.close();
    world.seconds(10);
    assertEquals(before, checker.count());
    assertEquals(0, world.time.pending(), "and no timer is left");
  }

  @Test
  void aRunWhoseThreadComesUpAfterCloseIsNotMade() {
    Later later = new Later();
    Scripted checker = world.checker();
    world.builder.executor(later).check("kai", checker, check -> check.interval(secs(1)));
    HealthAgent agent = world.start();
    world.seconds(1);
    agent.close();
    later.doAll();
    assertEquals(0, checker.count());
  }

  @Test
  void checksThatWaitForTheBulkheadAreForgotten() {
    Stuck stuck = new Stuck(true);
    watch(10, stuck);
    HealthAgent agent = world.builder.maxInFlight(2).start();
    world.seconds(1);
    await().until(() -> stuck.running.get() == 2);
    agent.close();
    assertEquals(2, stuck.begun.get());
  }

  @Test
  void closeWaitsUntilListenersHaveTakenTheirCalls() throws InterruptedException {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch letGo = new CountDownLatch(1);
    RecordingListener told = new RecordingListener();
    world
        .builder
        .executor(new Workers(Thread::startVirtualThread))
        .closeWithin(Duration.ofSeconds(20))
        .onTransition(
            transition -> {
              entered.countDown();
              try {
                letGo.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              told.onTransition(transition);
            });
    Scripted checker = world.checker();
    world.builder.check("kai", checker, check -> check.interval(secs(1)));
    HealthAgent agent = world.start();
    world.seconds(1);
    entered.await();
    Thread closing = Thread.startVirtualThread(agent::close);
    await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
    assertEquals(0, told.transitions().size());
    letGo.countDown();
    closing.join();
    assertEquals(1, told.transitions().size());
  }

  @Test
  void anInterruptedCloseStillEndsTheAgentAndStaysInterrupted() {
    Stuck stuck = new Stuck(false);
    watch(1, stuck);
    HealthAgent agent = world.builder.closeWithin(Duration.ofSeconds(20)).start();
    world.seconds(1);
    await().until(() -> stuck.running.get() == 1);
    Thread.currentThread().interrupt();
    assertTimeout(Duration.ofSeconds(10), agent::close);
    assertTrue(Thread.interrupted());
    stuck.letGo(1);
  }

  @Test
  void aRunThatBeginsAfterItsCheckWasRemovedIsNotMade() {
    Later later = new Later();
    Scripted checker = world.checker();
    world.builder.executor(later).check("kai", checker, check -> check.interval(secs(1)));
    try (HealthAgent agent = world.start()) {
      world.seconds(1);
      assertEquals(2, later.size(), "what the listener is told, and the run");
      agent.change(change -> change.remove("kai"));
      later.doAll();
      assertEquals(0, checker.count());
    }
  }

  @Test
  void closeInterruptsWhatARemovedCheckLeft() {
    Stuck stuck = new Stuck(false);
    watch(1, stuck);
    HealthAgent agent = world.builder.closeWithin(Duration.ofMillis(50)).start();
    world.seconds(1);
    await().until(() -> stuck.running.get() == 1);
    agent.change(change -> change.remove("server-0"));
    await().until(() -> stuck.interruptions.get() == 1);
    agent.close();
    await().until(() -> stuck.interruptions.get() == 2);
    stuck.letGo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void itsSchedulerGoesOnUntilTheLastRunHasEnded(boolean interrupted) throws Exception {
    Stuck stuck = new Stuck(false);
    CompletableFuture<Thread> scheduler = new CompletableFuture<>();
    Checker checker =
        context -> {
          context.closeAtDeadline(() -> scheduler.complete(Thread.currentThread()));
          return stuck.check(context);
        };
    HealthAgent agent = HealthAgent.builder().closeWithin(Duration.ofMillis(50)).start();
    Thread.ofPlatform()
        .start(new FutureTask<>(() -> agent.runBeside(checker, Duration.ofMillis(1))));
    Thread thread = scheduler.get();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    agent.close();
    assertEquals(interrupted, Thread.interrupted());
    assertFalse(
        thread.join(Duration.ofMillis(200)), "ended, and with it the deadline of what is left");
    stuck.letGo(1);
    assertTrue(thread.join(Duration.ofSeconds(10)), "nothing is left");
  }

  /** An executor may have them called on the scheduler's thread. */
  @Test
  void aListenerIsNotInterruptedWhereItIsCalled() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch letGo = new CountDownLatch(1);
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    HealthAgent agent =
        HealthAgent.builder()
            .executor(Runnable::run)
            .check(
                "kai",
                context -> CheckResult.pass("answered"),
                check -> check.interval(Duration.ofMillis(100)))
            .onTransition(
                transition -> {
                  entered.countDown();
                  try {
                    letGo.await();
                    interrupted.complete(Thread.interrupted());
                  } catch (InterruptedException e) {
                    interrupted.complete(true);
                  }
                })
            .start();
    entered.await();
    Thread closing = Thread.ofPlatform().start(agent::close);
    assertFalse(closing.join(Duration.ofMillis(100)), "it waits for the listener");
    letGo.countDown();
    closing.join();
    assertEquals(false, interrupted.join());
  }

  @Test
  void anAgentThatHasNothingToDoEndsItsSchedulerAtOnce() throws Exception {
    CompletableFuture<Thread> scheduler = new CompletableFuture<>();
    HealthAgent agent = HealthAgent.builder().start();
    agent.runBeside(
        context -> {
          context.closeAtDeadline(() -> scheduler.complete(Thread.currentThread()));
          scheduler.join();
          return CheckResult.pass("answered");
        },
        Duration.ofMillis(1));
    agent.close();
    assertTrue(scheduler.get().join(Duration.ofSeconds(10)));
  }
}
