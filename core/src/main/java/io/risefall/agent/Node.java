package io.risefall.agent;

import io.risefall.state.AdminState;
import io.risefall.state.Health;
import io.risefall.state.HealthState;
import io.risefall.state.OnStale;
import io.risefall.state.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A check or a group. Everything that changes is guarded by the agent's lock. */
abstract class Node {

  final String name;

  /** The groups that this is a member of. */
  List<GroupNode> groups = List.of();

  /** The checks that depend on this. */
  List<CheckNode> dependents = List.of();

  AdminState admin = AdminState.READY;
  String adminMessage = "";
  Status status = Status.UNKNOWN;

  /** When the status began, in nanoseconds since the agent's start. */
  long statusSince;

  @Nullable Transition lastTransition;

  /**
   * @param now when watching begins
   */
  Node(String name, long now) {
    this.name = name;
    this.statusSince = now;
  }

  abstract Health health();

  /** When the health began, in nanoseconds since the agent's start. */
  abstract long since();

  /** Where it stands; a group counts nothing. */
  abstract HealthState standing();

  /** Goes on where one of the same name stood, whose place this takes. */
  void succeed(Node before, long now) {
    admin = before.admin;
    adminMessage = before.adminMessage;
    status = before.status;
    statusSince = before.statusSince;
    lastTransition = before.lastTransition;
  }

  /** Goes on where one stood that another agent watched. */
  void restore(SavedState saved, long now) {
    admin = saved.admin();
    adminMessage = saved.adminMessage();
    status = saved.status();
    statusSince = saved.statusSince() + now;
  }

  /** What is to be told of it. */
  final Status effective() {
    return effective(admin);
  }

  /** What would be told of it if the administrator's word were {@code word}. */
  Status effective(AdminState word) {
    return Status.effective(health(), word, false, OnStale.DOWN);
  }

  /** Whether nothing is known of it yet, as of what a change has brought. */
  boolean isNewcomer() {
    return status == Status.UNKNOWN;
  }

  /** Whether what depends on this says nothing now. */
  boolean blocksDependents() {
    return status == Status.DOWN || (health() == Health.DOWN && !status.isUp());
  }
}
