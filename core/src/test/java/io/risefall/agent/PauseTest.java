package io.risefall.agent;

import static io.risefall.agent.Simulation.SECOND;
import static io.risefall.agent.Simulation.secs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.state.Status;
import io.risefall.testkit.RecordingListener;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The process was stopped for a while: time went by, its timers and its checks did not. */
class PauseTest {

  private final Simulation world = new Simulation();
  private final AtomicLong stopped = new AtomicLong();
  private final Scripted kai = world.checker();

  @BeforeEach
  void timeThatGoesOnAlone() {
    world.builder.ticker(() -> world.time.read() + stopped.get());
  }

  @AfterEach
  void close() {
    world.close();
  }

  private void pause(double seconds) {
    stopped.addAndGet((long) (seconds * SECOND));
  }

  private List<String> told() {
    return world.told.transitions().stream().map(t -> t.to() + " " + t.reason()).toList();
  }

  @Test
  void nothingIsStaleOrDownBeforeItsCheckHasRun() {
    world.builder.check(
        "kai", kai, c -> c.interval(secs(1)).staleAfter(secs(4)).downAfter(secs(5)).fall(9));
    world.start();
    world.seconds(10);
    pause(60);
    world.seconds(10);
    assertEquals(List.of("UP ok"), told());
  }

  @Test
  void whatIsNotSeenAfterThePauseEitherIsStaleInItsTime() {
    world.builder.check("kai", kai, c -> c.interval(secs(1)).staleAfter(secs(4)));
    world.start();
    world.seconds(10);
    kai.finds("B");
    pause(60);
    world.seconds(2);
    assertEquals(Status.UP, world.status("kai"));
    world.seconds(4);
    assertEquals(List.of("UP ok", "DOWN stale"), told());
  }

  @Test
  void whatCameDueMeanwhileRunsAtOnceButNotAllInTheSameInstant() {
    for (int i = 0; i < 200; i++) {
      world.builder.check("n" + i, kai, c -> c.interval(secs(10)));
    }
    world.start();
    world.seconds(20);
    int before = kai.count();
    long now = world.time.read();
    pause(60);
    world.seconds(1);
    assertTrue(kai.count() >= before + 200, () -> kai.count() - before + " of 200 ran");
    long within = now + SECOND;
    assertTrue(
        kai.runsSince(0).stream().filter(at -> at > now && at < within).distinct().count() > 100);
  }

  @Test
  void aFailureThatThePauseMayHaveMadeDoesNotCountAndTheCheckRunsAgainAtOnce() {
    world.builder.check(
        "kai",
        context -> {
          boolean inThePause = world.now() > 20 * SECOND && stopped.get() == 0;
          if (inThePause) {
            pause(30);
            return Scripted.FAIL;
          }
          return kai.check(context);
        },
        c -> c.interval(secs(10)).fall(1));
    world.start();
    world.seconds(35);
    assertEquals(List.of("UP ok"), told());
    List<String> results =
        world.told.results().stream()
            .map(RecordingListener.Told::result)
            .map(r -> r.reason() + ": " + r.message())
            .filter(r -> !r.equals("ok: well"))
            .toList();
    assertEquals(
        List.of("paused: this process did not run for 29.0 s meanwhile; timeout: no answer"),
        results);
  }

  @Test
  void aTargetThatFailsInEveryPauseIsDownAllTheSame() {
    world.builder.check(
        "kai",
        context -> {
          if (world.now() < 10 * SECOND) {
            return Scripted.PASS;
          }
          pause(30);
          return Scripted.FAIL;
        },
        c -> c.interval(secs(5)).fall(3));
    world.start();
    world.seconds(60);
    assertEquals(List.of("UP ok", "DOWN timeout"), told());
  }

  @Test
  void aPassThatCameInThePauseCounts() {
    world.builder.check(
        "kai",
        context -> {
          pause(30);
          return Scripted.PASS;
        },
        c -> c.interval(secs(10)).rise(1));
    world.start();
    world.seconds(11);
    assertEquals(List.of("UP ok"), told());
  }
}
