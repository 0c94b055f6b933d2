package io.risefall.control;

import io.risefall.time.Ticker;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether virtual threads run, which carry the checks. For one thread, which is not a virtual
 * one: it goes on where they stand still.
 */
final class Pulse {

  private final Executor threads;
  private final Ticker ticker;
  private final Runnable lives;
  private final Consumer<Duration> waited;
  private @Nullable FutureTask<Duration> newest;

  /**
   * @param threads starts a virtual thread
   * @param lives is run by that thread
   * @param waited is told how long that thread waited until it ran, by the one that beats
   */
  Pulse(Executor threads, Ticker ticker, Runnable lives, Consumer<Duration> waited) {
    this.threads = threads;
    this.ticker = ticker;
    this.lives = lives;
    this.waited = waited;
  }

  /**
   * Tells of the thread before, and starts another one. Nothing while that one waits: threads that
   * queue up behind each other would make many of one standstill.
   */
  void beat() {
    if (newest != null) {
      if (!newest.isDone()) {
        return;
      }
      if (newest.state() == Future.State.SUCCESS) {
        waited.accept(newest.resultNow());
      }
    }
    long start = ticker.read();
    newest =
        new FutureTask<>(
            () -> {
              Duration wait = Duration.ofNanos(ticker.read() - start);
              lives.run();
              return wait;
            });
    threads.execute(newest);
  }
}
