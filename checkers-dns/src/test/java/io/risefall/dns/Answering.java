package io.risefall.dns;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Makes replies as an honest server does; dnsjava encodes them. Tests spoil them afterwards. */
final class Answering {

  private final Message reply;
  private final List<EDNSOption> options = new ArrayList<>();
  private int rcode;

  private Answering(Message query) {
    reply = new Message(query.getHeader().getID());
    reply.getHeader().setFlag(Flags.QR);
    reply.getHeader().setFlag(Flags.RA);
    if (query.getHeader().getFlag(Flags.RD)) {
      reply.getHeader().setFlag(Flags.RD);
    }
    reply.addRecord(query.getQuestion(), Section.QUESTION);
  }

  static Answering to(byte[] query) {
    return new Answering(parsed(query));
  }

  /** The usual answer: one address. */
  static byte[] healthy(byte[] query) {
    return to(query).with(Type.A, "192.0.2.1").wire();
  }

  /** The answer of a server that is authoritative for the zone. */
  static byte[] soa(byte[] query, long serial) {
    return to(query)
        .flag(Flags.AA)
        .with(Type.SOA, "ns.example.org. root.example.org. " + serial + " 3600 600 86400 60")
        .wire();
  }

  Answering with(int type, String data) {
    return with(Section.ANSWER, reply.getQuestion().getName(), type, data);
  }

  Answering with(int section, Name owner, int type, String data) {
    try {
      int dclass = reply.getQuestion().getDClass();
      reply.addRecord(
          Record.fromString(
              owner, type, dclass == DClass.ANY ? DClass.IN : dclass, 60, data, Name.root),
          section);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same with an owner's name as text, in a class of its own. */
  Answering with(String owner, int dclass, int type, String data) {
    try {
      reply.addRecord(
          Record.fromString(Name.fromString(owner), type, dclass, 60, data, Name.root),
          Section.ANSWER);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Answering flag(int flag) {
    reply.getHeader().setFlag(flag);
    return this;
  }

  Answering without(int flag) {
    reply.getHeader().unsetFlag(flag);
    return this;
  }

  Answering rcode(int code) {
    rcode = code;
    return this;
  }

  Answering option(EDNSOption option) {
    options.add(option);
    return this;
  }

  Answering withoutQuestion() {
    reply.removeAllRecords(Section.QUESTION);
    return this;
  }

  byte[] wire() {
    reply.getHeader().setRcode(rcode & 0x0f);
    if (rcode > 0x0f || !options.isEmpty()) {
      reply.addRecord(new OPTRecord(1232, rcode >>> 4, 0, 0, options), Section.ADDITIONAL);
    }
    return reply.toWire(Message.MAXLENGTH);
  }

  static Message parsed(byte[] wire) {
    try {
      return new Message(wire);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code reply} with 16 bits at {@code offset} changed; the header's words are at 0, 2 .. 10. */
  static byte[] patched(byte[] reply, int offset, int value) {
    byte[] patched = reply.clone();
    ByteBuffer.wrap(patched).putShort(offset, (short) value);
    return patched;
  }

  static byte[] withWrongId(byte[] reply) {
    return patched(reply, 0, ByteBuffer.wrap(reply).getShort(0) + 1);
  }

  static byte[] cut(byte[] reply, int length) {
    return Arrays.copyOf(reply, length);
  }

  /** A query or reply with TCP's length before it (RFC 1035, section 4.2.2). */
  static byte[] framed(byte[] message) {
    byte[] framed = new byte[2 + message.length];
    framed[0] = (byte) (message.length >>> 8);
    framed[1] = (byte) message.length;
    System.arraycopy(message, 0, framed, 2, message.length);
    return framed;
  }

  static byte[] readQuery(Socket client) throws IOException {
    DataInputStream in = new DataInputStream(client.getInputStream());
    return in.readNBytes(in.readUnsignedShort());
  }

  /**
   * A reply with one record in the answer, its owner's name and all given octet by octet.
   *
   * @param name the owner's name in wire format, begins at {@link #answerAt}
   */
  static byte[] raw(byte[] query, byte[] name, int type, byte[] data) {
    byte[] start = to(query).wire();
    ByteBuffer wire = ByteBuffer.allocate(start.length + name.length + 10 + data.length);
    wire.put(start).put(name).putShort((short) type).putShort((short) DClass.IN).putInt(60);
    wire.putShort((short) data.length).put(data);
    return patched(wire.array(), 6, 1);
  }

  /** Where the answer section begins in a reply to {@code query}. */
  static int answerAt(byte[] query) {
    return to(query).wire().length;
  }

  static byte[] octets(int... values) {
    byte[] octets = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      octets[i] = (byte) values[i];
    }
    return octets;
  }
}
