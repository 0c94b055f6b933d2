package io.risefall.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Names of checks and groups where others are meant by them, and whether these exist. */
final class References {

  private static final String ALLOWED = "names of checks and groups";

  private record Reference(String name, Place place) {}

  private final List<Reference> all = new ArrayList<>();

  /** The names in a list, of which there must be one at least and none twice. */
  List<String> namesAt(Place place) {
    List<String> names = new ArrayList<>();
    for (Place item : place.items()) {
      item.text(ALLOWED)
          .ifPresent(
              name -> {
                if (names.contains(name)) {
                  item.refuse("'" + name + "' stands here twice", "each name once");
                } else {
                  names.add(name);
                  meant(name, item);
                }
              });
    }
    if (place.items().isEmpty()) {
      place.refuse("is empty", ALLOWED);
    }
    return names;
  }

  /** One name. */
  Optional<String> nameAt(Place place) {
    Optional<String> name = place.text("the name of a check or group");
    name.ifPresent(there -> meant(there, place));
    return name;
  }

  void meant(String name, Place place) {
    all.add(new Reference(name, place));
  }

  /** Refuses names that do not exist. */
  void resolve(Set<String> existing) {
    for (Reference reference : all) {
      if (!existing.contains(reference.name)) {
        reference.place.refuse(
            "no check or group '" + reference.name + "'",
            existing.isEmpty() ? "none, as there is no check" : some(existing));
      }
    }
  }

  private static String some(Set<String> existing) {
    int most = 10;
    String names = String.join(", ", existing.stream().limit(most).toList());
    return existing.size() <= most ? names : names + " and " + (existing.size() - most) + " more";
  }

  /**
   * Refuses circles.
   *
   * @param uses for each check and group, what it depends on or has as its members
   * @param places where each is declared
   */
  static void refuseCircles(Map<String, List<String>> uses, Map<String, Place> places) {
    Map<String, Boolean> done = new HashMap<>();
    for (String start : uses.keySet()) {
      // A walk with a path of its own, and no recursion: a chain may be as long as the file.
      LinkedHashMap<String, Integer> path = new LinkedHashMap<>();
      path.put(start, 0);
      @Nullable String at = start;
      while (at != null && !done.containsKey(start)) {
        List<String> next = uses.getOrDefault(at, List.of());
        int index = path.getOrDefault(at, 0);
        if (index == next.size()) {
          done.put(at, true);
          path.remove(at);
          at = path.isEmpty() ? null : path.lastEntry().getKey();
          continue;
        }
        path.put(at, index + 1);
        String used = next.get(index);
        if (path.containsKey(used)) {
          List<String> names = new ArrayList<>(path.keySet());
          String circle = String.join(" -> ", names.subList(names.indexOf(used), names.size()));
          Place place = places.get(used);
          if (place != null) {
            place.refuse("goes in a circle: " + circle + " -> " + used, "no circles");
          }
        } else if (!done.containsKey(used) && uses.containsKey(used)) {
          path.put(used, 0);
          at = used;
        }
      }
    }
  }
}
