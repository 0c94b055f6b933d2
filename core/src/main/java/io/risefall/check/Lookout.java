package io.risefall.check;

import java.util.regex.Pattern;

/**
 * Where a pattern looks for whether it matches: read off its text, for the worse where in doubt.
 */
enum Lookout {
  /**
   * At what it takes, and at what is before. What it has matched it matches whatever follows, since
   * Java's engine tries every way.
   */
  BACK,

  /**
   * At what follows, or at the end ({@code $ \z \Z \b \B}, look-ahead), or it keeps the first way
   * that it has found, which what follows may change (possessive and atomic). Where it has looked
   * beyond the text, {@link java.util.regex.Matcher#hitEnd} says so.
   */
  AHEAD,

  /** Beyond the text, perhaps without saying so. */
  UNKNOWN;

  static Lookout of(Pattern pattern) {
    int flags = pattern.flags();
    if ((flags & Pattern.LITERAL) != 0) {
      return BACK;
    }
    // A mark that follows may belong to the last letter; white space may stand between signs.
    return (flags & (Pattern.CANON_EQ | Pattern.COMMENTS)) != 0 ? UNKNOWN : read(pattern.pattern());
  }

  private static Lookout read(String text) {
    Lookout all = BACK;
    int i = 0;
    while (i < text.length()) {
      boolean escaped = text.charAt(i) == '\\';
      Lookout one = escaped ? ofEscape(text, i + 1) : ofSign(text, i);
      all = one.compareTo(all) > 0 ? one : all;
      i = escaped ? afterEscape(text, i + 1) : i + 1;
    }
    return all;
  }

  private static Lookout ofEscape(String text, int at) {
    return switch (text.charAt(at)) {
      case 'X', 'G' -> UNKNOWN;
      case 'b' -> text.startsWith("{", at + 1) ? UNKNOWN : AHEAD;
      case 'z', 'Z', 'B' -> AHEAD;
      default -> BACK;
    };
  }

  /** Of what an escape takes along, nothing has a meaning of its own. */
  private static int afterEscape(String text, int at) {
    char kind = text.charAt(at);
    if (kind == 'Q') {
      int end = text.indexOf("\\E", at);
      return end < 0 ? text.length() : end + 2;
    }
    if ("pPxN".indexOf(kind) >= 0 && text.startsWith("{", at + 1)) {
      return text.indexOf('}', at) + 1;
    }
    return at + (kind == 'c' ? 2 : 1);
  }

  private static Lookout ofSign(String text, int at) {
    char sign = text.charAt(at);
    boolean possessive = "*+?}".indexOf(sign) >= 0 && text.startsWith("+", at + 1);
    return sign == '$' || possessive ? AHEAD : ofGroup(text, at);
  }

  private static Lookout ofGroup(String text, int at) {
    if (!text.startsWith("(?", at)) {
      return BACK;
    }
    char kind = text.charAt(at + 2);
    if (kind == '=' || kind == '!' || kind == '>') {
      return AHEAD;
    }
    for (int i = at + 2; Character.isLetter(text.charAt(i)); i++) {
      if (text.charAt(i) == 'x') {
        return UNKNOWN;
      }
    }
    return BACK;
  }
}
