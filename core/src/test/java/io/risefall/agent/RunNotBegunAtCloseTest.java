package io.risefall.agent;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.risefall.check.CheckResult;
import io.risefall.time.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RunNotBegunAtCloseTest {

  private final AtomicLong time = new AtomicLong();
  private final Queue<Runnable> timer = new ArrayDeque<>();
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final AtomicInteger calls = new AtomicInteger();

  @Test
  void aRunThatHasNotBegunWhenTheAgentClosesDoesNotCallItsChecker() throws InterruptedException {
    Scheduler scheduler =
        (task, delay) -> {
          timer.add(task);
          return () -> {};
        };
    HealthAgent agent =
        HealthAgent.builder()
            .ticker(time::get)
            .scheduler(scheduler)
            .executor(tasks::add)
            .closeWithin(Duration.ofMinutes(1))
            .check("kai", context -> called(), check -> check.interval(Duration.ofSeconds(1)))
            .start();
    time.addAndGet(Duration.ofSeconds(1).toNanos());
    timer.remove().run();
    assertEquals(1, tasks.size());

    Thread closing = Thread.ofPlatform().start(agent::close);
    await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
    tasks.remove().run();
    closing.join();

    assertEquals(0, calls.get());
  }

  private CheckResult called() {
    calls.incrementAndGet();
    return CheckResult.pass("answered");
  }
}
