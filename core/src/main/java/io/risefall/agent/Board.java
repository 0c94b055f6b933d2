package io.risefall.agent;

import io.risefall.check.CheckResult;
import io.risefall.check.Reason;
import io.risefall.state.AdminState;
import io.risefall.state.Health;
import io.risefall.state.HealthState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Where every check and group stands, and what follows from a change: groups, dependents, calls of
 * listeners. Guarded by the agent's lock; calls of listeners are only noted here.
 */
final class Board {

  private final List<Mailbox> mailboxes;
  private final LongFunction<Instant> wallTime;
  private final List<CheckNode> released = new ArrayList<>();

  Board(List<Mailbox> mailboxes, LongFunction<Instant> wallTime) {
    this.mailboxes = mailboxes;
    this.wallTime = wallTime;
  }

  /** Counts a result. */
  void result(CheckNode node, CheckResult result, long lag, long now) {
    node.lastResult = result;
    if (!mailboxes.isEmpty()) {
      Duration lagged = Duration.ofNanos(lag);
      mailboxes.forEach(m -> m.add(l -> l.onResult(node.name, result, lagged), true));
    }
    if (node.suppressedBy != null) {
      return;
    }
    elapse(node, now);
    if (result.verdict().isConclusive()) {
      node.lastConclusive = now;
      if (result.verdict().isPass()) {
        node.lastPass = now;
      }
      Health before = node.health();
      node.stale = false;
      node.state = node.settings.riseFall().step(node.state, result, now);
      settle(node, before, result.reason(), result.message(), now);
    }
  }

  /** Lets time have its effects: down-after, damping that ends, staleness. */
  void elapse(CheckNode node, long now) {
    if (expiresAt(node) > now) {
      return;
    }
    HealthState before = node.state;
    node.state = node.settings.riseFall().elapse(before, node.lastPass, now);
    if (node.state.undamped() != before.undamped()) {
      settle(
          node, before.health(), Reason.NO_PASS, "no pass for " + since(node.lastPass, now), now);
    } else {
      settle(node, before.health(), Reason.DAMPING, "has stopped flapping", now);
    }
    if (!node.stale && node.lastConclusive + node.staleAfter <= now) {
      node.stale = true;
      settle(
          node,
          node.health(),
          Reason.STALE,
          "no conclusive result for " + since(node.lastConclusive, now),
          now);
    }
  }

  private static String since(long then, long now) {
    return (now - then) / 1_000_000 + " ms";
  }

  /** When {@link #elapse} has something to do if no result comes. */
  long expiresAt(CheckNode node) {
    if (node.suppressedBy != null) {
      return WakeQueue.NEVER;
    }
    long next = node.settings.riseFall().nextElapse(node.state, node.lastPass);
    return node.stale ? next : Math.min(next, node.lastConclusive + node.staleAfter);
  }

  /** Takes the administrator's word. */
  void administer(Node node, AdminState admin, String message, long now) {
    node.admin = admin;
    settle(node, node.health(), Reason.ADMINISTRATOR, message, now);
  }

  /** Works out the first statuses, after the links between nodes are made; groups follow. */
  void begin(List<CheckNode> checks) {
    for (CheckNode check : checks) {
      settle(check, Health.UNKNOWN, Reason.OK, "starts as " + check.health(), 0);
    }
  }

  /** The checks whose suppression has ended since the last call: their times count again. */
  List<CheckNode> takeReleased() {
    List<CheckNode> taken = List.copyOf(released);
    released.clear();
    return taken;
  }

  private void settle(Node node, Health healthBefore, Reason reason, String message, long now) {
    var statusBefore = node.status;
    Health health = node.health();
    node.status = node.effective();
    if (node.status == statusBefore && health == healthBefore) {
      return;
    }
    Transition transition =
        new Transition(
            node.name,
            statusBefore,
            node.status,
            healthBefore,
            health,
            reason,
            message,
            wallTime.apply(now));
    mailboxes.forEach(m -> m.add(l -> l.onTransition(transition), false));
    for (GroupNode group : node.groups) {
      Health before = group.health();
      group.recount(now);
      settle(group, before, Reason.MEMBERS, group.explanation() + " (" + node.name + ")", now);
    }
    node.dependents.forEach(child -> suppress(child, now));
  }

  private void suppress(CheckNode child, long now) {
    Optional<Node> by = child.parents.stream().filter(Node::blocksDependents).findFirst();
    boolean was = child.suppressedBy != null;
    child.suppressedBy = by.orElse(null);
    if (was == by.isPresent()) {
      return;
    }
    if (was) {
      // The time under suppression says nothing about the target.
      child.lastPass = now;
      child.lastConclusive = now;
      released.add(child);
    }
    child.dependents.forEach(grandchild -> suppress(grandchild, now));
  }

  /** Has the calls that were noted made; the agent's lock must not be held. */
  void deliver() {
    for (Mailbox mailbox : mailboxes) {
      mailbox.deliver();
    }
  }

  List<Mailbox> mailboxes() {
    return mailboxes;
  }

  CheckSnapshot snapshot(Node node) {
    Optional<CheckNode> check = node instanceof CheckNode c ? Optional.of(c) : Optional.empty();
    return new CheckSnapshot(
        node.name,
        node.status,
        node.health(),
        node.admin,
        check.map(c -> c.stale).orElse(false),
        check.flatMap(c -> Optional.ofNullable(c.suppressedBy)).map(n -> n.name),
        check.map(c -> c.state.suppressed()).orElse(false),
        wallTime.apply(node.since()),
        check.map(c -> c.state.passes()).orElse(0),
        check.map(c -> c.state.failures()).orElse(0),
        check.flatMap(c -> Optional.ofNullable(c.lastResult)));
  }
}
