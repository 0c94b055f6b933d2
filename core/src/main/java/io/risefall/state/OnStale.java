package io.risefall.state;

/** What a target is told as while its newest conclusive result is too old. */
public enum OnStale {
  /** As down. The default. */
  DOWN,
  /** As its health still says. */
  HOLD,
  /** As up. */
  UP
}
