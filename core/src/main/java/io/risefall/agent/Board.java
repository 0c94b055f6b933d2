package io.risefall.agent;

import io.risefall.check.CheckResult;
import io.risefall.check.Reason;
import io.risefall.state.AdminState;
import io.risefall.state.Health;
import io.risefall.state.HealthState;
import io.risefall.state.Status;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * Where every check and group stands, and what follows from a change: groups, dependents, calls of
 * listeners. Guarded by the agent's lock; calls of listeners are only noted here.
 */
final class Board {

  /** Copied on every change: calls are delivered outside the lock. */
  private volatile List<Mailbox> mailboxes;

  /** What was told before the start, for listeners that come until then; later empty. */
  private final List<Consumer<HealthListener>> told = new ArrayList<>();

  private boolean started;

  private final AgentTime time;
  private final List<CheckNode> released = new ArrayList<>();

  /** Whose status, or suppression, is another since those that look at it were last told. */
  private final Queue<Node> changed = new ArrayDeque<>();

  Board(List<Mailbox> mailboxes, AgentTime time) {
    this.mailboxes = List.copyOf(mailboxes);
    this.time = time;
  }

  void add(Mailbox mailbox) {
    told.forEach(call -> mailbox.add(call, false));
    List<Mailbox> more = new ArrayList<>(mailboxes);
    more.add(mailbox);
    mailboxes = List.copyOf(more);
  }

  void remove(HealthListener listener) {
    mailboxes = mailboxes.stream().filter(mailbox -> !mailbox.isOf(listener)).toList();
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
    boolean pass = result.verdict().isPass();
    if (pass) {
      node.lastPass = now;
    }
    if (result.verdict().isConclusive()) {
      node.lastConclusive = now;
    }
    elapse(node, now);
    if (result.verdict().isConclusive()) {
      HealthState before = node.state;
      boolean confirms = node.isDownAsStale() && !pass;
      node.stale = false;
      node.state =
          confirms
              ? node.settings.riseFall().down(before, now)
              : node.settings.riseFall().step(before, result, now);
      if (before.suppressed() && !node.state.suppressed() && pass) {
        String message = "has stopped flapping, " + result.message();
        settle(node, before.health(), Reason.DAMPING, message, now);
      } else {
        settle(node, before.health(), result.reason(), result.message(), now);
      }
    }
  }

  /** Lets time have its effects: down-after, damping that ends, staleness. */
  void elapse(CheckNode node, long now) {
    if (expiresAt(node) > now) {
      return;
    }
    HealthState before = node.state;
    node.state = node.settings.riseFall().elapse(before, node.lastPass, now);
    String noPass = "no pass for " + AgentTime.shown(now - node.lastPass) + lastWords(node);
    settle(node, before.health(), Reason.NO_PASS, noPass, now);
    if (!node.stale && node.lastConclusive + node.staleAfter <= now) {
      node.stale = true;
      String nothing = "no conclusive result for " + AgentTime.shown(now - node.lastConclusive);
      settle(node, node.health(), Reason.STALE, nothing + lastWords(node), now);
    }
  }

  /** Why there was nothing better: what its newest result said. */
  private static String lastWords(CheckNode node) {
    CheckResult last = node.lastResult;
    if (last != null && !last.verdict().isPass()) {
      return ", last: " + last.reason() + ": " + last.message();
    }
    return node.waiting ? ", its run waits: max-in-flight are in flight" : "";
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
    node.adminMessage = message;
    settle(node, node.health(), Reason.ADMINISTRATOR, message, now);
  }

  /**
   * Works out statuses after the links between nodes were made anew.
   *
   * @param nodes all, each after those that it uses: nothing is told of one by halves
   * @param fresh those of them that were not there before, each with the health that it was known
   *     by until now
   */
  void rewire(Collection<Node> nodes, Map<CheckNode, Health> fresh, long now) {
    fresh.forEach(
        (check, before) ->
            settle(check, before, Reason.CONFIGURATION, "watched as " + check.health(), now));
    for (Node node : nodes) {
      if (node instanceof CheckNode check) {
        suppress(check, now);
      } else if (node instanceof GroupNode group) {
        recount(group, Reason.CONFIGURATION, "", now);
      }
      carryOn(now);
    }
  }

  private void recount(GroupNode group, Reason reason, String because, long now) {
    Health before = group.health();
    group.recount(now);
    change(group, before, reason, group.explanation() + because, now);
  }

  private void tell(Consumer<HealthListener> call) {
    if (!started) {
      told.add(call);
    }
    mailboxes.forEach(m -> m.add(call, false));
  }

  /** From now on listeners are told what happens after they came. */
  void start() {
    started = true;
    told.clear();
  }

  /** Tells that a check or group is watched from now on. */
  void add(Node node) {
    tell(l -> l.onAdded(node.name));
  }

  /** Tells that a check or group goes on where it stood. */
  void restored(Node node) {
    Status status = node.status;
    tell(l -> l.onRestored(node.name, status));
  }

  /** Tells that a check or group is not watched any more. */
  void remove(Node node) {
    tell(l -> l.onRemoved(node.name));
  }

  /** The checks whose suppression has ended since the last call: their times count again. */
  List<CheckNode> takeReleased() {
    List<CheckNode> taken = List.copyOf(released);
    released.clear();
    return taken;
  }

  /** Works out what is to be told of a node, and what follows for all that look at it. */
  private void settle(Node node, Health healthBefore, Reason reason, String message, long now) {
    change(node, healthBefore, reason, message, now);
    carryOn(now);
  }

  /** A loop, since groups of groups and dependencies may be as deep as the file is long. */
  private void carryOn(long now) {
    for (Node node = changed.poll(); node != null; node = changed.poll()) {
      for (GroupNode group : node.groups) {
        recount(group, Reason.MEMBERS, " (" + node.name + ")", now);
      }
      for (CheckNode child : node.dependents) {
        suppress(child, now);
      }
    }
  }

  private void change(Node node, Health healthBefore, Reason reason, String message, long now) {
    var statusBefore = node.status;
    Health health = node.health();
    node.status = node.effective();
    if (node.status == statusBefore && health == healthBefore) {
      return;
    }
    if (node.status != statusBefore) {
      node.statusSince = now;
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
            time.wallTime(now));
    node.lastTransition = transition;
    tell(l -> l.onTransition(transition));
    changed.add(node);
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
      child.countFrom(now);
      released.add(child);
    }
    changed.add(child);
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
        node.adminMessage,
        check.map(c -> c.stale).orElse(false),
        check.flatMap(c -> Optional.ofNullable(c.suppressedBy)).map(n -> n.name),
        check.map(c -> c.state.suppressed()).orElse(false),
        time.wallTime(node.statusSince),
        time.wallTime(node.since()),
        check.map(c -> c.state.passes()).orElse(0),
        check.map(c -> c.state.failures()).orElse(0),
        check.flatMap(c -> Optional.ofNullable(c.lastResult)),
        check.map(CheckNode::weight).orElse(OptionalInt.empty()),
        check.map(c -> time.wallTime(c.dueAt)),
        Optional.ofNullable(node.lastTransition),
        node instanceof GroupNode group ? Optional.of(group.explanation()) : Optional.empty());
  }
}
