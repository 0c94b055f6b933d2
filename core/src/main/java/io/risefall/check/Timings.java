package io.risefall.check;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How long the phases of one check took, in nanoseconds; {@link #NONE} where a phase did not
 * happen.
 *
 * @param resolve name to address
 * @param connect until the connection stood, or could not be made
 * @param tls the TLS handshake
 * @param firstByte from the request sent to the first byte of the answer
 * @param total the whole check
 */
public record Timings(long resolve, long connect, long tls, long firstByte, long total) {

  /** The phase did not happen. */
  public static final long NONE = -1;

  /** No phase was measured. */
  public static final Timings UNMEASURED = new Timings(NONE, NONE, NONE, NONE, NONE);

  /** These timings with another total. */
  public Timings withTotal(long nanos) {
    return new Timings(resolve, connect, tls, firstByte, nanos);
  }

  /** The phases that happened, by their names in output, in the order of the components. */
  public Map<String, Long> phases() {
    Map<String, Long> phases = new LinkedHashMap<>();
    put(phases, "resolve", resolve);
    put(phases, "connect", connect);
    put(phases, "tls", tls);
    put(phases, "first-byte", firstByte);
    put(phases, "total", total);
    return phases;
  }

  private static void put(Map<String, Long> phases, String name, long nanos) {
    if (nanos != NONE) {
      phases.put(name, nanos);
    }
  }
}
