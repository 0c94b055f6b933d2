package io.risefall.agent;

import io.risefall.state.Health;
import io.risefall.state.HealthState;
import io.risefall.state.Status;
import java.util.List;

/** A group: its health follows the statuses of its members. */
final class GroupNode extends Node {

  final Group group;
  List<Node> members = List.of();
  private Health health = Health.UNKNOWN;
  private long since;

  GroupNode(String name, Group group) {
    super(name);
    this.group = group;
  }

  @Override
  Health health() {
    return health;
  }

  @Override
  long since() {
    return since;
  }

  @Override
  HealthState standing() {
    return new HealthState(health, health, since, 0, 0, 0, 0, since, false);
  }

  @Override
  void succeed(Node before, long now) {
    super.succeed(before, now);
    if (before instanceof GroupNode group) {
      health = group.health;
      since = group.since;
    }
  }

  @Override
  void restore(SavedState saved, long now) {
    super.restore(saved, now);
    saved
        .state()
        .ifPresent(
            before -> {
              health = before.health();
              since = before.since() + now;
            });
  }

  /** Looks at the members again. */
  void recount(long now) {
    int unknown = (int) members.stream().filter(m -> m.status == Status.UNKNOWN).count();
    Health next =
        up() >= group.atLeast()
            ? Health.UP
            : up() + unknown >= group.atLeast() ? Health.UNKNOWN : Health.DOWN;
    if (next != health) {
      health = next;
      since = now;
    }
  }

  String explanation() {
    return up() + " of " + members.size() + " up, needs " + group.atLeast();
  }

  private int up() {
    return (int) members.stream().filter(m -> m.status.isUp()).count();
  }
}
