package io.risefall.resident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.agent.CheckSnapshot;
import io.risefall.agent.HealthAgent;
import io.risefall.check.CheckResult;
import io.risefall.check.Reason;
import io.risefall.history.History;
import io.risefall.state.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class TablesTest {

  private static final int WIDTH = 80;

  @Test
  void aLongLineIsFoldedAtABlankAndGoesOnUnderItself() {
    String line = "  why       timeout: " + "no answer from 2001:db8::1 ".repeat(4).strip();
    assertEquals(
        """
          why       timeout: no answer from 2001:db8::1 no answer from 2001:db8::1 no
                    answer from 2001:db8::1 no answer from 2001:db8::1
        """
            .indent(0),
        Tables.folded(line));
  }

  @Test
  void aWordThatIsTooLongIsCut() {
    String folded = Tables.folded("x".repeat(200));
    assertEquals("x".repeat(WIDTH), folded.lines().findFirst().orElseThrow());
    assertEquals("x".repeat(200), folded.replaceAll("[ \n]", ""));
    assertWithin(folded);
  }

  private static void assertWithin(String text) {
    text.lines().forEach(line -> assertTrue(line.length() <= WIDTH, line));
  }

  @Test
  void whatExplainsStaysWithinEightyColumnsWhateverServersSay() {
    History history = new History();
    CheckResult result = CheckResult.fail(Reason.TIMEOUT, "expected " + "much ".repeat(60));
    try (HealthAgent agent =
        HealthAgent.builder()
            .check("kai", context -> result, check -> check.interval(Duration.ofMillis(5)))
            .listener(history)
            .start()) {
      Awaitility.await()
          .until(
              () ->
                  agent.snapshot("kai").orElseThrow().status() == Status.DOWN
                      && history.of("kai").transitions().size() == 1);
      CheckSnapshot check = agent.snapshot("kai").orElseThrow();
      List<String> many = List.of("dependent ".repeat(30));
      assertWithin(Tables.explain(check, history.of("kai"), Optional.empty(), many, false));
      assertWithin(Tables.status(List.of(check), false));
    }
  }
}
