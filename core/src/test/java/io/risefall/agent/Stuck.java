package io.risefall.agent;

import io.risefall.check.CheckContext;
import io.risefall.check.CheckResult;
import io.risefall.check.Checker;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** A checker that goes on until a test lets it go, whatever its deadline says. */
final class Stuck implements Checker {

  final AtomicInteger begun = new AtomicInteger();
  final AtomicInteger running = new AtomicInteger();
  final AtomicInteger mostAtOnce = new AtomicInteger();
  final AtomicInteger interruptions = new AtomicInteger();
  private final Semaphore letGo = new Semaphore(0);
  private final boolean obedient;

  /** Ends when it is interrupted if {@code obedient}, goes on otherwise. */
  Stuck(boolean obedient) {
    this.obedient = obedient;
  }

  /** Lets so many runs go, now or later. */
  void letGo(int runs) {
    letGo.release(runs);
  }

  @Override
  public CheckResult check(CheckContext context) throws InterruptedException {
    begun.incrementAndGet();
    mostAtOnce.accumulateAndGet(running.incrementAndGet(), Math::max);
    try {
      while (true) {
        try {
          letGo.acquire();
          return Scripted.PASS;
        } catch (InterruptedException e) {
          interruptions.incrementAndGet();
          if (obedient) {
            throw e;
          }
        }
      }
    } finally {
      running.decrementAndGet();
    }
  }

  @Override
  public Duration timeout() {
    return Duration.ofSeconds(3);
  }
}
