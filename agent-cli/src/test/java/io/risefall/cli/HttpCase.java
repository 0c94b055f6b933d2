package io.risefall.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One situation, and what check_http and {@code risefall http} are called with and say.
 *
 * @param name the situation
 * @param theirs the arguments of check_http; HTTP, GOOD, ... become ports, DIR a directory
 * @param ours the arguments of {@code risefall http}
 * @param why why the words differ; nothing where they are the same
 */
record HttpCase(
    String name, String theirs, Word theirWord, String ours, Word ourWord, Optional<String> why) {

  /** What a plugin says. */
  enum Word {
    OK(0),
    WARNING(1),
    CRITICAL(2),
    UNKNOWN(3);

    final int exitCode;

    Word(int exitCode) {
      this.exitCode = exitCode;
    }
  }

  static HttpCase same(Word word, String name, String theirs, String ours) {
    return new HttpCase(name, theirs, word, ours, word, Optional.empty());
  }

  /** An intended difference. */
  static HttpCase differs(
      Word theirWord, Word ourWord, String why, String name, String theirs, String ours) {
    return new HttpCase(name, theirs, theirWord, ours, ourWord, Optional.of(why));
  }

  static List<String> words(String line) {
    return Arrays.stream(line.split(" ")).map(word -> word.replace("~", " ")).toList();
  }

  /** The row of the table in the documentation, where the words differ. */
  Optional<String> row() {
    return why.map(
        reason -> "| " + name + " | " + theirWord + " | " + ourWord + " | " + reason + " |");
  }

  @Override
  public String toString() {
    return name;
  }
}
