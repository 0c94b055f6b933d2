package io.risefall.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlotsTest {

  @Test
  void thePhaseIsWithinTheIntervalWhateverTheName() {
    for (String name : new String[] {"", "a", "ü", "x".repeat(200), "10.1.53.2"}) {
      for (long interval : new long[] {1_000_000, 999_999_937, 86_400_000_000_000L}) {
        long phase = Slots.phase(name, Duration.ofNanos(interval));
        assertTrue(phase >= 0 && phase < interval);
      }
    }
  }

  @Test
  void thePhaseOfANameNeverChangesBetweenReleases() {
    assertEquals(5_535_481_617L, Slots.phase("kai", Duration.ofSeconds(6)));
  }

  @Test
  void theNextSlotIsTheFirstOfItsGridAfterNow() {
    Random random = new Random(11);
    for (int i = 0; i < 100_000; i++) {
      long normal = 1 + random.nextLong(50);
      long inForce = random.nextBoolean() ? normal : 1 + random.nextLong(50);
      long phase = random.nextLong(normal);
      long due = random.nextLong(500);
      long now = due + random.nextLong(200);
      long expected = due + 1;
      while (expected <= now || !onGrid(expected, due, phase, normal, inForce)) {
        expected++;
      }
      assertEquals(expected, Slots.next(due, phase, normal, inForce, now));
    }
  }

  private static boolean onGrid(long at, long due, long phase, long normal, long inForce) {
    return inForce == normal
        ? Math.floorMod(at - phase, normal) == 0
        : Math.floorMod(at - due, inForce) == 0;
  }
}
