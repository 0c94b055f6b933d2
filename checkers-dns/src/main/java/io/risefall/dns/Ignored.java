package io.risefall.dns;

import io.risefall.dns.Query.Mismatch;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What arrived and was no answer to our query. For one check, on one thread. */
final class Ignored {

  private final Map<Mismatch, Integer> counts = new EnumMap<>(Mismatch.class);

  void add(Mismatch mismatch) {
    counts.merge(mismatch, 1, Integer::sum);
  }

  boolean isEmpty() {
    return counts.isEmpty();
  }

  /** Whether everything that arrived answered our query and could not be read. */
  boolean onlyMalformed() {
    return counts.keySet().equals(Set.of(Mismatch.MALFORMED));
  }

  /** {@code 2 wrong ID, 1 malformed}. */
  @Override
  public String toString() {
    return counts.entrySet().stream()
        .map(entry -> entry.getValue() + " " + entry.getKey().words)
        .collect(Collectors.joining(", "));
  }
}
