package io.risefall.http;

import io.risefall.option.OptionKind;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A header field to send (RFC 9110, section 5).
 *
 * @param name a token
 * @param value without control characters
 */
record Field(String name, String value) {

  static final OptionKind<Field> KIND =
      OptionKind.of("header", "'K: V'", "a name, a colon, a value", Field::parse);

  /** How a field of an answer must be. */
  record Expected(String name, Pattern pattern) {

    static final OptionKind<Expected> KIND =
        OptionKind.of(
            "header", "'K: REGEX'", "a name, a colon, a Java regular expression", Expected::parse);

    private static Expected parse(String text) {
      Field field = split(text);
      try {
        return new Expected(field.name, Pattern.compile(field.value));
      } catch (PatternSyntaxException e) {
        throw new IllegalArgumentException(e.getDescription() + " at " + e.getIndex(), e);
      }
    }
  }

  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  /** The fields that say where a message ends: one that lies would break this side. */
  private static final List<String> OURS =
      List.of("content-length", "transfer-encoding", "connection", "expect", "upgrade", "te");

  private static Field parse(String text) {
    Field field = split(text);
    if (OURS.contains(field.name.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(field.name + " is set by Risefall");
    }
    return field;
  }

  private static Field split(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("no colon");
    }
    String name = text.substring(0, colon);
    String value = text.substring(colon + 1).strip();
    if (!TOKEN.matcher(name).matches()) {
      throw new IllegalArgumentException("'" + name + "' is no name of a header");
    }
    if (value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 127 || c > 255)) {
      throw new IllegalArgumentException("a character that no header may have");
    }
    return new Field(name, value);
  }

  boolean is(String otherName) {
    return name.equalsIgnoreCase(otherName);
  }
}
