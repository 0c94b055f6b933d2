package io.risefall.agent;

import org.jspecify.annotations.Nullable;

/**
 * One run of one check. Guarded by the agent's lock, but for what the run's own thread sets as it
 * begins, {@code thread}, then {@code begunAt}, and reads then, {@code abandoned}.
 */
final class Run {

  final CheckNode node;

  /** How long after its due time it was started, in nanoseconds. */
  final long lag;

  /** When it was started, in nanoseconds since the agent's start. */
  final long startedAt;

  /** When its thread took it up, or -1: an executor may be busy. */
  volatile long begunAt = -1;

  /** The thread that is to be interrupted; null before the run has begun and once it has ended. */
  volatile @Nullable Thread thread;

  /**
   * Its deadline and the grace after it passed, or its check was removed: its result does not count
   * any more.
   */
  volatile boolean abandoned;

  /** For how long this process did not run meanwhile, in nanoseconds. */
  long paused;

  /** When to look whether it ignores its deadline. */
  long lookAt;

  Run(CheckNode node, long startedAt) {
    this.node = node;
    this.startedAt = startedAt;
    this.lag = startedAt - node.dueAt + node.putOff;
  }
}
