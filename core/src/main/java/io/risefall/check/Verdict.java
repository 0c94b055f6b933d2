package io.risefall.check;

/** What one check found. */
public enum Verdict {
  /** The target does what it should. */
  PASS,
  /** The target works, but a warning threshold is crossed. Counts as a pass. */
  DEGRADED,
  /** The target is at fault. */
  FAIL,
  /**
   * This side is at fault (source address absent, no descriptors, bad local configuration): the
   * check says nothing about the target and counts neither way.
   */
  BROKEN;

  /** Whether the result says something about the target: everything but {@link #BROKEN}. */
  public boolean isConclusive() {
    return this != BROKEN;
  }

  /** Whether the result counts as a pass: {@link #PASS} and {@link #DEGRADED}. */
  public boolean isPass() {
    return this == PASS || this == DEGRADED;
  }
}
