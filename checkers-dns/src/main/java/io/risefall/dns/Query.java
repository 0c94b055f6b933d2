package io.risefall.dns;

import java.util.Arrays;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSIDOption;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * A query in wire format, made once and sent with a new ID each time. It asks as dig does: AD set
 * (RFC 6840, section 5.7), EDNS with 1232 octets (DNS Flag Day 2020) and NSID (RFC 5001).
 */
final class Query {

  private static final int HEADER = 12;
  private static final int PAYLOAD = 1232;

  private final byte[] template;
  private final int questionEnd;
  private final int type;

  Query(Name name, int type, int dclass, boolean recurse, boolean edns) {
    Message message = Message.newQuery(Record.newRecord(name, type, dclass));
    message.getHeader().unsetFlag(Flags.RD);
    if (recurse) {
      message.getHeader().setFlag(Flags.RD);
    }
    message.getHeader().setFlag(Flags.AD);
    if (edns) {
      message.addRecord(
          new OPTRecord(PAYLOAD, 0, 0, 0, new NSIDOption(new byte[0])), Section.ADDITIONAL);
    }
    this.template = message.toWire();
    this.questionEnd = HEADER + name.length() + 4;
    this.type = type;
  }

  static Query soa(Name zone, boolean edns) {
    return new Query(zone, org.xbill.DNS.Type.SOA, DClass.IN, false, edns);
  }

  int type() {
    return type;
  }

  byte[] withId(int id) {
    byte[] wire = template.clone();
    wire[0] = (byte) (id >>> 8);
    wire[1] = (byte) id;
    return wire;
  }

  /** What is wrong with a datagram or message that is to answer this query under {@code id}. */
  Mismatch compare(int id, byte[] reply, int length) {
    if (length < HEADER) {
      return Mismatch.TOO_SHORT;
    }
    if (((reply[0] & 0xff) << 8 | (reply[1] & 0xff)) != id) {
      return Mismatch.WRONG_ID;
    }
    if ((reply[2] & 0x80) == 0) {
      return Mismatch.NOT_A_REPLY;
    }
    int questions = (reply[4] & 0xff) << 8 | (reply[5] & 0xff);
    int rcode = reply[3] & 0x0f;
    if (questions == 0 && rcode != 0) {
      // A server that could not, or would not, read the question leaves it out.
      return Mismatch.NONE;
    }
    return questions == 1 && sameQuestion(reply, length) ? Mismatch.NONE : Mismatch.WRONG_QUESTION;
  }

  /** Names compare without regard to case (RFC 1035, section 2.3.3); lengths are below 64. */
  private boolean sameQuestion(byte[] reply, int length) {
    if (length < questionEnd) {
      return false;
    }
    int nameEnd = questionEnd - 4;
    for (int i = HEADER; i < nameEnd; i++) {
      if (lower(reply[i]) != lower(template[i])) {
        return false;
      }
    }
    return Arrays.equals(reply, nameEnd, questionEnd, template, nameEnd, questionEnd);
  }

  private static int lower(byte b) {
    return b >= 'A' && b <= 'Z' ? b + 32 : b;
  }

  /** Why a datagram is no answer to our query; in the order of the facts. */
  enum Mismatch {
    NONE(""),
    WRONG_SOURCE("wrong source"),
    TOO_SHORT("too short"),
    WRONG_ID("wrong ID"),
    NOT_A_REPLY("not a reply"),
    WRONG_QUESTION("wrong question"),
    MALFORMED("malformed");

    final String words;

    Mismatch(String words) {
      this.words = words;
    }
  }
}
