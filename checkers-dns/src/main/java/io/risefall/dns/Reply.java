package io.risefall.dns;

import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/**
 * An answer to our query.
 *
 * @param message what the server said
 * @param overTcp how it came
 * @param connect nanoseconds until the connection stood, or {@link io.risefall.check.Timings#NONE}
 * @param firstByte nanoseconds from the query sent to the answer
 */
record Reply(Message message, boolean overTcp, long connect, long firstByte) {

  /** The response code, with the upper bits of EDNS. */
  String status() {
    return Rcode.string(message.getRcode());
  }

  boolean hasFlag(int flag) {
    return message.getHeader().getFlag(flag);
  }

  boolean truncated() {
    return hasFlag(Flags.TC);
  }
}
