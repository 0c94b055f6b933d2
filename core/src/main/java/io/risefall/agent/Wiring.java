package io.risefall.agent;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/** Links checks and groups by the names they use for each other. */
final class Wiring {

  private final Map<String, Node> nodes;
  private final Map<Node, List<Node>> uses = new LinkedHashMap<>();
  private final List<String> mistakes = new ArrayList<>();

  private Wiring(Map<String, Node> nodes) {
    this.nodes = nodes;
  }

  /**
   * Makes the links anew, or leaves all as they are.
   *
   * @return all nodes, each after those that it uses
   * @throws IllegalArgumentException with every name that does not exist and every circle
   */
  static List<Node> link(Map<String, Node> nodes) {
    Wiring wiring = new Wiring(nodes);
    nodes.values().forEach(wiring::resolve);
    List<Node> ordered = wiring.mistakes.isEmpty() ? wiring.inOrder() : List.of();
    if (!wiring.mistakes.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", wiring.mistakes));
    }
    wiring.connect();
    return ordered;
  }

  private void resolve(Node node) {
    List<String> names;
    String where;
    if (node instanceof GroupNode group) {
      names = group.group.members();
      where = ": of";
    } else {
      names = ((CheckNode) node).settings.dependsOn();
      where = ": depends-on";
    }
    List<Node> found = new ArrayList<>(names.size());
    for (String name : names) {
      Node used = nodes.get(name);
      if (used == null) {
        mistakes.add(node.name + where + ": no check or group '" + name + "'");
      } else {
        found.add(used);
      }
    }
    uses.put(node, List.copyOf(found));
  }

  private List<Node> usedBy(Node node) {
    return uses.getOrDefault(node, List.of());
  }

  /** A node on the way down, and what it uses that was not looked at yet. */
  private record Step(Node node, Iterator<Node> left) {}

  /**
   * Puts every node after those that it uses, and notes each circle on the way. A loop: a chain may
   * be as long as the file.
   */
  private List<Node> inOrder() {
    Set<Node> ordered = new LinkedHashSet<>();
    SequencedMap<Node, Step> path = new LinkedHashMap<>();
    for (Node start : nodes.values()) {
      enter(start, path, ordered);
      while (!path.isEmpty()) {
        Step step = path.lastEntry().getValue();
        if (step.left.hasNext()) {
          enter(step.left.next(), path, ordered);
        } else {
          path.remove(step.node);
          ordered.add(step.node);
        }
      }
    }
    return List.copyOf(ordered);
  }

  private void enter(Node node, SequencedMap<Node, Step> path, Set<Node> ordered) {
    if (path.containsKey(node)) {
      List<String> names = path.keySet().stream().map(n -> n.name).toList();
      mistakes.add(
          "goes in a circle: "
              + String.join(" -> ", names.subList(names.indexOf(node.name), names.size()))
              + " -> "
              + node.name);
    } else if (!ordered.contains(node)) {
      path.put(node, new Step(node, usedBy(node).iterator()));
    }
  }

  private void connect() {
    for (Node node : uses.keySet()) {
      node.groups = List.of();
      node.dependents = List.of();
    }
    uses.forEach(
        (node, used) -> {
          if (node instanceof GroupNode group) {
            group.members = used;
            used.forEach(member -> member.groups = plus(member.groups, group));
          } else if (node instanceof CheckNode check) {
            check.parents = used;
            used.forEach(parent -> parent.dependents = plus(parent.dependents, check));
          }
        });
  }

  /** Most nodes are used by none: they share the empty list. */
  private static <T> List<T> plus(List<T> list, T one) {
    List<T> all = list.isEmpty() ? new ArrayList<>(2) : list;
    all.add(one);
    return all;
  }
}
