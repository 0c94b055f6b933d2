package io.risefall.resident;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeapNeedTest {

  private static final long DEFAULT = 256L * 1024 * 1024;

  @Test
  void fifteenThousandChecksFitTheDefault() {
    assertEquals(Optional.empty(), HeapNeed.advice(15_000, DEFAULT));
  }

  @Test
  void whatDoesNotFitIsToldWithTheWayOut() {
    assertEquals(
        Optional.of(
            "50000 checks want about 774 MB of heap, and there are 268:"
                + " RISEFALL_JAVA_OPTS=-Xmx774m"),
        HeapNeed.advice(50_000, DEFAULT));
  }
}
