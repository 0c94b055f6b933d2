package io.risefall.exec;

import java.util.List;

/** The word with which a monitoring plugin's text begins, which says the same as its exit code. */
final class PluginStatus {

  /** By exit code. */
  private static final List<String> WORDS = List.of("OK", "WARNING", "CRITICAL", "UNKNOWN");

  /** {@code CRITICAL - ...} and {@code DISK CRITICAL - ...}. */
  private static final int LOOKED_AT = 2;

  private PluginStatus() {}

  /** The text, and what counts if it says something else than the code. */
  static String compared(int code, String text) {
    String other = "";
    int at = 0;
    for (int i = 0; i < LOOKED_AT; i++) {
      int from = at;
      while (at < text.length() && Character.isLetter(text.charAt(at))) {
        at++;
      }
      int said = WORDS.indexOf(text.substring(from, at));
      if (said == code) {
        return text;
      }
      other = said >= 0 && other.isEmpty() ? WORDS.get(said) : other;
      while (at < text.length() && !Character.isLetter(text.charAt(at))) {
        at++;
      }
    }
    return other.isEmpty() || code >= WORDS.size()
        ? text
        : "exit code " + code + " counts, though the text says " + other + ": " + text;
  }
}
