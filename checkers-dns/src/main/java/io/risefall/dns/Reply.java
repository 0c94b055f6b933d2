package io.risefall.dns;

import io.risefall.check.Timings;
import io.risefall.dns.WireMessage.Answer;
import java.util.List;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

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

  /** The answer's records of a type; all of them for ANY. */
  List<Answer> answers(int type) {
    return type == Type.ANY
        ? message.answers()
        : message.answers().stream().filter(answer -> answer.type() == type).toList();
  }
}
