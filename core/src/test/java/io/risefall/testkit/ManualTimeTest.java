package io.risefall.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.risefall.time.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManualTimeTest {

  private final ManualTime time = new ManualTime(-10);
  private final List<String> ran = new ArrayList<>();

  private Scheduler.Pending at(long delay, String name) {
    return time.schedule(() -> ran.add(name + "@" + time.read()), Duration.ofNanos(delay));
  }

  private void advance(long nanos) {
    time.advance(Duration.ofNanos(nanos));
  }

  @Test
  void tasksRunInTheOrderOfTheirTimesEachAtItsOwn() {
    at(30, "c");
    at(10, "a");
    at(10, "b");
    advance(29);
    assertEquals(List.of("a@0", "b@0"), ran);
    assertEquals(19, time.read());
    advance(1);
    assertEquals(List.of("a@0", "b@0", "c@20"), ran);
  }

  @Test
  void nothingRunsBeforeTimeIsToldToMove() {
    at(0, "now");
    at(-5, "past");
    assertEquals(List.of(), ran);
    advance(0);
    assertEquals(List.of("now@-10", "past@-10"), ran);
  }

  @Test
  void whatATaskSchedulesRunsOnTheSameWay() {
    time.schedule(() -> at(5, "second"), Duration.ofNanos(5));
    advance(20);
    assertEquals(List.of("second@0"), ran);
  }

  @Test
  void aTaskMayMoveTimeItself() {
    at(7, "other");
    time.schedule(() -> advance(20), Duration.ofNanos(5));
    advance(10);
    assertEquals(List.of("other@-3"), ran);
    assertEquals(15, time.read());
  }

  @Test
  void aTaskThatWasTakenBackDoesNotRun() {
    at(5, "gone").cancel();
    advance(10);
    assertEquals(List.of(), ran);
    assertEquals(0, time.pending());
  }

  @Test
  void whatATaskThrowsReachesTheTestAndTimeStandsThere() {
    time.schedule(
        () -> {
          throw new IllegalStateException("test");
        },
        Duration.ofNanos(5));
    assertThrows(IllegalStateException.class, () -> advance(10));
    assertEquals(-5, time.read());
  }

  @Test
  void timeNeverGoesBackAndNothingRunsAfterClose() {
    assertThrows(IllegalArgumentException.class, () -> advance(-1));
    at(5, "gone");
    time.close();
    at(5, "late");
    advance(10);
    assertEquals(List.of(), ran);
  }
}
