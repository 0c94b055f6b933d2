package io.risefall.agent;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
   * @throws IllegalArgumentException with every name that does not exist and every circle
   */
  static void link(Map<String, Node> nodes) {
    Wiring wiring = new Wiring(nodes);
    nodes.values().forEach(wiring::resolve);
    if (wiring.mistakes.isEmpty()) {
      wiring.refuseCircles();
    }
    if (!wiring.mistakes.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", wiring.mistakes));
    }
    wiring.connect();
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

  private void refuseCircles() {
    Set<Node> done = new HashSet<>();
    for (Node node : nodes.values()) {
      String circle = findCircle(node, new LinkedHashSet<>(), done);
      if (circle != null) {
        mistakes.add(circle);
      }
    }
  }

  private @Nullable String findCircle(Node node, Set<Node> path, Set<Node> done) {
    if (!path.add(node)) {
      List<String> names = path.stream().map(n -> n.name).toList();
      return "goes in a circle: "
          + String.join(" -> ", names.subList(names.indexOf(node.name), names.size()))
          + " -> "
          + node.name;
    }
    if (done.add(node)) {
      for (Node used : usedBy(node)) {
        String circle = findCircle(used, path, done);
        if (circle != null) {
          return circle;
        }
      }
    }
    path.remove(node);
    return null;
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
