package io.risefall.agent;

import io.risefall.state.AdminState;
import io.risefall.state.HealthState;
import java.util.Optional;

/**
 * What is worth keeping of a check or group while no agent runs. Immutable.
 *
 * @param name the check or group
 * @param state where a check stands, its times in nanoseconds since the moment of saving, which are
 *     negative or zero; absent for a group, which follows its members
 * @param admin the administrator's word
 * @param adminMessage why it was given
 */
public record SavedState(
    String name, Optional<HealthState> state, AdminState admin, String adminMessage) {

  static SavedState of(Node node, long now) {
    Optional<HealthState> state =
        node instanceof CheckNode check ? Optional.of(check.state.shifted(-now)) : Optional.empty();
    return new SavedState(node.name, state, node.admin, node.adminMessage);
  }

  /** The same, saved so many nanoseconds ago: what it says of times is further back. */
  public SavedState aged(long nanos) {
    return new SavedState(name, state.map(s -> s.shifted(-nanos)), admin, adminMessage);
  }

  /** The administrator's word alone. */
  public SavedState withoutState() {
    return new SavedState(name, Optional.empty(), admin, adminMessage);
  }

  void restore(Node node, long now) {
    node.admin = admin;
    node.adminMessage = adminMessage;
    if (node instanceof CheckNode check && state.isPresent()) {
      check.state = state.get().shifted(now);
    }
  }
}
