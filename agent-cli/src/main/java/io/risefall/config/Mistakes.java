package io.risefall.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is wrong with one file. */
final class Mistakes {

  private record Mistake(int line, String text) {}

  private final String file;
  private final List<Mistake> all = new ArrayList<>();

  Mistakes(String file) {
    this.file = file;
  }

  /**
   * @param line from 1 on
   * @param key the keys that lead to the place, joined by dots
   */
  void add(int line, String key, String problem, String allowed) {
    all.add(
        new Mistake(
            line, file + ":" + line + ": " + key + ": " + problem + ", allowed: " + allowed));
  }

  /**
   * @throws ConfigException if there is any
   */
  void refuse() throws ConfigException {
    if (!all.isEmpty()) {
      throw new ConfigException(
          all.stream()
              .sorted(Comparator.comparingInt(Mistake::line))
              .map(Mistake::text)
              .distinct()
              .toList());
    }
  }
}
