package io.risefall.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.risefall.check.CheckResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Long seeded runs against naive oracles that work everything out again from the history. */
class RandomRunsTest {

  private static final int STEPS = 100_000;

  @ParameterizedTest
  @CsvSource({
    "1, 1, UNKNOWN",
    "1, 2, UNKNOWN",
    "2, 3, UP",
    "3, 3, DOWN",
    "5, 9, UNKNOWN",
    "28, 30, UNKNOWN",
    "28, 30, UP",
    "28, 30, DOWN",
    "1, 64, DOWN",
    "64, 64, UP",
    "33, 64, UNKNOWN"
  })
  void aWindowCountsTheLastResults(int passes, int size, Health initial) {
    RiseFall rules = RiseFall.DEFAULT.withWindow(new Window(passes, size)).startingAs(initial);
    Random random = new Random(size * 100L + passes);
    List<Boolean> history = new ArrayList<>();
    if (initial != Health.UNKNOWN) {
      fill(history, initial == Health.UP, size);
    }
    HealthState state = rules.start(0);
    for (int i = 1; i <= STEPS; i++) {
      boolean pass = random.nextInt(size + 1) < passes;
      if (random.nextInt(20) == 0) {
        state = rules.step(state, Results.BROKEN, i);
      } else {
        state = rules.step(state, pass ? Results.PASS : Results.FAIL, i);
        if (history.isEmpty()) {
          fill(history, pass, size);
        }
        history.add(pass);
      }
      if (!history.isEmpty()) {
        long passed =
            history.subList(history.size() - size, history.size()).stream().filter(p -> p).count();
        int step = i;
        assertEquals(
            passed >= passes ? Health.UP : Health.DOWN, state.health(), () -> "step " + step);
      }
    }
  }

  private static void fill(List<Boolean> history, boolean pass, int size) {
    for (int i = 0; i < size; i++) {
      history.add(pass);
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 3, 50, UNKNOWN", "1, 1, 20, UP", "3, 2, 200, DOWN", "2, 1000, 30, UNKNOWN"})
  void downAfterStrikesBesideTheCounts(int rise, int fall, long downAfter, Health initial) {
    Random random = new Random(fall);
    for (int run = 0; run < 500; run++) {
      RiseFall rules =
          RiseFall.of(rise, fall).startingAs(initial).withDownAfter(Duration.ofNanos(downAfter));
      HealthState state = rules.start(0);
      String history = "";
      long lastPass = 0;
      long now = 0;
      for (int i = 0; i < 200; i++) {
        now += random.nextInt(1 + (int) downAfter / 2);
        if (Oracle.inARow(history, rise, fall, initial) != Health.DOWN
            && now - lastPass >= downAfter) {
          history += 'T';
        }
        state = rules.elapse(state, lastPass, now);
        int die = random.nextInt(10);
        if (die < 8) {
          CheckResult result = die < 3 ? Results.PASS : die < 7 ? Results.FAIL : Results.BROKEN;
          history += die < 3 ? 'P' : die < 7 ? 'F' : 'B';
          state = rules.step(state, result, now);
          lastPass = die < 3 ? now : lastPass;
        }
        String seen = history;
        assertEquals(
            Oracle.inARow(history, rise, fall, initial), state.health(), () -> "after " + seen);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2000, 750, 900, 3600, 60",
    "2000, 750, 900, 3600, 400",
    "3500, 2500, 10, 100, 5",
    "1000, 999, 100, 1000, 100",
    "10, 1, 7, 60, 3",
    "5000, 100, 60, 100000, 20"
  })
  void dampingHoldsAFlappingTargetDown(
      double suppress, double reuse, long halfLife, long maxHold, int gap) {
    Damping damping =
        new Damping(suppress, reuse, Duration.ofSeconds(halfLife), Duration.ofSeconds(maxHold));
    Random random = new Random(gap);
    for (int run = 0; run < STEPS / 400; run++) {
      RiseFall rules = RiseFall.of(1, 2).withDamping(damping);
      HealthState state = rules.start(0);
      String history = "";
      List<Double> flaps = new ArrayList<>();
      long now = 0;
      int calm = 1 + random.nextInt(20);
      boolean held = false;
      for (int i = 0; i < 400; i++) {
        now += (long) (random.nextDouble() * gap * 1e9);
        boolean pass = random.nextInt(calm) == 0 ? random.nextBoolean() : history.endsWith("P");
        Health before = Oracle.inARow(history, 1, 2, Health.UNKNOWN);
        history += pass ? 'P' : 'F';
        Health undamped = Oracle.inARow(history, 1, 2, Health.UNKNOWN);
        if (before != Health.UNKNOWN && undamped != before) {
          flaps.add(now / 1e9);
        }
        if (random.nextBoolean()) {
          state = rules.elapse(state, now, now);
        }
        state = rules.step(state, pass ? Results.PASS : Results.FAIL, now);
        // Only a pass lets go of what is not DOWN by its results.
        held = held(damping, flaps, now / 1e9) || (held && !pass && undamped == Health.UP);
        boolean isHeld = held;
        int step = i;
        assertEquals(isHeld, state.suppressed(), () -> "held at step " + step);
        assertEquals(undamped, state.undamped(), () -> "undamped at step " + step);
        assertEquals(isHeld ? Health.DOWN : undamped, state.health(), () -> "health at " + step);
      }
    }
  }

  /** RFC 2439 in seconds: the penalty followed from the first flap on. */
  private static boolean held(Damping damping, List<Double> flaps, double now) {
    double halfLife = damping.halfLife().toSeconds();
    double ceiling = damping.reuse() * Math.pow(2, damping.maxHold().toSeconds() / halfLife);
    double penalty = 0;
    double at = 0;
    boolean held = false;
    for (double flap : flaps) {
      penalty *= Math.pow(2, -(flap - at) / halfLife);
      at = flap;
      held &= penalty >= damping.reuse();
      penalty = Math.min(ceiling, penalty + 1000);
      held |= penalty > damping.suppress();
    }
    return held && penalty * Math.pow(2, -(now - at) / halfLife) >= damping.reuse();
  }
}
