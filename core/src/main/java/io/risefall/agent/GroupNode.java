package io.risefall.agent;

import io.risefall.state.Health;
import io.risefall.state.HealthState;
import io.risefall.state.Status;
import java.util.List;
import java.util.function.Predicate;

/** A group: its health follows the statuses of its members. */
final class GroupNode extends Node {

  final Group group;
  List<Node> members = List.of();
  private Health health = Health.UNKNOWN;
  private long since;

  GroupNode(String name, Group group, long now) {
    super(name, now);
    this.group = group;
    this.since = now;
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
    health = before.health();
    since = before.since();
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
    int up = up();
    int unknown = count(m -> m.status == Status.UNKNOWN);
    Health next =
        up >= group.atLeast()
            ? Health.UP
            : up + unknown >= group.atLeast() ? undecided(up) : Health.DOWN;
    if (next != health) {
      health = next;
      since = now;
    }
  }

  /** Whether there was never a member of which enough was known. */
  @Override
  boolean isNewcomer() {
    return super.isNewcomer() && lastTransition == null;
  }

  /**
   * A group that is UP stays so while all of its members are up but those of which nothing is known
   * yet: they came with a change of what is watched, and that alone takes no group down.
   */
  private Health undecided(int up) {
    boolean othersAreUp = up + count(Node::isNewcomer) == members.size();
    return health == Health.UP && othersAreUp ? Health.UP : Health.UNKNOWN;
  }

  String explanation() {
    return up() + " of " + members.size() + " up, needs " + group.atLeast();
  }

  private int up() {
    return count(m -> m.status.isUp());
  }

  private int count(Predicate<Node> which) {
    return (int) members.stream().filter(which).count();
  }
}
