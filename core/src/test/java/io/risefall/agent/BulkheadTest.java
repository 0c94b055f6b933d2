package io.risefall.agent;

import static io.risefall.agent.Simulation.secs;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckResult;
import io.risefall.check.Reason;
import io.risefall.testkit.ManualTime;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BulkheadTest {

  private final ManualTime time = new ManualTime();
  private final Later later = new Later();
  private final HealthAgent.Builder builder =
      HealthAgent.builder()
          .ticker(time)
          .scheduler(time)
          .executor(later)
          .coalesce(Duration.ZERO)
          .closeWithin(Duration.ofMillis(100));

  private Scripted watch(String name) {
    Scripted checker = new Scripted(time);
    builder.check(name, checker, check -> check.interval(secs(1)));
    return checker;
  }

  @Test
  void noMoreChecksAreInFlightThanAllowedAndTheOthersRunLaterInTheOrderTheyWereDue() {
    Set<Scripted> checkers = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      checkers.add(watch("server-" + i));
    }
    try (HealthAgent agent = builder.maxInFlight(3).start()) {
      time.advance(secs(1));
      for (int i = 0; i < 47; i++) {
        assertEquals(3, later.size(), "full, and never beyond");
        later.doNext();
      }
      assertEquals(47, checkers.stream().filter(c -> c.count() == 1).count(), "each once");
      later.doAll();
      assertEquals(50, agent.snapshot().stream().filter(s -> s.lastResult().isPresent()).count());
      time.advance(secs(1));
      assertEquals(3, later.size(), "every permit came back");
      later.doAll();
      assertTrue(checkers.stream().allMatch(c -> c.count() == 2));
    }
  }

  @Test
  void whoWaitsBehindACheckThatIsRemovedMayStart() {
    Scripted kai = watch("kai");
    Scripted lena = watch("lena");
    boolean kaiFirst = Slots.phase("kai", secs(1)) < Slots.phase("lena", secs(1));
    try (HealthAgent agent = builder.maxInFlight(1).start()) {
      time.advance(secs(1));
      assertEquals(1, later.size());
      agent.change(change -> change.remove(kaiFirst ? "kai" : "lena"));
      assertEquals(2, later.size(), "the one that was removed has not ended yet");
      later.doAll();
      assertEquals(0, (kaiFirst ? kai : lena).count());
      assertEquals(1, (kaiFirst ? lena : kai).count());
    }
  }

  @Test
  void aCheckThatWaitedSaysHowLongAndIsNotRunTwiceForIt() {
    Scripted first = watch("first");
    Scripted second = watch("second");
    builder.maxInFlight(1);
    try (HealthAgent agent = builder.start()) {
      time.advance(secs(4));
      later.doAll();
      assertEquals(1, agent.snapshot("first").orElseThrow().passes());
      // The slots of the time that was waited away are gone: one late run each, then the grid.
      assertTrue(first.count() + second.count() <= 3, first.count() + " and " + second.count());
      time.advance(secs(1));
      later.doAll();
      int before = first.count();
      time.advance(secs(1));
      later.doAll();
      assertEquals(before + 1, first.count());
    }
  }

  @Test
  void checksOnThreadsOfTheirOwnKeepWithinTheBulkheadToo() {
    Stuck stuck = new Stuck(true);
    builder.executor(new Workers(Thread::startVirtualThread)).maxInFlight(4);
    for (int i = 0; i < 40; i++) {
      builder.check("server-" + i, stuck, check -> check.interval(secs(1)));
    }
    try (HealthAgent agent = builder.start()) {
      time.advance(secs(1));
      await().until(() -> stuck.running.get() == 4);
      stuck.letGo(40);
      await().until(() -> agent.snapshot().stream().allMatch(s -> s.lastResult().isPresent()));
      assertEquals(4, stuck.mostAtOnce.get());
      assertEquals(40, stuck.begun.get());
    }
  }

  @Test
  void anExecutorThatRefusesMakesEveryCheckBrokenHoweverManyWait() {
    for (int i = 0; i < 20_000; i++) {
      watch("server-" + i);
    }
    builder
        .maxInFlight(1)
        .coalesce(secs(1))
        .executor(
            task -> {
              throw new RejectedExecutionException("full");
            });
    try (HealthAgent agent = builder.start()) {
      time.advance(secs(1));
      List<CheckResult> results =
          agent.snapshot().stream().flatMap(s -> s.lastResult().stream()).toList();
      assertEquals(20_000, results.size());
      assertTrue(results.stream().allMatch(r -> r.reason().equals(Reason.NO_RESOURCES)));
    }
  }

  @Test
  void aBulkheadForNobodyIsRefused() {
    var e = assertThrows(IllegalArgumentException.class, () -> builder.maxInFlight(0));
    assertEquals("max-in-flight 0, allowed: 1 or more", e.getMessage());
  }
}
