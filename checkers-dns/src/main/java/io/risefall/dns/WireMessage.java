package io.risefall.dns;

import io.risefall.option.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A reply, checked from the first octet to the last (RFC 1035, section 4.1): what a server sends is
 * not trusted. Addresses are read here; records of other types are left to dnsjava, whose classes
 * cost a one-shot command 20 ms of CPU to load. Immutable.
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
  private static final int MOST_LABELS = 128;

  private final ByteBuffer wire;
  private final List<Answer> answers = new ArrayList<>();
  private int rcode;
  private ByteBuffer ednsOptions = ByteBuffer.allocate(0);

  /**
   * One record of the answer section.
   *
   * @param type its type
   * @param data its data as text, as {@code dig +short} writes it
   */
  record Answer(int type, String data) {}

  /**
   * Reads a message.
   *
   * @param bytes at least a header
   * @throws MalformedException if anything in it does not fit
   */
  WireMessage(byte[] bytes) throws MalformedException {
    this.wire = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    this.rcode = bytes[3] & 0x0f;
    List<Integer> answerTypes = new ArrayList<>();
    List<String> addresses = new ArrayList<>();
    int position = HEADER;
    try {
      for (int i = count(0); i > 0; i--) {
        position = need(skipName(position), 4) + 4;
      }
      for (int section = 1; section <= 3; section++) {
        for (int i = count(section); i > 0; i--) {
          position = readRecord(position, section, answerTypes, addresses);
        }
      }
    } catch (MalformedException e) {
      // A truncated reply may end anywhere; it is asked for again over TCP.
      if (!hasFlag(TC)) {
        throw e;
      }
      return;
    }
    if (answerTypes.size() == addresses.size()) {
      for (int i = 0; i < addresses.size(); i++) {
        answers.add(new Answer(answerTypes.get(i), addresses.get(i)));
      }
    } else {
      readByLibrary(bytes);
    }
  }

  private void readByLibrary(byte[] bytes) throws MalformedException {
    try {
      for (Record record : new Message(bytes).getSection(Section.ANSWER)) {
        answers.add(new Answer(record.getType(), record.rdataToString()));
      }
    } catch (IOException | RuntimeException e) {
      // The library throws what it likes at hostile octets.
      throw new MalformedException(String.valueOf(e.getMessage()));
    }
  }

  private int count(int section) {
    return Short.toUnsignedInt(wire.getShort(4 + 2 * section));
  }

  private int need(int position, int octets) throws MalformedException {
    if (position + octets > wire.limit()) {
      throw new MalformedException("ends early");
    }
    return position;
  }

  /** Reads one record and returns where the next one begins. */
  private int readRecord(int start, int section, List<Integer> answerTypes, List<String> addresses)
      throws MalformedException {
    int position = need(skipName(start), 10);
    int type = Short.toUnsignedInt(wire.getShort(position));
    int length = Short.toUnsignedInt(wire.getShort(position + 8));
    int data = need(position + 10, length);
    if (section == 1) {
      answerTypes.add(type);
      if (type == Type.A || type == Type.AAAA) {
        addresses.add(address(data, length, type == Type.A ? 4 : 16));
      }
    } else if (section == 3 && type == Type.OPT) {
      rcode |= (wire.get(position + 4) & 0xff) << 4;
      ednsOptions = wire.slice(data, length);
    }
    return data + length;
  }

  private String address(int position, int length, int wanted) throws MalformedException {
    if (length != wanted) {
      throw new MalformedException("an address of " + length + " octets");
    }
    byte[] octets = new byte[length];
    wire.get(position, octets);
    try {
      return Endpoint.format(InetAddress.getByAddress(octets));
    } catch (IOException e) {
      throw new MalformedException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Returns where the name that begins at {@code start} ends. Pointers must lead back, each further
   * than the one before, so that no loop is possible.
   */
  private int skipName(int start) throws MalformedException {
    int end = -1;
    int position = start;
    int lowest = start;
    for (int labels = 0; labels < MOST_LABELS; labels++) {
      int octet = wire.get(need(position, 1)) & 0xff;
      if (octet == 0) {
        return end < 0 ? position + 1 : end;
      } else if (octet < 64) {
        position += 1 + octet;
      } else if (octet >= 192) {
        int target = wire.getShort(need(position, 2)) & 0x3fff;
        if (target >= lowest) {
          throw new MalformedException("a pointer that does not lead back");
        }
        end = end < 0 ? position + 2 : end;
        lowest = target;
        position = target;
      } else {
        throw new MalformedException("a label of a kind that does not exist");
      }
    }
    throw new MalformedException("a name without end");
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
