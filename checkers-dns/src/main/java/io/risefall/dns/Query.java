package io.risefall.dns;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
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
  private final int dclass;
  private final boolean edns;
  private final String name;

  Query(Name name, int type, int dclass, boolean recurse, boolean edns) {
    byte[] question = name.toWire();
    this.type = type;
    this.dclass = dclass;
    this.edns = edns;
    this.name = lower(question);
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

  int dclass() {
    return dclass;
  }

  /** The name that is asked for, as {@link WireName#lower(ByteBuffer, int)} has it. */
  String name() {
    return name;
  }

  /** What to try where this status may be for the OPT record of the query alone; mostly nothing. */
  String advice(int rcode) {
    boolean mayBeForEdns =
        edns && (rcode == Rcode.FORMERR || rcode == Rcode.NOTIMP || rcode == Rcode.BADVERS);
    return mayBeForEdns ? ", to a query with EDNS; --no-edns asks without" : "";
  }

  private static String lower(byte[] name) {
    byte[] octets = name.clone();
    for (int i = 0; i < octets.length; i++) {
      octets[i] = WireName.lower(octets[i]);
    }
    return new String(octets, ISO_8859_1);
  }

  byte[] withId(int id) {
    byte[] wire = template.clone();
    wire[0] = (byte) (id >>> 8);
    wire[1] = (byte) id;
    return wire;
  }

  /**
   * Whether a datagram or message answers this query as sent under {@code id}, or why not. One
   * without a question answers it only if it has an error, which may show in its OPT record.
   */
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
    // A server that could not, or would not, read the question leaves it out. Of a status such as
    // BADVERS the header has zeros alone, and an OPT record behind it has the rest.
    boolean mayBeAnError = (reply[3] & 0x0f) != 0 || header.getShort(10) != 0;
    if (questions == 0 && mayBeAnError) {
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
      if (WireName.lower(reply[i]) != WireName.lower(template[i])) {
        return false;
      }
    }
    return Arrays.equals(reply, nameEnd, questionEnd, template, nameEnd, questionEnd);
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
