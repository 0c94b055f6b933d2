package io.risefall.publish;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.risefall.agent.CheckSnapshot;
import io.risefall.history.Why;
import io.risefall.state.Health;

/**
 * What HAProxy's agent-check is told: words, and after a sharp the reason that HAProxy logs and
 * shows. HAProxy leaves as it is what the line does not name, so each line names all that another
 * one may have changed: without {@code ready} a server would stay drained for ever.
 */
final class HaProxyLine {

  static final int MOST_OCTETS = 255;

  private HaProxyLine() {}

  /**
   * @param weightBefore whether a weight was told before, which HAProxy would keep
   */
  static byte[] of(CheckSnapshot check, boolean weightBefore) {
    Why why = Why.of(check);
    String reason = why.message().isEmpty() ? why.reason() : why.reason() + ": " + why.message();
    return switch (check.status()) {
      case UP -> line(weight(check, weightBefore) + "up ready", "");
      case DOWN, UNKNOWN -> line("down ready", reason);
      case DRAIN -> line(operating(check) + "drain", reason);
      case MAINT -> line("maint", reason);
    };
  }

  static byte[] unknown(String name) {
    return line("down", "no check or group " + name);
  }

  private static String weight(CheckSnapshot check, boolean before) {
    if (check.weight().isPresent()) {
      return check.weight().getAsInt() + "% ";
    }
    return before ? "100% " : "";
  }

  /**
   * A drained server still gets those who are bound to it by persistence, so HAProxy needs to know
   * when it dies meanwhile. What is not known is not said.
   */
  private static String operating(CheckSnapshot check) {
    if (check.stale() || check.health() == Health.UNKNOWN) {
      return "";
    }
    return check.health() == Health.UP ? "up " : "down ";
  }

  private static byte[] line(String words, String reason) {
    String line = reason.isEmpty() ? words : words + " #" + reason;
    // The reason may be a server's own text.
    String printable = line.replaceAll("[^ -~]", "?");
    int most = Math.min(printable.length(), MOST_OCTETS - 1);
    return (printable.substring(0, most).stripTrailing() + "\n").getBytes(US_ASCII);
  }
}
