package io.risefall.agent;

import static io.risefall.agent.Simulation.secs;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckResult;
import io.risefall.state.AdminState;
import io.risefall.state.Status;
import io.risefall.testkit.RecordingListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ListenerTest {

  private final Simulation world = new Simulation();
  private final Scripted checker = world.checker();
  private final CountDownLatch letGo = new CountDownLatch(1);

  private HealthAgent watch() {
    world.builder.check("kai", checker, check -> check.interval(secs(1)).rise(1).fall(1));
    return world.start();
  }

  @AfterEach
  void letEverythingGo() {
    letGo.countDown();
    world.close();
  }

  private HealthListener slow() {
    return new HealthListener() {
      @Override
      public void onTransition(Transition transition) {
        try {
          letGo.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    };
  }

  @Test
  void aListenerThatThrowsBreaksNeitherTheAgentNorOtherListeners() {
    world.builder.onTransition(
        transition -> {
          throw new IllegalStateException("test");
        });
    world.builder.listener(
        new HealthListener() {
          @Override
          public void onResult(String name, CheckResult result, Duration lag) {
            throw new AssertionError("test");
          }
        });
    RecordingListener after = new RecordingListener();
    world.builder.listener(after);
    watch();
    checker.finds("PFPFP");
    world.seconds(5);
    assertEquals(5, after.transitions().size());
    assertEquals(world.told.results(), after.results());
  }

  @Test
  void aSlowListenerDelaysNobodyElse() {
    RecordingListener after = new RecordingListener();
    world.builder.executor(Thread::startVirtualThread).listener(slow()).listener(after);
    watch();
    checker.finds("P");
    for (int i = 1; i <= 20; i++) {
      int told = i;
      world.seconds(1);
      await().until(() -> after.results().size() == told);
    }
    assertEquals(Status.UP, world.status("kai"));
  }

  @Test
  void everyListenerIsToldInOrderOneCallAtATime() {
    AtomicInteger inside = new AtomicInteger();
    AtomicBoolean overlapped = new AtomicBoolean();
    List<Status> told = Collections.synchronizedList(new ArrayList<>());
    world
        .builder
        .executor(Thread::startVirtualThread)
        .onTransition(
            transition -> {
              overlapped.compareAndSet(false, inside.incrementAndGet() != 1);
              told.add(transition.to());
              Thread.onSpinWait();
              inside.decrementAndGet();
            });
    HealthAgent agent = watch();
    for (int i = 0; i < 5_000; i++) {
      agent.administer("kai", i % 2 == 0 ? AdminState.MAINT : AdminState.DRAIN, "test " + i);
    }
    await().until(() -> told.size() == 5_000);
    assertFalse(overlapped.get());
    for (int i = 0; i < 5_000; i++) {
      assertEquals(i % 2 == 0 ? Status.MAINT : Status.DRAIN, told.get(i));
    }
  }

  @Test
  void aListenerMayAskTheAgentAndTellIt() {
    AtomicReference<@Nullable HealthAgent> agent = new AtomicReference<>();
    List<Status> told = new ArrayList<>();
    world.builder.onTransition(
        transition -> {
          told.add(transition.to());
          HealthAgent asked = Objects.requireNonNull(agent.get());
          assertEquals(transition.to(), asked.snapshot("kai").orElseThrow().status());
          if (transition.to() == Status.UP) {
            asked.administer("kai", AdminState.DRAIN, "from within");
          }
        });
    agent.set(watch());
    world.seconds(1);
    assertEquals(List.of(Status.UP, Status.DRAIN), told);
  }

  @Test
  void aListenerFarBehindMissesResultsAndNeverTransitions() {
    Later later = new Later();
    RecordingListener behind = new RecordingListener();
    Mailbox mailbox = new Mailbox(behind, later);
    Transition transition = someTransition();
    for (int i = 0; i < Mailbox.MOST_WAITING + 500; i++) {
      mailbox.add(l -> l.onResult("kai", Scripted.PASS, Duration.ZERO), true);
      if (i % 100 == 0) {
        mailbox.add(l -> l.onTransition(transition), false);
      }
      mailbox.deliver();
    }
    assertEquals(1, later.size(), "one delivery at a time");
    later.doAll();
    assertEquals((Mailbox.MOST_WAITING + 500) / 100, behind.transitions().size());
    assertTrue(behind.results().size() <= Mailbox.MOST_WAITING);
    assertTrue(behind.results().size() > Mailbox.MOST_WAITING - 200);
  }

  private Transition someTransition() {
    watch();
    world.untilNextRun(checker);
    return world.told.transitions().getFirst();
  }

  @Test
  void callsThatAnExecutorRefusedAreMadeWithTheNextOnes() throws InterruptedException {
    AtomicBoolean refuses = new AtomicBoolean(true);
    Executor moody =
        task -> {
          if (refuses.get()) {
            throw new RejectedExecutionException("full");
          }
          task.run();
        };
    RecordingListener told = new RecordingListener();
    Mailbox mailbox = new Mailbox(told, moody);
    IntStream.range(0, 3)
        .forEach(
            i -> {
              refuses.set(i < 2);
              mailbox.add(l -> l.onResult("run " + i, Scripted.PASS, Duration.ZERO), true);
              mailbox.deliver();
            });
    assertEquals(
        List.of("run 0", "run 1", "run 2"),
        told.results().stream().map(RecordingListener.Told::name).toList());
    assertTrue(mailbox.awaitDelivered(0));
  }

  @Test
  void aListenerThatThrowsUndeclaredExceptionsIsToldTheRestToo() {
    AtomicInteger calls = new AtomicInteger();
    world.builder.onTransition(
        transition -> {
          calls.incrementAndGet();
          throw ListenerTest.<RuntimeException>undeclared(new java.io.IOException("disk full"));
        });
    watch();
    checker.finds("PFPF");
    world.seconds(4);
    assertEquals(4, calls.get());
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Exception> E undeclared(Exception e) throws E {
    throw (E) e;
  }
}
