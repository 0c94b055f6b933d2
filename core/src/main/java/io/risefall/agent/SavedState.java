package io.risefall.agent;

import io.risefall.state.AdminState;
import io.risefall.state.HealthState;
import io.risefall.state.RiseFall;
import io.risefall.state.Status;
import java.util.Optional;

/**
 * What is worth keeping of a check or group while no agent runs. Immutable. Times are in
 * nanoseconds since the moment of saving, and so negative or zero.
 *
 * @param name the check or group
 * @param state where it stands; a group, which follows its members, counts nothing
 * @param stale whether the newest conclusive result of a check was too old
 * @param status what was told
 * @param statusSince since when
 * @param admin the administrator's word
 * @param adminMessage why it was given
 */
public record SavedState(
    String name,
    Optional<HealthState> state,
    boolean stale,
    Status status,
    long statusSince,
    AdminState admin,
    String adminMessage) {

  static SavedState of(Node node, long now) {
    return new SavedState(
        node.name,
        Optional.of(node.standing().shifted(-now)),
        node instanceof CheckNode check && check.stale,
        node.status,
        node.statusSince - now,
        node.admin,
        node.adminMessage);
  }

  /** The same, saved so many nanoseconds ago: what it says of times is further back. */
  public SavedState aged(long nanos) {
    return new SavedState(
        name,
        state.map(s -> s.shifted(-nanos)),
        stale,
        status,
        statusSince - nanos,
        admin,
        adminMessage);
  }

  /**
   * The same, of a check that asks something else since, or whose results count by other rules: it
   * keeps its health and counts anew.
   */
  public SavedState under(RiseFall rules) {
    return new SavedState(
        name, state.map(rules::resume), stale, status, statusSince, admin, adminMessage);
  }
}
