package io.risefall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.risefall.check.Checkers;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HandoversTest {

  private final Handovers handovers = new Handovers(Checkers.installed());

  private Handover of(String... words) {
    return handovers.of(List.of(words)).orElseThrow();
  }

  @Test
  void theSameWordsAreUnderstoodOnce() {
    Handover first = of("tcp", "127.0.0.1:1", "--timeout", "1s");
    assertSame(first, of("tcp", "127.0.0.1:1", "--timeout", "1s"));
    assertNotSame(first, of("tcp", "127.0.0.1:1", "--timeout", "2s"));
  }

  @Test
  void longOnesAndThoseThatCameLongAgoAreForgotten() {
    String words = "x".repeat(1000);
    assertNotSame(
        of("tcp", "127.0.0.1:1", "--send", words), of("tcp", "127.0.0.1:1", "--send", words));
    Handover first = of("tcp", "127.0.0.1:1");
    for (int port = 2; port <= 1000; port++) {
      of("tcp", "127.0.0.1:" + port);
    }
    assertSame(first, of("tcp", "127.0.0.1:1"));
    for (int port = 1001; port <= 2000; port++) {
      of("tcp", "127.0.0.1:" + port);
    }
    assertNotSame(first, of("tcp", "127.0.0.1:1"));
  }

  @Test
  void whatIsWrongOrTheCallersOwnIsNotTaken() {
    for (List<String> words :
        List.of(List.of("tcp", "nowhere"), List.of("exec", "true"), List.<String>of())) {
      assertEquals(Optional.empty(), handovers.of(words));
      assertEquals(Optional.empty(), handovers.of(words));
    }
  }
}
