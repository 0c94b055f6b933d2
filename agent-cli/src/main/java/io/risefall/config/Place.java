package io.risefall.config;

import io.risefall.option.OptionKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A value in the file and the keys that lead to it.
 *
 * @param key the keys, joined by dots
 * @param line where the value is, or its key, from 1 on
 */
record Place(String key, int line, Node node, Mistakes mistakes) {

  void refuse(String problem, String allowed) {
    mistakes.add(line, key.isEmpty() ? "YAML" : key, problem, allowed);
  }

  boolean isMapping() {
    return node instanceof MappingNode;
  }

  boolean isList() {
    return node instanceof SequenceNode;
  }

  /** The text of a single value, if it is one. */
  Optional<String> text() {
    return node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)
        ? Optional.of(scalar.getValue())
        : Optional.empty();
  }

  /** The text of a single value; none, and a mistake, if it is anything else. */
  Optional<String> text(String allowed) {
    if (node instanceof ScalarNode scalar) {
      if (!scalar.getTag().equals(Tag.NULL)) {
        return Optional.of(scalar.getValue());
      }
      refuse("has no value", allowed);
    } else {
      refuse(isList() ? "is a list" : "is a mapping", allowed);
    }
    return Optional.empty();
  }

  /** The value as a user would write it on the command line. */
  <T> Optional<T> read(OptionKind<T> kind) {
    Optional<String> text = text(kind.allowed());
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(kind.parse(text.get()));
    } catch (IllegalArgumentException e) {
      boolean says = e.getMessage() != null && !(e instanceof NumberFormatException);
      refuse(
          "'" + text.get() + "' is no " + kind.name() + (says ? " (" + e.getMessage() + ")" : ""),
          kind.allowed());
      return Optional.empty();
    }
  }

  /** The values of a list; a single value is a list of one. */
  List<Place> items() {
    if (!(node instanceof SequenceNode list)) {
      return List.of(this);
    }
    List<Place> items = new ArrayList<>();
    for (Node item : list.getValue()) {
      items.add(new Place(key + "[" + items.size() + "]", lineOf(item, line), item, mistakes));
    }
    return items;
  }

  /** The texts of a list that may not be empty; what is no text is a mistake. */
  List<String> texts(String allowed) {
    List<Place> items = items();
    if (items.isEmpty()) {
      refuse("is empty", allowed);
    }
    return items.stream().flatMap(item -> item.text(allowed).stream()).toList();
  }

  /** The keys below; none, and a mistake, if it is no mapping. */
  Optional<Section> section() {
    if (node instanceof MappingNode mapping) {
      return Optional.of(Section.of(this, mapping));
    }
    refuse("is no mapping", "keys and values");
    return Optional.empty();
  }

  static int lineOf(Node node, int otherwise) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(otherwise);
  }
}
