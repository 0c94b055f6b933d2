package io.risefall.cli;

import java.util.Arrays;
import java.util.List;

/**
 * One question to {@code check_tcp} and to {@code risefall tcp}.
 *
 * @param name what it shows
 * @param stage who answers
 * @param plugin the arguments of check_tcp beside host, port and time-out
 * @param plugins its verdict
 * @param risefall the arguments of risefall tcp beside address and time-out; CA is the file of the
 *     authority
 * @param ours its verdict
 * @param why the reason where the two are not the same; else empty
 */
record TcpCase(
    String name,
    TcpStage stage,
    String plugin,
    Word plugins,
    String risefall,
    Word ours,
    String why) {

  /** A verdict, with its exit code. */
  enum Word {
    OK(0),
    WARNING(1),
    CRITICAL(2),
    UNKNOWN(3);

    private final int code;

    Word(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }
  }

  /** Both are to say this. */
  static TcpCase same(Word word, String name, TcpStage stage, String plugin, String risefall) {
    return new TcpCase(name, stage, plugin, word, risefall, word, "");
  }

  /** An intended difference: check_tcp says {@code plugins}, and we do not, for a reason. */
  static TcpCase differs(
      Word plugins, Word ours, String why, String name, TcpStage stage, String arguments) {
    String[] parts = arguments.split(" \\| ", -1);
    return new TcpCase(name, stage, parts[0], plugins, parts[1], ours, why);
  }

  /** The words of a line; _ stands for a space within one. */
  static List<String> words(String line) {
    return Arrays.stream(line.split(" ", -1))
        .filter(word -> !word.isEmpty())
        .map(word -> word.replace('_', ' '))
        .toList();
  }

  /** Its row in docs/differences.md. */
  String row() {
    return "| " + name + " | " + plugins + " | " + ours + " | " + why + " |";
  }

  @Override
  public String toString() {
    return name;
  }
}
