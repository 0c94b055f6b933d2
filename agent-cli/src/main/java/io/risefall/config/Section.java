package io.risefall.config;

import io.risefall.option.OptionKind;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A mapping in the file. Its keys are taken one by one; one that nobody takes is a mistake. */
final class Section {

  private final Place place;
  private final Map<String, Place> left;
  private final Set<String> known = new LinkedHashSet<>();

  private Section(Place place, Map<String, Place> entries) {
    this.place = place;
    this.left = entries;
  }

  static Section of(Place place, MappingNode mapping) {
    Map<String, Place> entries = new LinkedHashMap<>();
    for (NodeTuple entry : mapping.getValue()) {
      int line = Place.lineOf(entry.getKeyNode(), place.line());
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        place.mistakes().add(line, place.key(), "has a key that is no text", "keys that are words");
        continue;
      }
      String path = place.key().isEmpty() ? key.getValue() : place.key() + "." + key.getValue();
      Place value = new Place(path, line, entry.getValueNode(), place.mistakes());
      Place before = entries.putIfAbsent(key.getValue(), value);
      if (before != null) {
        value.refuse("stands here twice, first in line " + before.line(), "each key once");
      }
    }
    return new Section(place, entries);
  }

  Place place() {
    return place;
  }

  Optional<Place> take(String key) {
    known.add(key);
    return Optional.ofNullable(left.remove(key));
  }

  <T> Optional<T> take(String key, OptionKind<T> kind) {
    return take(key).flatMap(value -> value.read(kind));
  }

  <T> T take(String key, OptionKind<T> kind, T otherwise) {
    return take(key, kind).orElse(otherwise);
  }

  /** A value without which nothing can be done; null, and a mistake, if it is missing or wrong. */
  <T> @Nullable T require(String key, OptionKind<T> kind) {
    Optional<Place> value = require(key, kind.allowed());
    return value.flatMap(there -> there.read(kind)).orElse(null);
  }

  /** The same, of any form. */
  Optional<Place> require(String key, String allowed) {
    Optional<Place> value = take(key);
    if (value.isEmpty()) {
      String path = place.key().isEmpty() ? key : place.key() + "." + key;
      place.mistakes().add(place.line(), path, "is missing", allowed);
    }
    return value;
  }

  boolean has(String key) {
    return left.containsKey(key);
  }

  /** What is left, each under a name of the user's choice. */
  Map<String, Place> takeRest() {
    Map<String, Place> rest = new LinkedHashMap<>(left);
    left.clear();
    return rest;
  }

  /** Refuses what nobody took. */
  void end() {
    left.values().forEach(value -> value.refuse("unknown key", String.join(", ", known)));
    left.clear();
  }
}
