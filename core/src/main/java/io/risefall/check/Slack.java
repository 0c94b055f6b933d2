package io.risefall.check;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a pattern need not have where one asks whether it occurs: with {@code .*ERROR.*} the engine
 * goes to the end of the line and back from each of its characters, for what {@code ERROR} finds as
 * well. What may be nothing goes from the beginning and the end; what may be one character or more
 * ({@code .+}) is one at the beginning. Both hold for the first and the last of several
 * alternatives, too.
 */
final class Slack {

  private static final int OTHER_RULES = Pattern.LITERAL | Pattern.COMMENTS | Pattern.CANON_EQ;

  /** One character of some kind, such as {@code .}, {@code \s}, {@code [^"]} or {@code [\s\S]}. */
  private static final String ONE =
      "(?:\\.|\\\\[dDhHsSvVwW]|\\[\\^?[^\\[\\]\\\\&^]+\\]|\\[(?:\\\\[dDsSwW]){2}\\])";

  /** In parentheses or not. */
  private static final String ANY_TEXT = "(?:\\.\\*\\??|\\((?:\\?:)?\\.\\*\\??\\))";

  private static final String NOT_QUANTIFIED = "(?![*+?{])";

  /** Flags; what may be nothing; one character or more. */
  private static final Pattern LEADING =
      Pattern.compile(
          "((?:\\(\\?[dimsuU]+\\))*)"
              + ("(?:(?:" + ONE + "\\*\\??|" + ANY_TEXT + ")" + NOT_QUANTIFIED + ")*")
              + ("(?:(" + ONE + ")\\+\\??" + NOT_QUANTIFIED + ")?"));

  /** That is not a full stop, or a parenthesis, with a star behind. */
  private static final Pattern TRAILING = Pattern.compile("(?<!\\\\|\\\\c)" + ANY_TEXT + "+\\z");

  /**
   * Quoted text; references to groups, which would have another number; and flags that change on
   * the way, as {@link Pattern#flags} gives those at the end.
   */
  private static final Pattern IN_DOUBT = Pattern.compile("\\\\[Qk1-9]|\\(\\?[a-zA-Z-]");

  private Slack() {}

  /** A pattern that occurs in the same texts. */
  static Pattern removed(Pattern pattern) {
    String text = pattern.pattern();
    Matcher leading = LEADING.matcher(text);
    if ((pattern.flags() & OTHER_RULES) != 0
        || !leading.lookingAt()
        || IN_DOUBT.matcher(text).region(leading.end(1), text.length()).find()) {
      return pattern;
    }
    String one = leading.group(2) == null ? "" : leading.group(2);
    String rest = TRAILING.matcher(text.substring(leading.end())).replaceFirst("");
    String shorter = leading.group(1) + one + rest;
    return shorter.length() == text.length() ? pattern : Pattern.compile(shorter, pattern.flags());
  }
}
