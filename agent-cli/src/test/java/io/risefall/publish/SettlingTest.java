package io.risefall.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SettlingTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private long now;
  private final Settling settling = new Settling(() -> Duration.ofSeconds(7), () -> now);

  /** As its user does: waits for as long as it says and then looks. */
  private Set<String> after(long nanos) {
    for (long end = now + nanos; now < end; ) {
      now += Math.max(1, settling.left(end - now));
      Set<String> over = settling.takeOver();
      if (!over.isEmpty()) {
        return over;
      }
    }
    return Set.of();
  }

  @Test
  void whatHasHadItsTimeIsOver() {
    settling.begin("kai");
    assertEquals(Set.of(), after(6 * SECOND));
    settling.begin("lena");
    assertTrue(settling.holds("kai"));
    assertEquals(Set.of("kai"), after(2 * SECOND));
    assertEquals(7 * SECOND, now);
    assertFalse(settling.holds("kai"));
    assertEquals(Set.of("lena"), after(60 * SECOND));
    assertEquals(13 * SECOND, now);
    assertEquals(Set.of(), after(SECOND));
  }

  @Test
  void whatIsKnownIsNotWaitedFor() {
    settling.begin("kai");
    settling.end("kai");
    assertFalse(settling.holds("kai"));
    assertEquals(Set.of(), after(60 * SECOND));
  }

  @Test
  void aPauseOfThisProcessIsNoTime() {
    settling.begin("kai");
    assertEquals(Set.of(), after(2 * SECOND));
    settling.left(SECOND);
    now += 3600 * SECOND;
    assertEquals(Set.of(), settling.takeOver());
    assertEquals(Set.of(), after(4 * SECOND));
    assertEquals(Set.of("kai"), after(2 * SECOND));
  }
}
