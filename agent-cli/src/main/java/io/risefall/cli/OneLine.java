package io.risefall.cli;

/** Text that a user, a server or a checker chose, so that it stays one line and only text. */
final class OneLine {

  private OneLine() {}

  /** {@code text} with a space for each run of control characters. */
  static String of(String text) {
    if (text.chars().noneMatch(OneLine::isControl)) {
      return text;
    }
    StringBuilder line = new StringBuilder(text.length());
    boolean after = false;
    for (int i = 0; i < text.length(); i++) {
      boolean control = isControl(text.charAt(i));
      if (!control) {
        line.append(text.charAt(i));
      } else if (!after) {
        line.append(' ');
      }
      after = control;
    }
    return line.toString();
  }

  /** Also what some terminals take for the end of a line. */
  private static boolean isControl(int c) {
    return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
  }
}
