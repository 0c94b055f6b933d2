package io.risefall.examples.embedded;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * A name server on loopback that is as well or as ill as it is told to be. It knows one address,
 * 192.0.2.1, and gives it for every name.
 */
final class ToyNameServer implements AutoCloseable {

  /** How the server answers. */
  enum Mood {
    HEALTHY,
    SERVFAIL,
    SILENT
  }

  /** An A record whose name points back at the question (RFC 1035, section 4.1.4). */
  private static final byte[] RECORD = {
    (byte) 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, (byte) 192, 0, 2, 1
  };

  private static final int HEADER = 12;

  private final DatagramSocket socket;
  private volatile Mood mood;

  /**
   * @throws IOException if loopback has no free port
   */
  ToyNameServer(Mood mood) throws IOException {
    this.mood = mood;
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().name("toy-name-server").start(this::serve);
  }

  String address() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  void become(Mood newMood) {
    mood = newMood;
  }

  private void serve() {
    try {
      while (true) {
        DatagramPacket query = new DatagramPacket(new byte[512], 512);
        socket.receive(query);
        if (mood != Mood.SILENT) {
          byte[] reply = reply(Arrays.copyOf(query.getData(), query.getLength()), mood);
          socket.send(new DatagramPacket(reply, reply.length, query.getSocketAddress()));
        }
      }
    } catch (IOException e) {
      // closed
    }
  }

  /** The query up to the end of its question, made a reply, with a record if all is well. */
  static byte[] reply(byte[] query, Mood mood) {
    int end = HEADER;
    while (query[end] != 0) {
      end += 1 + query[end];
    }
    end += 5; // the root's zero, type and class
    boolean healthy = mood == Mood.HEALTHY;
    byte[] reply = Arrays.copyOf(query, healthy ? end + RECORD.length : end);
    if (healthy) {
      System.arraycopy(RECORD, 0, reply, end, RECORD.length);
    }
    reply[2] |= (byte) 0x80; // QR: a reply
    reply[3] = (byte) (0x80 | (healthy ? 0 : 2)); // RA: recursion is available; RCODE 2: SERVFAIL
    reply[7] = (byte) (healthy ? 1 : 0); // records in the answer
    reply[11] = 0; // none in the additional section
    return reply;
  }

  @Override
  public void close() {
    socket.close();
  }
}
