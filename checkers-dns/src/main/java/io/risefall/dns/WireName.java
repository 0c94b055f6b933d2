package io.risefall.dns;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.IntConsumer;
import org.xbill.DNS.Name;

/** Names in a message that is not trusted (RFC 1035, sections 3.1 and 4.1.4). */
final class WireName {

  /** The root label and the length octets included (RFC 1035, section 3.1). */
  private static final int MOST_OCTETS = 255;

  /** A name of {@link #MOST_OCTETS} has 128 labels at most; nobody needs as many pointers. */
  private static final int MOST_STEPS = 256;

  private static final int HEADER = 12;

  private WireName() {}

  /**
   * Reads the name that begins at {@code start} and returns where it ends. Pointers must lead back,
   * each further than the one before, so that no loop is possible.
   *
   * @param expanded is given the octets of the name without pointers
   * @throws MalformedException if it is no name, or ends beyond the message
   */
  static int read(ByteBuffer wire, int start, IntConsumer expanded) throws MalformedException {
    int end = -1;
    int position = start;
    int lowest = start;
    int octets = 0;
    for (int step = 0; step < MOST_STEPS; step++) {
      int octet = wire.get(need(wire, position, 1)) & 0xff;
      if (octet >= 192) {
        int target = wire.getShort(need(wire, position, 2)) & 0x3fff;
        if (target >= lowest || target < HEADER) {
          throw new MalformedException("a pointer that does not lead back to a name");
        }
        end = end < 0 ? position + 2 : end;
        lowest = target;
        position = target;
        continue;
      } else if (octet >= 64) {
        throw new MalformedException("a label of a kind that does not exist");
      }
      int next = need(wire, position, 1 + octet) + 1 + octet;
      octets += 1 + octet;
      if (octets > MOST_OCTETS) {
        throw new MalformedException("a name of more than 255 octets");
      }
      for (int i = position; i < next; i++) {
        expanded.accept(wire.get(i));
      }
      if (octet == 0) {
        return end < 0 ? next : end;
      }
      position = next;
    }
    throw new MalformedException("a name without end");
  }

  /**
   * The name that begins at {@code start}, to compare and not to read: its octets, pointers
   * followed, letters in lower case (RFC 4343).
   *
   * @throws MalformedException if it is no name
   */
  static String lower(ByteBuffer wire, int start) throws MalformedException {
    ByteBuffer octets = ByteBuffer.allocate(MOST_OCTETS);
    var unused = read(wire, start, octet -> octets.put(lower((byte) octet)));
    return new String(octets.array(), 0, octets.position(), ISO_8859_1);
  }

  /** The same as text, as zone files have it: every octet printable. */
  static String text(String lower) {
    try {
      return new Name(lower.getBytes(ISO_8859_1)).toString();
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Letters have a case, lengths of labels are below them. */
  static byte lower(byte octet) {
    return octet >= 'A' && octet <= 'Z' ? (byte) (octet + 32) : octet;
  }

  /**
   * Returns {@code position} if so many octets are there.
   *
   * @throws MalformedException if not
   */
  static int need(ByteBuffer wire, int position, int octets) throws MalformedException {
    if (position + octets > wire.limit()) {
      throw new MalformedException("ends early");
    }
    return position;
  }
}
