package io.risefall.cli;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;

/** A name server on loopback, one port for UDP and TCP, that does one thing to every query. */
final class ToyNameServer implements AutoCloseable {

  /** Turns a query into its answer. */
  @FunctionalInterface
  private interface Manner {
    void answer(Record question, Message reply) throws IOException;
  }

  private record Sockets(ServerSocket tcp, DatagramSocket udp) {

    /** Both on one port; what is free for TCP may be taken for UDP. */
    static Sockets open() {
      try {
        while (true) {
          ServerSocket tcp = new ServerSocket(0, 200, LOOPBACK);
          try {
            int port = tcp.getLocalPort();
            return new Sockets(tcp, new DatagramSocket(new InetSocketAddress(LOOPBACK, port)));
          } catch (BindException e) {
            tcp.close();
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final Manner manner;
  private final boolean silent;
  private final boolean truncating;
  private final DatagramSocket datagrams;
  private final ServerSocket connections;
  private final AtomicInteger queries = new AtomicInteger();

  private ToyNameServer(Manner manner, boolean silent, boolean truncating) {
    this.manner = manner;
    this.silent = silent;
    this.truncating = truncating;
    Sockets sockets = Sockets.open();
    connections = sockets.tcp();
    datagrams = sockets.udp();
    Thread.ofVirtual().start(this::serveDatagrams);
    Thread.ofVirtual().start(this::serveConnections);
  }

  /** NOERROR, with these addresses. */
  static ToyNameServer answering(String... addresses) {
    return new ToyNameServer((question, reply) -> add(reply, question, addresses), false, false);
  }

  /** This status and nothing else. */
  static ToyNameServer failing(int rcode) {
    return new ToyNameServer((question, reply) -> reply.getHeader().setRcode(rcode), false, false);
  }

  /** Takes every query and never answers. */
  static ToyNameServer silent() {
    return new ToyNameServer((question, reply) -> {}, true, false);
  }

  /** Truncated and empty over UDP, these addresses over TCP. */
  static ToyNameServer truncating(String... addresses) {
    return new ToyNameServer((question, reply) -> add(reply, question, addresses), false, true);
  }

  /** Authoritative, with this serial for every zone. */
  static ToyNameServer withSerial(long serial) {
    return new ToyNameServer(
        (question, reply) -> {
          reply.getHeader().setFlag(Flags.AA);
          Name zone = question.getName();
          reply.addRecord(
              new SOARecord(zone, DClass.IN, 60, zone, zone, serial, 1, 1, 1, 1), Section.ANSWER);
        },
        false,
        false);
  }

  /** Where to ask: {@code 127.0.0.1:PORT}. */
  String address() {
    return LOOPBACK.getHostAddress() + ":" + connections.getLocalPort();
  }

  /** How many queries have come so far. */
  int queries() {
    return queries.get();
  }

  private static void add(Message reply, Record question, String... addresses) throws IOException {
    for (String address : addresses) {
      reply.addRecord(
          new ARecord(question.getName(), DClass.IN, 60, InetAddress.getByName(address)),
          Section.ANSWER);
    }
  }

  private byte[] reply(byte[] wire, boolean overTcp) throws IOException {
    Message query = new Message(wire);
    Record question = query.getQuestion();
    Message reply = new Message(query.getHeader().getID());
    reply.getHeader().setFlag(Flags.QR);
    reply.getHeader().setRcode(Rcode.NOERROR);
    reply.addRecord(question, Section.QUESTION);
    if (truncating && !overTcp) {
      reply.getHeader().setFlag(Flags.TC);
    } else {
      manner.answer(question, reply);
    }
    return reply.toWire();
  }

  private void serveDatagrams() {
    byte[] buffer = new byte[4096];
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        datagrams.receive(packet);
        queries.incrementAndGet();
        if (!silent) {
          byte[] wire = Arrays.copyOf(buffer, packet.getLength());
          byte[] reply = reply(wire, false);
          datagrams.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
        }
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serveConnections() {
    try {
      while (true) {
        Socket socket = connections.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      while (true) {
        byte[] wire = in.readNBytes(in.readUnsignedShort());
        queries.incrementAndGet();
        if (!silent) {
          byte[] reply = reply(wire, true);
          out.writeShort(reply.length);
          out.write(reply);
        }
      }
    } catch (IOException e) {
      // the client is done
    }
  }

  @Override
  public void close() {
    datagrams.close();
    try {
      connections.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
