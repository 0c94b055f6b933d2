package io.risefall.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {

  private static final Map<String, Boolean> KNOWN = Map.of("up", true, "down", false);

  private static String holds(String text) {
    return Condition.parse(text)
        .holds(name -> Optional.ofNullable(KNOWN.get(name)))
        .map(Object::toString)
        .orElse("open");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "up, true",
    "down, false",
    "x, open",
    "not up, false",
    "not x, open",
    "up and down, false",
    "up and x, open",
    "down and x, false",
    "x and down, false",
    "up or x, true",
    "x or up, true",
    "down or x, open",
    "down or not x, open",
    "up and not down or x, true",
    "not (down and x), true",
    "(x or down) and up, open",
    "down or up and x, open",
    "not not x, open",
    "not (x or up) or down, false",
  })
  void isOpenOnlyWhereItDependsOnWhatIsNotKnown(String text, String expected) {
    assertEquals(expected, holds(text));
  }

  @Test
  void otherwiseAlwaysHolds() {
    assertEquals(Optional.of(true), Condition.OTHERWISE.holds(name -> Optional.empty()));
  }

  @Test
  void aHundredThousandNamesTakeNoStack() {
    String names = String.join(" or ", Collections.nCopies(100_000, "down"));
    assertEquals("false", holds(names));
    assertEquals("true", holds(names.replace(" or ", " and ") + " or up"));
  }

  @Test
  void whatGoesTooDeepIsRefused() {
    assertEquals("true", holds("not ".repeat(100) + "up"));
    assertEquals("true", holds("(".repeat(100) + "up" + ")".repeat(100)));
    for (String deep :
        new String[] {"not ".repeat(5000) + "up", "(".repeat(5000) + "up" + ")".repeat(5000)}) {
      assertEquals(
          "more than 100 within each other",
          assertThrows(IllegalArgumentException.class, () -> Condition.parse(deep)).getMessage());
    }
  }
}
