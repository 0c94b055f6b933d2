package io.risefall.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/**
 * Answers every query over UDP on loopback, as cheaply as Java can, until it is killed: with
 * authority, one SOA record for a SOA, nothing for AAAA, one A record for all else. A process of
 * its own, so that its CPU is not counted as that of the checks.
 *
 * <p>Argument: the port, any free one without it. Prints the port that it listens on.
 */
public final class NameServer {

  private static final byte SOA = 6;
  private static final byte AAAA = 28;

  /** A pointer to the question's name, type A, class IN, TTL 60, 192.0.2.1. */
  private static final byte[] ADDRESS = {
    (byte) 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, (byte) 192, 0, 2, 1
  };

  /**
   * The same name, type SOA, class IN, TTL 60; both names are that one; serial 1, four times 60.
   */
  private static final byte[] START = {
    (byte) 0xc0,
    12,
    0,
    SOA,
    0,
    1,
    0,
    0,
    0,
    60,
    0,
    24,
    (byte) 0xc0,
    12,
    (byte) 0xc0,
    12,
    0,
    0,
    0,
    1,
    0,
    0,
    0,
    60,
    0,
    0,
    0,
    60,
    0,
    0,
    0,
    60,
    0,
    0,
    0,
    60
  };

  private NameServer() {}

  public static void main(String[] args) throws IOException {
    int port = args.length > 0 ? Integer.parseInt(args[0]) : 0;
    Served served = new Served();
    try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET)) {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, 4 << 20);
      channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      System.out.println(((InetSocketAddress) channel.getLocalAddress()).getPort());
      served.tellWhenAsked();
      ByteBuffer message = ByteBuffer.allocateDirect(2048);
      while (true) {
        SocketAddress client = channel.receive(message.clear());
        answer(message);
        channel.send(message.flip(), client);
        served.one();
      }
    }
  }

  private static void answer(ByteBuffer message) {
    int end = 12;
    while (message.get(end) != 0) {
      end += 1 + message.get(end);
    }
    byte type = message.get(end + 2);
    message.put(2, (byte) (message.get(2) | 0x84)).put(3, (byte) 0x80);
    message.put(7, (byte) (type == AAAA ? 0 : 1)).put(11, (byte) 0);
    message.clear().position(end + 5);
    if (type != AAAA) {
      message.put(type == SOA ? START : ADDRESS);
    }
  }
}
