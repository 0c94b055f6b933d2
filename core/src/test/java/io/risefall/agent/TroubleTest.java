package io.risefall.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.risefall.testkit.ManualTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TroubleTest {

  private final ManualTime time = new ManualTime(0);
  private final Bulkhead bulkhead = mock(Bulkhead.class);
  private final AgentTime agentTime = new AgentTime(time, InstantSource.system());
  private final Dispatcher dispatcher =
      new Dispatcher(
          new ReentrantLock(),
          agentTime,
          time,
          Runnable::run,
          bulkhead,
          new Board(List.of(), agentTime),
          Duration.ZERO,
          Duration.ZERO,
          () -> {});

  @Test
  void aCheckThatCannotBeAttendedToIsTriedAgainASecondLater() {
    when(bulkhead.tryAcquirePermission())
        .thenThrow(new IllegalStateException("a defect, once"))
        .thenReturn(true);
    Scripted checker = new Scripted(time);
    Duration interval = Duration.ofMillis(100);
    long phase = Slots.phase("kai", interval);
    dispatcher.lock.lock();
    try {
      CheckNode node =
          new CheckNode("kai", checker, CheckSettings.builder().interval(interval).build(), 0);
      dispatcher.watch(List.of(node), List.of(node), List.of());
      dispatcher.start(1);
    } finally {
      dispatcher.lock.unlock();
    }
    time.advance(interval);
    assertEquals(List.of(), checker.runsSince(0));
    time.advance(Duration.ofSeconds(1));
    assertEquals(List.of(phase + 1_000_000_000L), checker.runsSince(0));
    time.advance(interval);
    assertEquals(List.of(phase + 1_000_000_000L, phase + 1_100_000_000L), checker.runsSince(0));
  }
}
