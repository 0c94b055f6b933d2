package io.risefall.agent;

import static io.risefall.agent.Simulation.ORIGIN;
import static io.risefall.agent.Simulation.SECOND;
import static io.risefall.agent.Simulation.secs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.testkit.RecordingListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {

  private final Simulation world = new Simulation();

  private Scripted watched(String name, CheckSettings.Builder settings) {
    Scripted checker = world.checker();
    world.builder.check(name, checker, settings.build());
    return checker;
  }

  private static CheckSettings.Builder every(double seconds) {
    return CheckSettings.builder().interval(secs(seconds));
  }

  private static long phase(String name, double interval) {
    return Slots.phase(name, secs(interval));
  }

  @Test
  void everyCheckRunsOnceInItsFirstIntervalAtItsPhase() {
    List<Scripted> checkers = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      checkers.add(watched("server-" + i, every(10)));
    }
    world.start();
    world.time.advance(secs(10).minusNanos(1));
    for (int i = 0; i < 1_000; i++) {
      assertEquals(List.of(phase("server-" + i, 10)), checkers.get(i).runsSince(ORIGIN));
    }
  }

  @Test
  void thePhasesOfManyChecksAreSpreadEvenly() {
    int[] inSecond = new int[10];
    for (int i = 0; i < 10_000; i++) {
      inSecond[(int) (phase("10.1.53." + i, 10) / SECOND)]++;
    }
    for (int checks : inSecond) {
      assertTrue(checks > 850 && checks < 1_150, () -> checks + " of 10000 start in one second");
    }
  }

  @Test
  void aCheckHasTheSamePhaseAfterARestart() {
    Scripted checker = watched("kai", every(10));
    world.start();
    world.seconds(25);
    List<Long> before = checker.runsSince(ORIGIN);
    long restarted = world.time.read();
    world.start();
    world.seconds(25);
    List<Long> after = checker.runsSince(restarted);
    assertEquals(before, after.subList(before.size(), after.size()));
    assertNotEquals(phase("kai", 10), phase("kaj", 10));
  }

  @Test
  void aSimulatedDayHasNoDrift() {
    Scripted checker = watched("kai", every(1));
    checker.takes(Duration.ofMillis(137));
    world.start();
    world.seconds(86_400);
    long phase = phase("kai", 1);
    assertEquals(
        LongStream.range(0, 86_400).mapToObj(i -> phase + i * SECOND).toList(),
        checker.runsSince(ORIGIN));
  }

  @Test
  void wakeUpsAreCoalescedToAGridAndStillDoNotDrift() {
    Scripted checker = watched("kai", every(0.333));
    world.builder.coalesce(Duration.ofMillis(5));
    world.start();
    world.seconds(3_600);
    List<Long> runs = checker.runsSince(ORIGIN);
    long phase = phase("kai", 0.333);
    for (int i = 0; i < runs.size(); i++) {
      long due = phase + i * 333_000_000L;
      long late = runs.get(i) - due;
      assertTrue(late >= 0 && late < 5_000_000, () -> "late by " + late);
      assertEquals(0, runs.get(i) % 5_000_000);
    }
    assertEquals((int) Math.ceil((3_600 * SECOND - phase) / 333e6), runs.size());
  }

  @Test
  void oneWakeUpStartsAllThatIsDue() {
    for (int i = 0; i < 100; i++) {
      watched("server-" + i, every(1));
    }
    world.builder.coalesce(Duration.ofSeconds(1));
    world.start();
    assertEquals(1, world.time.pending());
    world.seconds(1);
    assertEquals(100, world.told.results().size());
    assertEquals(1, world.time.pending());
  }

  @Test
  void threeIntervalsFollowTheState() {
    Scripted checker =
        watched("kai", every(10).fastInterval(secs(2)).downInterval(secs(30)).rise(2).fall(3));
    checker.finds("PPFFFFPPPFPP");
    world.start();
    world.seconds(130);
    long phase = phase("kai", 10);
    List<Long> after = checker.runsSince(ORIGIN).stream().map(at -> (at - phase) / SECOND).toList();
    // Counting failures: 2 s. DOWN: 30 s. Counting passes: 2 s. UP again: back on the grid.
    assertEquals(
        List.of(0L, 10L, 20L, 22L, 24L, 54L, 84L, 86L, 90L, 100L, 102L, 110L, 120L),
        after.subList(0, 13));
  }

  @Test
  void aRunThatIsLateIsRunOnceAndNotRepeated() {
    Scripted checker = watched("kai", every(2));
    world.start();
    world.untilNextRun(checker);
    long phase = phase("kai", 2);
    checker.takes(secs(4.5));
    world.untilNextRun(checker);
    checker.takes(Duration.ZERO);
    world.seconds(4);
    assertEquals(
        List.of(0.0, 2.0, 6.5, 8.0, 10.0),
        checker.runsSince(ORIGIN).stream()
            .map(at -> (double) (at - phase) / SECOND)
            .limit(5)
            .toList());
  }

  @Test
  void anAgentThatWasAsleepRunsEachCheckOnceAndSaysHowLateItIs() {
    AtomicLong asleep = new AtomicLong();
    Scripted checker = watched("kai", every(2));
    world.builder.ticker(() -> world.time.read() + asleep.get());
    world.start();
    world.untilNextRun(checker);
    asleep.set(7 * SECOND); // the lid was shut: time went by, timers did not
    world.seconds(3);
    // It looks again a second after a run began: by then the next one should have begun 6 s before.
    assertEquals(
        List.of(Duration.ZERO, secs(6), Duration.ZERO),
        world.told.results().stream().map(RecordingListener.Told::lag).toList());
  }

  @Test
  void jitterPutsARunOffAndTheScheduleDoesNotDrift() {
    Scripted checker = watched("kai", every(10).jitter(secs(3)));
    world.start();
    world.seconds(10_000);
    List<Long> runs = checker.runsSince(ORIGIN);
    long phase = phase("kai", 10);
    long least = Long.MAX_VALUE;
    long most = 0;
    for (int i = 0; i < runs.size(); i++) {
      long off = runs.get(i) - (phase + i * 10L * SECOND);
      least = Math.min(least, off);
      most = Math.max(most, off);
    }
    assertTrue(least >= 0 && most <= 3 * SECOND, "jitter from " + least + " to " + most);
    assertTrue(most - least > 2 * SECOND, "no jitter to speak of: " + least + " to " + most);
    assertTrue(runs.size() >= 999 && runs.size() <= 1_000, () -> runs.size() + " runs");
  }
}
