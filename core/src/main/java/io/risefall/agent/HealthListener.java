package io.risefall.agent;

import io.risefall.check.CheckResult;
import io.risefall.state.Status;
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
   * A check or group is watched that was not before. It is UNKNOWN until {@link #onRestored} or a
   * transition says otherwise.
   */
  default void onAdded(String name) {}

  /**
   * A check or group goes on where it stood with another agent.
   *
   * @param name the check or group
   * @param status what was told of it then, and is until a transition says otherwise
   * @see HealthAgent.Builder#restore
   */
  default void onRestored(String name, Status status) {}

  /** A check or group is not watched any more; nothing is told of it after this. */
  default void onRemoved(String name) {}
}
