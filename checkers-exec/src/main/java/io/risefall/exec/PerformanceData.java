package io.risefall.exec;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Performance data of a monitoring plugin: {@code 'label'=value[UOM];warn;crit;min;max}, parted by
 * blanks; quotes are needed for labels with blanks, and doubled within. One pass over the text,
 * what cannot be read is passed over to the next blank.
 */
final class PerformanceData {

  static final int MOST = 32;
  private static final int LONGEST_LABEL = 80;
  private static final int LONGEST_VALUE = 40;

  private final String text;
  private int at;

  PerformanceData(String text) {
    this.text = text;
  }

  /** Values with their units, by label; the first {@value #MOST}, and the first of a label. */
  Map<String, String> measurements() {
    Map<String, String> measurements = new LinkedHashMap<>();
    at = 0;
    while (skipBlanks() && measurements.size() < MOST) {
      String label = label();
      String value = at < text.length() && text.charAt(at) == '=' ? value() : "";
      if (!label.isEmpty() && !value.isEmpty()) {
        measurements.putIfAbsent(label, value);
      }
      skipWord();
    }
    return measurements;
  }

  private boolean skipBlanks() {
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
    return at < text.length();
  }

  private void skipWord() {
    while (at < text.length() && !isBlank(text.charAt(at))) {
      at++;
    }
  }

  private static boolean isBlank(char c) {
    return c <= ' ';
  }

  /** Up to its equals sign; empty if there is no label. */
  private String label() {
    int from = at;
    if (text.charAt(at) != '\'') {
      while (at < text.length() && text.charAt(at) != '=' && !isBlank(text.charAt(at))) {
        at++;
      }
      return Words.excerpt(text.substring(from, at), LONGEST_LABEL);
    }
    StringBuilder label = new StringBuilder();
    for (at++; at < text.length(); at++) {
      if (text.charAt(at) == '\'') {
        at++;
        if (at == text.length() || text.charAt(at) != '\'') {
          return Words.excerpt(label.toString(), LONGEST_LABEL);
        }
      }
      label.append(text.charAt(at));
    }
    return ""; // a quote without its second one spoils all that follows
  }

  /** Up to the first semicolon or blank: a number and a unit, or U for a value that is unknown. */
  private String value() {
    int from = ++at;
    while (at < text.length() && text.charAt(at) != ';' && !isBlank(text.charAt(at))) {
      at++;
    }
    String value = text.substring(from, at);
    return value.length() <= LONGEST_VALUE && isMeasurement(value)
        ? Words.excerpt(value, LONGEST_VALUE)
        : "";
  }

  private static boolean isMeasurement(String value) {
    if (value.equals("U")) {
      return true;
    }
    int i = !value.isEmpty() && (value.charAt(0) == '-' || value.charAt(0) == '+') ? 1 : 0;
    int digits = 0;
    int points = 0;
    for (; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c >= '0' && c <= '9') {
        digits++;
      } else if (c == '.' || c == ',') {
        points++;
      } else {
        break;
      }
    }
    String unit = value.substring(i);
    return digits > 0 && points <= 1 && isUnit(unit);
  }

  /** No digits or quotes, but for the exponent that some plugins write. */
  private static boolean isUnit(String unit) {
    String rest = unit.replaceFirst("^[eE][-+]?\\d+", "");
    return rest.chars().noneMatch(c -> (c >= '0' && c <= '9') || c == '\'' || c == '"' || c == '=');
  }
}
