package io.risefall.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DampingTest {

  private static final long SECOND = 1_000_000_000L;
  private static final RiseFall FLAPPY = RiseFall.of(1, 1).withDamping(Damping.CUSTOMARY);

  /** Flaps once a second, beginning with UP at second 0. */
  private static HealthState flapped(RiseFall rules, int transitions) {
    HealthState state = rules.step(rules.start(0), Results.PASS, 0);
    for (int i = 1; i <= transitions; i++) {
      state = rules.step(state, i % 2 == 1 ? Results.FAIL : Results.PASS, i * SECOND);
    }
    return state;
  }

  @Test
  void theThirdTransitionInShortOrderSuppresses() {
    assertFalse(flapped(FLAPPY, 2).suppressed());
    assertTrue(flapped(FLAPPY, 3).suppressed());
  }

  @Test
  void theFirstResultIsNoTransition() {
    assertEquals(0, flapped(FLAPPY, 0).penalty());
  }

  @Test
  void aSuppressedTargetIsDownThoughItsResultsPass() {
    HealthState state = flapped(FLAPPY, 4);
    assertEquals(Health.DOWN, state.health());
    assertEquals(Health.UP, state.undamped());
  }

  @Test
  void itComesUpByTheFirstPassOnceThePenaltyIsBelowReuse() {
    HealthState held = flapped(FLAPPY, 4);
    long letGo = 4 * SECOND + Damping.CUSTOMARY.nanosToReuse(held.penalty());
    assertTrue(FLAPPY.step(held, Results.PASS, letGo - 1).suppressed());
    assertEquals(RiseFall.NEVER, FLAPPY.nextElapse(held, 0), "time alone raises nothing");
    assertTrue(FLAPPY.elapse(held, 0, letGo).suppressed());
    HealthState free = FLAPPY.step(held, Results.PASS, letGo);
    assertFalse(free.suppressed());
    assertEquals(Health.UP, free.health());
    assertEquals(letGo, free.since());
  }

  @Test
  void aFailureLetsNobodyGoThatItDoesNotBringDown() {
    RiseFall patient = RiseFall.of(1, 3).withDamping(Damping.CUSTOMARY);
    HealthState held = flapped(FLAPPY, 4);
    long late = held.penaltyAt() + Damping.CUSTOMARY.maxHold().toNanos();
    HealthState failed = patient.step(held, Results.FAIL, late);
    assertEquals(Health.DOWN, failed.health());
    assertEquals(Health.UP, failed.undamped());
  }

  @Test
  void whoIsHeldStaysSoUntilAPassWhereThereIsNoDampingAnyMore() {
    HealthState held = RiseFall.DEFAULT.resume(flapped(FLAPPY, 4));
    assertEquals(Health.DOWN, held.health());
    assertEquals(Health.DOWN, RiseFall.DEFAULT.step(held, Results.FAIL, 5 * SECOND).health());
    assertEquals(Health.UP, RiseFall.DEFAULT.step(held, Results.PASS, 5 * SECOND).health());
  }

  @Test
  void nobodyIsHeldLongerThanTheCeilingAllows() {
    HealthState held = flapped(FLAPPY, 999);
    long letGo = FLAPPY.nextElapse(held, 0) - 999 * SECOND;
    assertTrue(letGo <= Damping.CUSTOMARY.maxHold().toNanos() + 2, () -> letGo + " ns");
  }

  @Test
  void theTimeGivenForLettingGoLetsGoWhateverTheHalfLife() {
    Random random = new Random(7);
    for (int i = 0; i < 100_000; i++) {
      long halfLife = 1 + (random.nextLong() >>> (1 + random.nextInt(61)));
      double reuse = 1 + random.nextInt(1_000);
      double penalty = reuse * (1 + 3 * random.nextDouble());
      halfLife = Math.min(halfLife, Long.MAX_VALUE / 64);
      Damping damping =
          new Damping(
              reuse * 1.5, reuse, Duration.ofNanos(halfLife), Duration.ofNanos(halfLife * 8));
      RiseFall rules = FLAPPY.withDamping(damping);
      HealthState held = new HealthState(Health.DOWN, Health.DOWN, 0, 0, 1, 0, penalty, 0, true);
      HealthState free = rules.elapse(held, 0, rules.nextElapse(held, 0));
      assertFalse(free.suppressed(), () -> damping + " with " + penalty);
    }
  }

  @Test
  void valuesThatMakeNoSenseAreRefused() {
    Duration minute = Duration.ofMinutes(1);
    refused("damping suppress 1.0 reuse 2.0, allowed: 0 < reuse < suppress", 1, 2, minute, minute);
    refused("damping suppress 2.0 reuse 0.0, allowed: 0 < reuse < suppress", 2, 0, minute, minute);
    refused("damping durations, allowed: more than zero", 2, 1, Duration.ZERO, minute);
    refused("damping durations, allowed: more than zero", 2, 1, minute, minute.negated());
    refused(
        "damping max-hold PT1M is too short for suppress ever to be passed, allowed:"
            + " more than half-life × log2(suppress / reuse)",
        2,
        1,
        minute,
        minute);
  }

  private static void refused(
      String message, double suppress, double reuse, Duration halfLife, Duration maxHold) {
    var e =
        assertThrows(
            IllegalArgumentException.class, () -> new Damping(suppress, reuse, halfLife, maxHold));
    assertEquals(message, e.getMessage());
  }
}
