package io.risefall.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.risefall.check.CheckResult;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RiseFallTest {

  private static final RiseFall TWO_THREE = RiseFall.DEFAULT;

  private static HealthState after(RiseFall rules, CheckResult... results) {
    HealthState state = rules.start(0);
    long now = 0;
    for (CheckResult result : results) {
      state = rules.step(state, result, ++now);
    }
    return state;
  }

  @Test
  void theFirstPassBringsAnUnknownTargetUp() {
    assertEquals(Health.UP, after(TWO_THREE, Results.PASS).health());
  }

  @Test
  void theFirstFailureBringsAnUnknownTargetDown() {
    assertEquals(Health.DOWN, after(TWO_THREE, Results.FAIL).health());
  }

  @Test
  void brokenResultsDoNotEndBeingUnknown() {
    assertEquals(Health.UNKNOWN, after(TWO_THREE, Results.BROKEN, Results.BROKEN).health());
    assertEquals(Health.UP, after(TWO_THREE, Results.BROKEN, Results.PASS).health());
  }

  @Test
  void threeFailuresInARowBringItDown() {
    RiseFall rules = TWO_THREE.startingAs(Health.UP);
    assertEquals(Health.UP, after(rules, Results.FAIL, Results.FAIL).health());
    assertEquals(Health.DOWN, after(rules, Results.FAIL, Results.FAIL, Results.FAIL).health());
  }

  @Test
  void aPassBetweenFailuresStartsTheCountAgain() {
    RiseFall rules = TWO_THREE.startingAs(Health.UP);
    assertEquals(
        Health.UP,
        after(rules, Results.FAIL, Results.FAIL, Results.PASS, Results.FAIL, Results.FAIL)
            .health());
  }

  @Test
  void aBrokenResultBetweenFailuresDoesNot() {
    RiseFall rules = TWO_THREE.startingAs(Health.UP);
    assertEquals(
        Health.DOWN,
        after(rules, Results.FAIL, Results.FAIL, Results.BROKEN, Results.FAIL).health());
  }

  @Test
  void twoPassesInARowBringItUpAndDegradedOnesCount() {
    RiseFall rules = TWO_THREE.startingAs(Health.DOWN);
    assertEquals(Health.DOWN, after(rules, Results.DEGRADED).health());
    assertEquals(Health.UP, after(rules, Results.PASS, Results.DEGRADED).health());
  }

  @Test
  void anInitialHealthIsHeldToTheThresholds() {
    assertEquals(Health.DOWN, after(TWO_THREE.startingAs(Health.DOWN), Results.PASS).health());
    assertEquals(Health.UP, after(TWO_THREE.startingAs(Health.UP), Results.FAIL).health());
  }

  @Test
  void nothingNewIsMadeWhenNothingChanges() {
    RiseFall rules = RiseFall.of(1, 1);
    HealthState up = rules.step(rules.start(0), Results.PASS, 1);
    assertSame(up, rules.step(up, Results.PASS, 2));
    assertSame(up, rules.elapse(up, 1, 1_000));
    assertEquals(RiseFall.NEVER, rules.nextElapse(up, 1));
  }

  @Test
  void sinceIsWhenTheHealthBegan() {
    RiseFall rules = RiseFall.of(1, 2);
    HealthState up = rules.step(rules.start(5), Results.PASS, 10);
    HealthState doubtful = rules.step(up, Results.FAIL, 20);
    HealthState down = rules.step(doubtful, Results.FAIL, 30);
    assertEquals(5, rules.start(5).since());
    assertEquals(10, doubtful.since());
    assertEquals(30, down.since());
  }

  @Test
  void downAfterStrikesWhenNoPassWasSeenForSoLongAndNotBefore() {
    RiseFall rules = RiseFall.of(2, 1000).withDownAfter(Duration.ofNanos(100));
    HealthState up = rules.step(rules.start(0), Results.PASS, 50);
    assertEquals(150, rules.nextElapse(up, 50));
    assertSame(up, rules.elapse(up, 50, 149));
    HealthState down = rules.elapse(up, 50, 150);
    assertEquals(Health.DOWN, down.health());
    assertEquals(RiseFall.NEVER, rules.nextElapse(down, 50));
    HealthState one = rules.step(down, Results.PASS, 160);
    assertEquals(Health.DOWN, one.health(), "the pass long ago is not counted with this one");
    assertEquals(Health.UP, rules.step(one, Results.PASS, 170).health());
  }

  @Test
  void downAfterBringsAnUnknownTargetDownToo() {
    RiseFall rules = TWO_THREE.withDownAfter(Duration.ofNanos(100));
    assertEquals(Health.DOWN, rules.elapse(rules.start(0), 0, 100).health());
  }

  @Test
  void aDownAfterOfAllTheTimeThereIsNeverStrikes() {
    RiseFall rules = TWO_THREE.withDownAfter(Duration.ofNanos(Long.MAX_VALUE));
    HealthState up = rules.step(rules.start(0), Results.PASS, 1);
    assertSame(up, rules.elapse(up, 1, Long.MAX_VALUE - 1));
  }

  @Test
  void aWindowThatRunsOutOfPassesGoesDownAndDownAfterEmptiesIt() {
    RiseFall rules = TWO_THREE.withWindow(new Window(2, 3)).withDownAfter(Duration.ofNanos(100));
    HealthState up = rules.step(rules.start(0), Results.PASS, 1);
    HealthState one = rules.step(up, Results.FAIL, 2);
    assertEquals(Health.UP, one.health());
    assertEquals(Health.DOWN, rules.step(one, Results.FAIL, 3).health());
    HealthState struck = rules.elapse(up, 1, 101);
    assertEquals(Health.DOWN, rules.step(struck, Results.PASS, 102).health());
  }

  @ParameterizedTest
  @CsvSource({"0, 3", "2, 0", "1001, 3", "2, 1001", "-1, -1"})
  void thresholdsBeyondTheirRangeAreRefused(int rise, int fall) {
    var e = assertThrows(IllegalArgumentException.class, () -> RiseFall.of(rise, fall));
    assertEquals("rise " + rise + " fall " + fall + ", allowed: 1 to 1000", e.getMessage());
  }

  @Test
  void aDownAfterOfNothingIsRefused() {
    var e =
        assertThrows(IllegalArgumentException.class, () -> TWO_THREE.withDownAfter(Duration.ZERO));
    assertEquals("down-after, allowed: more than zero", e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"0, 3", "4, 3", "1, 65", "1, 0", "-1, 3"})
  void windowsBeyondTheirRangeAreRefused(int passes, int size) {
    var e = assertThrows(IllegalArgumentException.class, () -> new Window(passes, size));
    assertEquals(
        "window " + passes + " of " + size + ", allowed: 1 of 1 to 64 of 64", e.getMessage());
  }

  @Test
  void theDefaultIsRiseTwoFallThreeAndNothingElse() {
    assertEquals(
        new RiseFall(2, 3, Health.UNKNOWN, Optional.empty(), Optional.empty(), Optional.empty()),
        TWO_THREE);
  }
}
