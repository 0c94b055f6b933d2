package io.risefall.state;

/**
 * The administrator's word about a target; it stands beside {@link Health} and does not change it.
 */
public enum AdminState {
  /** The checks decide. */
  READY,
  /** No new clients; those it has may finish. */
  DRAIN,
  /** Out of service. */
  MAINT
}
