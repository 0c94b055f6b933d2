package io.risefall.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.risefall.check.CheckResult;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every sequence of passes, failures and broken results there is, against the oracle. */
class RiseFallExhaustiveTest {

  private static final int LONGEST = 12;

  @ParameterizedTest
  @EnumSource(Health.class)
  void everySequenceOfPassesAndFailuresEndsAsTheOracleSays(Health initial) {
    for (int rise = 1; rise <= 4; rise++) {
      for (int fall = 1; fall <= 4; fall++) {
        RiseFall rules = RiseFall.of(rise, fall).startingAs(initial);
        follow(rules, rules.start(0), "", 0, "PF", LONGEST);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Health.class)
  void brokenResultsAnywhereInASequenceChangeNothing(Health initial) {
    for (int rise = 1; rise <= 4; rise++) {
      for (int fall = 1; fall <= 4; fall++) {
        RiseFall rules = RiseFall.of(rise, fall).startingAs(initial);
        follow(rules, rules.start(0), "", 0, "PFB", LONGEST - 2);
      }
    }
  }

  private static void follow(
      RiseFall rules, HealthState state, String history, long since, String letters, int longest) {
    for (int i = 0; i < letters.length(); i++) {
      char letter = letters.charAt(i);
      String longer = history + letter;
      long now = longer.length();
      HealthState next = rules.step(state, result(letter), now);
      Health expected = Oracle.inARow(longer, rules.rise(), rules.fall(), rules.initial());
      long expectedSince = expected == state.health() ? since : now;
      if (next.health() != expected || next.undamped() != expected) {
        assertEquals(expected, next.health(), () -> rules + " after " + longer);
      }
      if (next.since() != expectedSince
          || next.passes() != Math.min(rules.rise(), Oracle.tail(longer, 'P'))
          || next.failures() != Math.min(rules.fall(), Oracle.tail(longer, 'F'))) {
        assertEquals(longer, next, () -> "counts or since are wrong, " + rules);
      }
      if (letter == 'B') {
        assertSame(state, next);
      }
      if (longer.length() < longest) {
        follow(rules, next, longer, expectedSince, letters, longest);
      }
    }
  }

  private static CheckResult result(char letter) {
    return letter == 'P' ? Results.PASS : letter == 'F' ? Results.FAIL : Results.BROKEN;
  }
}
