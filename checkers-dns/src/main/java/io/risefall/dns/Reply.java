package io.risefall.dns;

import io.risefall.check.Timings;
import org.xbill.DNS.Rcode;

/**
 * An answer to our query.
 *
 * @param message what the server said
 * @param overTcp how it came
 * @param connect nanoseconds until the connection stood, or {@link Timings#NONE}
 * @param firstByte nanoseconds from the query sent to the answer
 */
record Reply(WireMessage message, boolean overTcp, long connect, long firstByte) {

  /** The phases of this exchange; the total is measured by whoever runs the check. */
  Timings timings() {
    return new Timings(Timings.NONE, connect, Timings.NONE, firstByte, Timings.NONE);
  }

  /** The name of the response code, as dig writes it. */
  String status() {
    return Rcode.string(message.rcode());
  }
}
