package io.risefall.agent;

import io.risefall.check.CheckResult;
import java.time.Duration;

/**
 * Is told what happens. Each listener is called on a thread of its own, one call at a time, in
 * order; what it throws is logged. A listener that is slow delays nobody but itself: it misses
 * results once 10,000 calls wait for it (the number missed is logged), but never a transition.
 */
public interface HealthListener {

  /** Something changed. */
  default void onTransition(Transition transition) {}

  /**
   * A check has run.
   *
   * @param name the check
   * @param result what it found
   * @param lag how long after its due time the run was started
   */
  default void onResult(String name, CheckResult result, Duration lag) {}

  /**
   * A check or group is watched that was not before. It is UNKNOWN until a transition says
   * otherwise.
   */
  default void onAdded(String name) {}

  /** A check or group is not watched any more; nothing is told of it after this. */
  default void onRemoved(String name) {}
}
