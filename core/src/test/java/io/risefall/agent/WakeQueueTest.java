package io.risefall.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WakeQueueTest {

  @Test
  void itGivesTheEarliestFirstWhateverIsMovedMeanwhile() {
    Random random = new Random(5);
    WakeQueue queue = new WakeQueue();
    Map<CheckNode, Long> expected = new HashMap<>();
    List<CheckNode> nodes = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      nodes.add(
          new CheckNode(
              "server-" + i, context -> Scripted.PASS, CheckSettings.builder().build(), 0));
    }
    for (int step = 0; step < 100_000; step++) {
      CheckNode node = nodes.get(random.nextInt(nodes.size()));
      int die = random.nextInt(10);
      if (die < 6) {
        long at = random.nextInt(1_000);
        queue.set(node, at);
        expected.put(node, at);
      } else if (die < 7) {
        queue.set(node, WakeQueue.NEVER);
        expected.remove(node);
      } else {
        long now = random.nextInt(1_000);
        CheckNode due = queue.due(now);
        long earliest = expected.values().stream().min(Long::compare).orElse(WakeQueue.NEVER);
        if (earliest > now) {
          assertNull(due);
        } else {
          assertNotNull(due);
          assertEquals(earliest, expected.remove(due));
          queue.set(due, WakeQueue.NEVER);
        }
      }
      assertEquals(
          expected.values().stream().min(Long::compare).orElse(WakeQueue.NEVER), queue.earliest());
    }
    assertTrue(expected.size() > 10, "the run was worth its while");
  }
}
