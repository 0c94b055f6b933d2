package io.risefall.exec;

/** The first line of a program's output, as far as it is a number of 0 to 100. */
final class FirstLine {

  private static final int LONGEST_WORDS = 60;

  private FirstLine() {}

  /** Without blanks around it, and without the CR of a line that ends as on Windows. */
  static String strip(String line) {
    int from = 0;
    int to = line.length();
    while (to > from && (isBlank(line.charAt(to - 1)) || line.charAt(to - 1) == '\r')) {
      to--;
    }
    while (from < to && isBlank(line.charAt(from))) {
      from++;
    }
    return line.substring(from, to);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  /** Why the line, stripped, is no answer; empty if it is one. */
  static String problem(String line, Ending ending) {
    boolean ends = ending.out().indexOf('\n') >= 0;
    if (!ends && ending.outIsCut()) {
      return "the first line is longer than " + Kept.MOST + " octets, allowed: 0 to 100";
    }
    if (!isWeight(line)) {
      return "the first line is " + told(line) + ", allowed: 0 to 100";
    }
    return !ends && ending.leftBehind()
        ? "the first line is " + line + " without its end, and a child could have gone on with it"
        : "";
  }

  private static String told(String line) {
    String words = Words.excerpt(line, LONGEST_WORDS);
    if (words.isEmpty() && line.isEmpty()) {
      return "empty";
    }
    // Else it would seem to be what is allowed.
    return words.isEmpty() || isWeight(words) ? words + hidden(line) : words;
  }

  private static String hidden(String line) {
    int c = line.codePoints().filter(each -> each < '0' || each > '9').findFirst().orElse('\ufffd');
    return " with a character that cannot be seen (U+%04X)".formatted(c);
  }

  private static boolean isWeight(String line) {
    return line.equals("100")
        || (line.length() == 1 && isDigit(line.charAt(0)))
        || (line.length() == 2
            && isDigit(line.charAt(1))
            && isDigit(line.charAt(0))
            && line.charAt(0) != '0');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
