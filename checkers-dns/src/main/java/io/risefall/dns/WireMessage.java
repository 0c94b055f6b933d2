package io.risefall.dns;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.Type;

/**
 * A reply, checked from the first octet to the last (RFC 1035, section 4.1): what a server sends is
 * not trusted. Octets after the last record are passed over. Immutable.
 */
final class WireMessage {

  /** Bits of the header's second word (RFC 1035, section 4.1.1; RFC 4035, section 3). */
  static final int AA = 0x0400;

  static final int TC = 0x0200;
  static final int RD = 0x0100;
  static final int RA = 0x0080;
  static final int AD = 0x0020;
  static final int CD = 0x0010;

  private static final int HEADER = 12;

  /** The largest message as text, every octet escaped: more comes of compression alone. */
  private static final int LONGEST_TEXT = 4 * 65_535;

  private final ByteBuffer wire;
  private final List<Answer> answers = new ArrayList<>();
  private int textLeft = LONGEST_TEXT;
  private int rcode;
  private boolean hasOpt;
  private ByteBuffer ednsOptions = ByteBuffer.allocate(0);

  /**
   * One record of the answer section.
   *
   * @param owner its owner's name as {@link WireName#lower} has it
   * @param type its type
   * @param dclass its class
   * @param data its data as text, as {@code dig +short} writes it
   * @param target where a CNAME leads, as {@link WireName#lower} has it; empty for other types
   */
  record Answer(String owner, int type, int dclass, String data, String target) {}

  /**
   * Reads a message.
   *
   * @param bytes at least a header
   * @param mayBeCut whether it may end anywhere if it is marked as truncated
   * @throws MalformedException if anything in it does not fit
   */
  WireMessage(byte[] bytes, boolean mayBeCut) throws MalformedException {
    this.wire = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    this.rcode = bytes[3] & 0x0f;
    int position = HEADER;
    try {
      for (int i = count(0); i > 0; i--) {
        position = need(skipName(position), 4) + 4;
      }
      for (int section = 1; section <= 3; section++) {
        for (int i = count(section); i > 0; i--) {
          position = readRecord(position, section);
        }
      }
    } catch (MalformedException e) {
      if (!mayBeCut || !hasFlag(TC)) {
        throw e;
      }
    }
  }

  private int count(int section) {
    return Short.toUnsignedInt(wire.getShort(4 + 2 * section));
  }

  private int need(int position, int octets) throws MalformedException {
    return WireName.need(wire, position, octets);
  }

  private int skipName(int start) throws MalformedException {
    return WireName.read(wire, start, octet -> {});
  }

  /** Reads one record and returns where the next one begins. */
  private int readRecord(int start, int section) throws MalformedException {
    int position = need(skipName(start), 10);
    int type = Short.toUnsignedInt(wire.getShort(position));
    int length = Short.toUnsignedInt(wire.getShort(position + 8));
    int data = need(position + 10, length);
    if (section == 1) {
      String text = RecordData.text(wire, type, data, length);
      textLeft -= text.length();
      if (textLeft < 0) {
        throw new MalformedException("an answer much larger than its message");
      }
      int dclass = Short.toUnsignedInt(wire.getShort(position + 2));
      String target = type == Type.CNAME ? WireName.lower(wire, data) : "";
      answers.add(new Answer(WireName.lower(wire, start), type, dclass, text, target));
    } else if (section == 3 && type == Type.OPT) {
      // With two of them nobody can say which status is meant (RFC 6891, section 6.1.1).
      if (hasOpt || wire.get(start) != 0) {
        throw new MalformedException("an OPT record too many, or one with a name");
      }
      hasOpt = true;
      rcode |= (wire.get(position + 4) & 0xff) << 4;
      ednsOptions = wire.slice(data, length);
    }
    return data + length;
  }

  /** How many questions it repeats. */
  int questions() {
    return count(0);
  }

  /** Whether a bit of the header's second word is set. */
  boolean hasFlag(int flag) {
    return (wire.getShort(2) & flag) != 0;
  }

  /** The response code, with the upper bits of EDNS (RFC 6891, section 6.1.3). */
  int rcode() {
    return rcode;
  }

  /** The records of the answer section. */
  List<Answer> answers() {
    return answers;
  }

  /** The options of the OPT record as they stand in the message; empty without one. */
  ByteBuffer ednsOptions() {
    return ednsOptions.duplicate();
  }
}
