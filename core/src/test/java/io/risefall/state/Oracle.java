package io.risefall.state;

/**
 * What health must be, worked out again from the whole history each time: slow, and plain enough to
 * be believed. A history is a text with one letter for each event: P a pass, F a failure, B broken,
 * and T where the time of down-after ran out.
 */
final class Oracle {

  private Oracle() {}

  static Health inARow(String history, int rise, int fall, Health initial) {
    Health health = initial;
    StringBuilder seen = new StringBuilder();
    for (int i = 0; i < history.length(); i++) {
      char event = history.charAt(i);
      if (event == 'B') {
        continue;
      }
      seen.append(event);
      if (event == 'T') {
        health = Health.DOWN;
      } else if (health == Health.UNKNOWN) {
        health = event == 'P' ? Health.UP : Health.DOWN;
      } else if (endsWith(seen, 'F', fall)) {
        health = Health.DOWN;
      } else if (endsWith(seen, 'P', rise) && health == Health.DOWN) {
        health = Health.UP;
      }
    }
    return health;
  }

  /** How many of {@code letter} the history ends with, broken results left out. */
  static int tail(String history, char letter) {
    String seen = history.replace("B", "");
    int length = 0;
    while (endsWith(seen, letter, length + 1)) {
      length++;
    }
    return length;
  }

  private static boolean endsWith(CharSequence text, char letter, int times) {
    if (text.length() < times) {
      return false;
    }
    for (int i = text.length() - times; i < text.length(); i++) {
      if (text.charAt(i) != letter) {
        return false;
      }
    }
    return true;
  }
}
