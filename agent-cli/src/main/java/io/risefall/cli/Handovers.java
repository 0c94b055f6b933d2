package io.risefall.cli;

import io.risefall.check.Checkers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Commands handed over, with those remembered that came last: the same ones come every few seconds,
 * and to understand the words takes longer than the check that they mean. Safe for use by many
 * threads.
 */
public final class Handovers {

  private static final int MOST = 1000;
  private static final int LONGEST = 1000;

  private final Checkers checkers;

  /** Guarded by itself. */
  private final Map<List<String>, Handover> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<List<String>, Handover> eldest) {
          return size() > MOST;
        }
      };

  public Handovers(Checkers checkers) {
    this.checkers = checkers;
  }

  /** As {@link Handover#of}. */
  public Optional<Handover> of(List<String> words) {
    synchronized (known) {
      Handover before = known.get(words);
      if (before != null) {
        return Optional.of(before);
      }
    }
    Optional<Handover> handover = Handover.of(checkers, words);
    if (handover.isPresent() && words.stream().mapToInt(String::length).sum() <= LONGEST) {
      synchronized (known) {
        known.put(List.copyOf(words), handover.get());
      }
    }
    return handover;
  }
}
