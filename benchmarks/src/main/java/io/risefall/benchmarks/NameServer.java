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
 * Answers every query over UDP on loopback with one A record, as cheaply as Java can, until it is
 * killed. A process of its own, so that its CPU is not counted as that of the checks.
 *
 * <p>Prints the port that it listens on.
 */
public final class NameServer {

  /** A pointer to the question's name, type A, class IN, TTL 60, 192.0.2.1. */
  private static final byte[] RECORD = {
    (byte) 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, (byte) 192, 0, 2, 1
  };

  private NameServer() {}

  public static void main(String[] args) throws IOException {
    try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET)) {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, 4 << 20);
      channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      System.out.println(((InetSocketAddress) channel.getLocalAddress()).getPort());
      ByteBuffer message = ByteBuffer.allocateDirect(2048);
      while (true) {
        SocketAddress client = channel.receive(message.clear());
        int end = 12;
        while (message.get(end) != 0) {
          end += 1 + message.get(end);
        }
        message.put(2, (byte) (message.get(2) | 0x80)).put(7, (byte) 1).put(11, (byte) 0);
        message.clear().position(end + 5).put(RECORD);
        channel.send(message.flip(), client);
      }
    }
  }
}
