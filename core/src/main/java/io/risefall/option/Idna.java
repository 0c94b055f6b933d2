package io.risefall.option;

import java.text.Normalizer;
import java.util.Locale;

/**
 * Names outside ASCII in the form that the DNS has them in: IDNA 2008 by the non-transitional
 * processing of Unicode's Technical Standard 46, as dig and curl have it. {@code java.net.IDN} is
 * of 2003, where {@code faß.example} is another name, {@code fass.example}.
 *
 * <p>The standard's table of what each character becomes is derived here from what Java knows of
 * Unicode; so characters are known as far as this Java knows them.
 */
public final class Idna {

  private static final int SHARP_S = 0xdf;
  private static final int CAPITAL_SHARP_S = 0x1e9e;
  private static final int FINAL_SIGMA = 0x3c2;
  private static final int DOTLESS_I = 0x131;

  private static final String PREFIX = "xn--";

  private Idna() {}

  /**
   * The name in ASCII. Labels that are in ASCII stay as they are.
   *
   * @throws IllegalArgumentException if it is no name
   */
  public static String toAscii(String name) {
    StringBuilder mapped = new StringBuilder(name.length());
    name.codePoints().forEach(c -> map(c, mapped));
    String[] labels =
        Normalizer.normalize(mapped, Normalizer.Form.NFC).split("\\.", -1); // RFC 1035
    for (int i = 0; i < labels.length; i++) {
      if (!labels[i].chars().allMatch(c -> c < 128)) {
        String label = lower(labels[i]);
        requireLabel(label);
        labels[i] = PREFIX + Punycode.encode(label);
      }
    }
    return String.join(".", labels);
  }

  /** The letters in ASCII, which are left alone until it is known that others stand beside. */
  private static String lower(String label) {
    StringBuilder lower = new StringBuilder(label.length());
    label
        .codePoints()
        .map(c -> c < 128 ? Character.toLowerCase(c) : c)
        .forEach(lower::appendCodePoint);
    return lower.toString();
  }

  /** What the character becomes (UTS 46, section 7, step 7: from NFKC and case folding). */
  private static void map(int c, StringBuilder to) {
    if (c < 128 || c == FINAL_SIGMA || c == Joiners.ZWNJ || c == Joiners.ZWJ) {
      to.appendCodePoint(c);
    } else if (c == 0x3002 || c == 0xff0e || c == 0xff61) {
      to.append('.');
    } else if (!isIgnored(c)) {
      String folded = compatible(folded(compatible(Character.toString(c))));
      if (folded.indexOf('.') >= 0
          || folded.indexOf(0x3002) >= 0
          || !folded.codePoints().allMatch(Idna::mayStand)) {
        throw notAllowed(c);
      }
      folded.codePoints().filter(one -> !isIgnored(one)).forEach(to::appendCodePoint);
    }
  }

  private static String compatible(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC);
  }

  /** Case folding; by way of the capitals, since small letters have variants of their own. */
  private static String folded(String text) {
    StringBuilder folded = new StringBuilder(text.length());
    text.codePoints().forEach(c -> fold(c, folded));
    return folded.toString();
  }

  private static void fold(int c, StringBuilder to) {
    if (c == SHARP_S || c == CAPITAL_SHARP_S) {
      to.appendCodePoint(SHARP_S);
    } else if (c == DOTLESS_I) {
      to.appendCodePoint(c);
    } else if (c == 0x130) { // an I with a dot
      to.append("i\u0307");
    } else if (Character.UnicodeScript.of(c) == Character.UnicodeScript.CHEROKEE) {
      to.appendCodePoint(Character.toUpperCase(c)); // its small letters are the younger ones
    } else {
      String capitals = Character.toString(c).toUpperCase(Locale.ROOT);
      capitals.codePoints().forEach(one -> to.appendCodePoint(Character.toLowerCase(one)));
    }
  }

  /** Those that show nothing: selectors of variants, soft hyphens, fillers. */
  private static boolean isIgnored(int c) {
    return c == 0xad
        || c == 0x34f
        || (c >= 0x115f && c <= 0x1160)
        || (c >= 0x17b4 && c <= 0x17b5)
        || (c >= 0x180b && c <= 0x180f)
        || c == 0x200b
        || (c >= 0x2060 && c <= 0x2064)
        || (c >= 0x206a && c <= 0x206f)
        || c == 0x3164
        || (c >= 0xfe00 && c <= 0xfe0f)
        || c == 0xfeff
        || c == 0xffa0
        || (c >= 0x1bca0 && c <= 0x1bca3)
        || (c >= 0x1d173 && c <= 0x1d17a)
        || (c >= 0xe0100 && c <= 0xe01ef);
  }

  private static boolean mayStand(int c) {
    boolean describesAnother = (c >= 0x2ff0 && c <= 0x2fff) || c == 0x31ef;
    boolean replacesAnother = c == 0xfffc || c == 0xfffd;
    boolean partOfAUrl = c < 128 && !isInHostNames(c);
    return !describesAnother
        && !partOfAUrl
        && !replacesAnother
        && switch (Character.getType(c)) {
          case Character.CONTROL,
              Character.UNASSIGNED,
              Character.PRIVATE_USE,
              Character.SURROGATE,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR,
              Character.SPACE_SEPARATOR ->
              false;
          case Character.FORMAT -> isIgnored(c);
          default -> true;
        };
  }

  /** RFC 5891, section 4.2.3, as far as it is about what cannot be meant. */
  private static void requireLabel(String label) {
    if (label.startsWith("-") || label.endsWith("-") || label.startsWith("--", 2)) {
      throw new IllegalArgumentException("a hyphen where none may be");
    }
    int first = Character.getType(label.codePointAt(0));
    if (first == Character.NON_SPACING_MARK
        || first == Character.COMBINING_SPACING_MARK
        || first == Character.ENCLOSING_MARK) {
      throw notAllowed(label.codePointAt(0));
    }
    label.codePoints().filter(c -> c < 128 && !isInHostNames(c)).forEach(Idna::refuse);
    Joiners.require(label);
  }

  private static boolean isInHostNames(int c) {
    return c == '-' || c == '_' || Character.isLetterOrDigit(c);
  }

  private static void refuse(int c) {
    throw notAllowed(c);
  }

  static IllegalArgumentException notAllowed(int c) {
    return new IllegalArgumentException(
        String.format(Locale.ROOT, "U+%04X is not allowed in a name, or not there", c));
  }
}
