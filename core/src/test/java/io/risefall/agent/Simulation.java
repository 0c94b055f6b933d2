package io.risefall.agent;

import io.risefall.state.Status;
import io.risefall.testkit.ManualTime;
import io.risefall.testkit.RecordingListener;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An agent whose time, checks and listeners are all on the test's own thread. */
final class Simulation implements AutoCloseable {

  static final long ORIGIN =
      -3_000_000_000L; // a ticker's origin is arbitrary, and may be below zero
  static final long SECOND = 1_000_000_000L;

  final ManualTime time = new ManualTime(ORIGIN);
  final RecordingListener told = new RecordingListener();
  final HealthAgent.Builder builder =
      HealthAgent.builder()
          .ticker(time)
          .clock(() -> Instant.EPOCH.plusNanos(time.read()))
          .scheduler(time)
          .executor(Runnable::run)
          .coalesce(Duration.ZERO)
          .closeWithin(Duration.ofMillis(100))
          .listener(told);
  private @Nullable HealthAgent agent;

  Scripted checker() {
    return new Scripted(time);
  }

  HealthAgent start() {
    close();
    HealthAgent started = builder.start();
    agent = started;
    return started;
  }

  CheckSnapshot snapshot(String name) {
    return Optional.ofNullable(agent).flatMap(a -> a.snapshot(name)).orElseThrow();
  }

  Status status(String name) {
    return snapshot(name).status();
  }

  void seconds(double seconds) {
    time.advance(Duration.ofNanos((long) (seconds * SECOND)));
  }

  /** Moves on until {@code checker} has run once more, and no further. */
  void untilNextRun(Scripted checker) {
    int before = checker.count();
    while (checker.count() == before) {
      time.advance(Duration.ofMillis(1));
    }
  }

  /** Nanoseconds since the agent's start. */
  long now() {
    return time.read() - ORIGIN;
  }

  static Duration secs(double seconds) {
    return Duration.ofNanos((long) (seconds * SECOND));
  }

  @Override
  public void close() {
    if (agent != null) {
      agent.close();
    }
  }
}
