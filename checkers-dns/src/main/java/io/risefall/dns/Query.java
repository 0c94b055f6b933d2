package io.risefall.dns;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * A query in wire format (RFC 1035, section 4.1), made once and sent with a new ID each time. It
 * asks as dig does: AD set (RFC 6840, section 5.7), EDNS (RFC 6891) with 1232 octets (DNS Flag Day
 * 2020) and NSID (RFC 5001).
 */
final class Query {

  private static final int HEADER = 12;
  private static final int QR = 0x8000;
  private static final int QR_AND_OPCODE = 0xf800;
  private static final int RD = 0x0100;
  private static final int AD = 0x0020;

  /** Root name, type OPT, 1232 octets, no flags; one option: NSID, empty. */
  private static final byte[] OPT = {0, 0, 41, 0x04, (byte) 0xd0, 0, 0, 0, 0, 0, 4, 0, 3, 0, 0};

  private final byte[] template;
  private final int questionEnd;
  private final int type;

  Query(Name name, int type, int dclass, boolean recurse, boolean edns) {
    byte[] question = name.toWire();
    this.type = type;
    this.questionEnd = HEADER + question.length + 4;
    this.template = new byte[questionEnd + (edns ? OPT.length : 0)];
    ByteBuffer wire =
        ByteBuffer.wrap(template)
            .putShort((short) 0)
            .putShort((short) (AD | (recurse ? RD : 0)))
            .putShort((short) 1)
            .putInt(0)
            .putShort((short) (edns ? 1 : 0))
            .put(question)
            .putShort((short) type)
            .putShort((short) dclass);
    if (edns) {
      wire.put(OPT);
    }
  }

  static Query soa(Name zone, boolean edns) {
    return new Query(zone, Type.SOA, DClass.IN, false, edns);
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

  /** Whether a datagram or message answers this query as sent under {@code id}, or why not. */
  Mismatch compare(int id, byte[] reply, int length) {
    if (length < HEADER) {
      return Mismatch.TOO_SHORT;
    }
    ByteBuffer header = ByteBuffer.wrap(reply);
    if (Short.toUnsignedInt(header.getShort(0)) != id) {
      return Mismatch.WRONG_ID;
    }
    if ((header.getShort(2) & QR_AND_OPCODE) != QR) {
      return Mismatch.NOT_A_REPLY;
    }
    int questions = Short.toUnsignedInt(header.getShort(4));
    int rcode = reply[3] & 0x0f;
    if (questions == 0 && rcode != 0) {
      // A server that could not, or would not, read the question leaves it out.
      return Mismatch.NONE;
    }
    return questions == 1 && sameQuestion(reply, length) ? Mismatch.NONE : Mismatch.WRONG_QUESTION;
  }

  /** Names compare without regard to case (RFC 1035, section 2.3.3); label lengths are below 64. */
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
