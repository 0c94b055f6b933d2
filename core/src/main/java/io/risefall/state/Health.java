package io.risefall.state;

/** What the results say of a target. */
public enum Health {
  /** No conclusive result yet. */
  UNKNOWN,
  /** In service, as far as the checks can tell. */
  UP,
  /** Out of service. */
  DOWN
}
