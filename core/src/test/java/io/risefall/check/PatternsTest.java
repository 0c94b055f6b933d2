package io.risefall.check;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.time.Ticker;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PatternsTest {

  private static CheckContext within(long millis) {
    return CheckContext.within(Duration.ofMillis(millis), Ticker.system());
  }

  @Test
  void aPatternIsFoundAnywhereInTheText() throws Patterns.TooCostlyException {
    assertTrue(Patterns.find(Pattern.compile("b+c"), "abbbcd", within(10_000)));
    assertFalse(Patterns.find(Pattern.compile("^b"), "abbbcd", within(10_000)));
  }

  @Test
  void aPatternThatWouldGoOnForEverEndsByTheDeadline() {
    Pattern costly = Pattern.compile("^(a+)+\\1[A-Z]$");
    String text = "a".repeat(60) + "c";
    assertThrows(Patterns.TooCostlyException.class, () -> Patterns.find(costly, text, within(50)));
  }

  @Test
  void aPatternThatTakesAllTheStackEndsToo() {
    Pattern deep = Pattern.compile("(a|b)*c");
    assertThrows(
        Patterns.TooCostlyException.class,
        () -> Patterns.find(deep, "ab".repeat(500_000), within(10_000)));
  }

  @Test
  void whatCameInTheLastMomentIsLookedAtAllTheSame() throws Exception {
    String text = "a".repeat(100_000) + "healthy";
    assertTrue(Patterns.find(Pattern.compile("healthy"), text, within(0)));
    Pattern costly = Pattern.compile("^(a+)+\\1[A-Z]$");
    String long60 = "a".repeat(60) + "c";
    assertThrows(Patterns.TooCostlyException.class, () -> Patterns.find(costly, long60, within(0)));
  }
}
