package io.risefall.exec;

/** What a program wrote, made fit for one line of a terminal or a log. */
final class Words {

  private Words() {}

  /**
   * {@code text} with one space for each run of blanks and of what cannot be seen (control and
   * format characters, line separators), none around it, and about {@code most} characters of it.
   */
  static String excerpt(String text, int most) {
    StringBuilder words = new StringBuilder(Math.min(text.length(), most));
    boolean gap = false;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      if (isGap(c)) {
        gap = true;
        continue;
      }
      if (words.length() >= most) {
        return words.append("...").toString();
      }
      if (gap && !words.isEmpty()) {
        words.append(' ');
      }
      gap = false;
      words.appendCodePoint(c);
    }
    return words.toString();
  }

  private static boolean isGap(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
