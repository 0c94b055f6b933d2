package io.risefall.cli;

import io.risefall.check.CheckResult;
import io.risefall.check.Verdict;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How an answer is written; which of them is chosen by {@code --output}. */
enum Report {
  /** One line for people. */
  TEXT,
  /** One JSON object. */
  JSON,
  /** As a monitoring plugin writes it, with performance data. */
  NAGIOS,
  /** Nothing. */
  NONE;

  static final List<String> WORDS = List.of("text", "json", "nagios", "none");

  private static final long TENTH_OF_MILLISECOND = 100_000;

  static Report of(String word) {
    return values()[WORDS.indexOf(word)];
  }

  /**
   * Writes the answer.
   *
   * @param type the type of the check
   * @param verbose whether to add phases and facts (JSON always has them)
   */
  void write(String type, CheckResult result, boolean verbose, PrintStream out) {
    switch (this) {
      case TEXT -> {
        out.println(result.verdict() + " " + type + " " + sentence(result));
        details(result, verbose).forEach(out::println);
      }
      case NAGIOS -> {
        out.println(
            upper(type)
                + " "
                + nagiosWord(result.verdict())
                + " - "
                + withoutBar(sentence(result))
                + " | 'time'="
                + seconds(result.timings().total())
                + "s;;;0");
        details(result, verbose).forEach(line -> out.println(withoutBar(line)));
      }
      case JSON -> out.println(JsonReport.of(type, result));
      case NONE -> {}
    }
  }

  private static String sentence(CheckResult result) {
    String reason = result.verdict() == Verdict.PASS ? "" : result.reason() + ": ";
    return reason + OneLine.of(result.message()) + " in " + milliseconds(result.timings().total());
  }

  private static List<String> details(CheckResult result, boolean verbose) {
    List<String> lines = new ArrayList<>();
    if (verbose) {
      result
          .timings()
          .phases()
          .forEach((name, nanos) -> lines.add("  " + name + ": " + milliseconds(nanos)));
      result.facts().forEach((name, fact) -> lines.add(OneLine.of("  " + name + ": " + fact)));
    }
    return lines;
  }

  /** Performance data begin at the first bar, in the lines after the first one too. */
  private static String withoutBar(String text) {
    return text.replace('|', '/');
  }

  /** {@code 0.8 ms}; a formatter would cost a one-shot command more than the check does. */
  static String milliseconds(long nanos) {
    long tenths = (nanos + TENTH_OF_MILLISECOND / 2) / TENTH_OF_MILLISECOND;
    return tenths / 10 + "." + tenths % 10 + " ms";
  }

  private static String seconds(long nanos) {
    String micros = Long.toString(nanos / 1000 % 1_000_000);
    return nanos / 1_000_000_000 + "." + "0".repeat(6 - micros.length()) + micros;
  }

  private static String nagiosWord(Verdict verdict) {
    return switch (verdict) {
      case PASS -> "OK";
      case DEGRADED -> "WARNING";
      case FAIL -> "CRITICAL";
      case BROKEN -> "UNKNOWN";
    };
  }

  private static String upper(String type) {
    return type.toUpperCase(Locale.ROOT);
  }
}
