package io.risefall.agent;

import io.risefall.check.Reason;
import io.risefall.state.Health;
import io.risefall.state.Status;
import java.time.Instant;

/**
 * A change of what is known or told about a check or group. Immutable.
 *
 * @param name the check or group
 * @param from what was told before
 * @param to what is told now; equal to {@code from} where only the health beneath changed, as it
 *     may while the administrator's word hides it
 * @param fromHealth the health before
 * @param toHealth the health now
 * @param reason why
 * @param message why, in one sentence
 * @param time when, for display
 */
public record Transition(
    String name,
    Status from,
    Status to,
    Health fromHealth,
    Health toHealth,
    Reason reason,
    String message,
    Instant time) {

  /** {@code kai UP -> DOWN, dns-rcode: SERVFAIL from 10.1.53.2}. */
  @Override
  public String toString() {
    String change =
        from == to ? to + " (health " + fromHealth + " -> " + toHealth + ")" : from + " -> " + to;
    return name + " " + change + ", " + reason + ": " + message;
  }
}
