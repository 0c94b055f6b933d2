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

  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final List<String> mistakes = new ArrayList<>();

  private Wiring() {}

  /**
   * Makes the links.
   *
   * @throws IllegalArgumentException with every name that does not exist and every circle
   */
  static Map<String, Node> link(Map<String, CheckNode> checks, Map<String, Group> groups) {
    Wiring wiring = new Wiring();
    wiring.nodes.putAll(checks);
    groups.forEach((name, group) -> wiring.nodes.put(name, new GroupNode(name, group)));
    wiring.nodes.values().forEach(wiring::resolve);
    if (wiring.mistakes.isEmpty()) {
      wiring.refuseCircles();
    }
    if (!wiring.mistakes.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", wiring.mistakes));
    }
    wiring.nodes.values().forEach(wiring::linkBack);
    return wiring.nodes;
  }

  private void resolve(Node node) {
    if (node instanceof CheckNode check) {
      check.parents = lookUp(check.settings.dependsOn(), node.name + ": depends-on");
    } else if (node instanceof GroupNode group) {
      group.members = lookUp(group.group.members(), node.name + ": of");
    }
  }

  private List<Node> lookUp(List<String> names, String where) {
    List<Node> found = new ArrayList<>(names.size());
    for (String name : names) {
      Node node = nodes.get(name);
      if (node == null) {
        mistakes.add(where + ": no check or group '" + name + "'");
      } else {
        found.add(node);
      }
    }
    return List.copyOf(found);
  }

  private static List<Node> uses(Node node) {
    return node instanceof CheckNode check ? check.parents : ((GroupNode) node).members;
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
      for (Node used : uses(node)) {
        String circle = findCircle(used, path, done);
        if (circle != null) {
          return circle;
        }
      }
    }
    path.remove(node);
    return null;
  }

  private void linkBack(Node node) {
    for (Node used : uses(node)) {
      if (node instanceof GroupNode group) {
        used.groups = plus(used.groups, group);
      } else if (node instanceof CheckNode check) {
        used.dependents = plus(used.dependents, check);
      }
    }
  }

  /** Most nodes are used by none: they share the empty list. */
  private static <T> List<T> plus(List<T> list, T one) {
    List<T> all = list.isEmpty() ? new ArrayList<>(2) : list;
    all.add(one);
    return all;
  }
}
