package io.risefall.dns;

import io.risefall.option.Endpoint;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * The data of one record as text, as {@code dig +short} writes it. Addresses are read here, other
 * types by dnsjava, whose classes cost a one-shot command 20 ms of CPU to load. It is given one
 * record at a time with its names expanded: left alone with a whole message, it follows chains of
 * pointers for seconds.
 */
final class RecordData {

  /** HIP holds names without number, WKS a bit for each port; nobody needs as many. */
  private static final int LONGEST_LIST = 1024;

  private RecordData() {}

  /**
   * The text of the {@code length} octets at {@code start}, which are there.
   *
   * @throws MalformedException if they are no data of this type
   */
  static String text(ByteBuffer wire, int type, int start, int length) throws MalformedException {
    return switch (type) {
      case Type.A -> ipv4(octets(wire, start, length));
      case Type.AAAA -> ipv6(octets(wire, start, length));
      default -> byLibrary(type, expanded(wire, type, start, length));
    };
  }

  private static byte[] octets(ByteBuffer wire, int start, int length) {
    byte[] octets = new byte[length];
    wire.get(start, octets);
    return octets;
  }

  private static String ipv4(byte[] octets) throws MalformedException {
    return Endpoint.format(address(octets, 4));
  }

  /** In the form of RFC 5952; an IPv4-mapped address, which Java takes for IPv4, after its 5. */
  private static String ipv6(byte[] octets) throws MalformedException {
    InetAddress address = address(octets, 16);
    String text = Endpoint.format(address);
    return address.getAddress().length == 4 ? "::ffff:" + text : text;
  }

  private static InetAddress address(byte[] octets, int wanted) throws MalformedException {
    if (octets.length != wanted) {
      throw new MalformedException("an address of " + octets.length + " octets");
    }
    try {
      return InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new MalformedException(String.valueOf(e.getMessage()));
    }
  }

  /** The data with its names written out, for the types whose names stand at a known place. */
  private static byte[] expanded(ByteBuffer wire, int type, int start, int length)
      throws MalformedException {
    int names = names(type);
    if (names == 0) {
      return octets(wire, start, length);
    }
    int end = start + length;
    int position = start + octetsBeforeNames(wire, type, start, end);
    ByteArrayOutputStream data = new ByteArrayOutputStream(length + 64);
    data.writeBytes(octets(wire, start, position - start));
    for (int i = 0; i < names; i++) {
      position = WireName.read(wire, position, data::write);
    }
    if (position > end) {
      throw new MalformedException("a name beyond its record");
    }
    data.writeBytes(octets(wire, position, end - position));
    return data.toByteArray();
  }

  private static int names(int type) {
    return switch (type) {
      case Type.SOA, Type.MINFO, Type.RP, Type.PX -> 2;
      case Type.NS,
          Type.MD,
          Type.MF,
          Type.CNAME,
          Type.MB,
          Type.MG,
          Type.MR,
          Type.PTR,
          Type.MX,
          Type.AFSDB,
          Type.RT,
          Type.SIG,
          Type.NXT,
          Type.SRV,
          Type.NAPTR,
          Type.KX,
          Type.DNAME,
          Type.RRSIG,
          Type.NSEC,
          Type.SVCB,
          Type.HTTPS ->
          1;
      default -> 0;
    };
  }

  private static int octetsBeforeNames(ByteBuffer wire, int type, int start, int end)
      throws MalformedException {
    int octets =
        switch (type) {
          case Type.MX, Type.AFSDB, Type.RT, Type.PX, Type.KX, Type.SVCB, Type.HTTPS -> 2;
          case Type.SRV -> 6;
          case Type.SIG, Type.RRSIG -> 18;
          case Type.NAPTR -> afterStrings(wire, start + 4, end) - start;
          default -> 0;
        };
    if (start + octets > end) {
      throw new MalformedException("data of " + (end - start) + " octets");
    }
    return octets;
  }

  /** Where the three strings of a NAPTR record end (RFC 3403, section 4.1). */
  private static int afterStrings(ByteBuffer wire, int start, int end) throws MalformedException {
    int position = start;
    for (int i = 0; i < 3; i++) {
      if (position >= end) {
        throw new MalformedException("strings beyond their record");
      }
      position += 1 + (wire.get(position) & 0xff);
    }
    return position;
  }

  private static String byLibrary(int type, byte[] data) throws MalformedException {
    if ((type == Type.HIP || type == Type.WKS) && data.length > LONGEST_LIST) {
      throw new MalformedException("a list of " + data.length + " octets");
    }
    try {
      @Nullable Record record = Record.newRecord(Name.root, type, DClass.IN, 0, data.length, data);
      if (record != null) {
        return Printable.text(record.rdataToString());
      }
    } catch (RuntimeException e) {
      // The library throws what it likes at hostile octets, and writes some as they are.
      throw new MalformedException(String.valueOf(e.getMessage()));
    }
    throw new MalformedException("no data of type " + Type.string(type));
  }
}
