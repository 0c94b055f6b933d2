package io.risefall.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.risefall.agent.CheckSnapshot;
import java.net.URLDecoder;
import java.util.Locale;

/**
 * Which rows are shown, for a browser without JavaScript. Immutable.
 *
 * @param tone {@code up}, {@code down} or {@code other}; empty for all
 * @param part what the name holds, in lower case
 */
record Filter(String tone, String part) {

  static final Filter NONE = new Filter("", "");

  /** Anything that is no filter is none. */
  static Filter of(String query) {
    Filter filter = NONE;
    for (String pair : query.split("&", 8)) {
      if (pair.startsWith("status=")) {
        filter = new Filter(decoded(pair), filter.part);
      } else if (pair.startsWith("q=")) {
        filter = new Filter(filter.tone, decoded(pair).toLowerCase(Locale.ROOT));
      }
    }
    return filter;
  }

  private static String decoded(String pair) {
    try {
      return URLDecoder.decode(pair.substring(pair.indexOf('=') + 1), UTF_8).strip();
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  boolean shows(CheckSnapshot check) {
    return (tone.isEmpty() || tone.equals(Row.tone(check.status())))
        && check.name().toLowerCase(Locale.ROOT).contains(part);
  }
}
