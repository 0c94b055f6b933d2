package io.risefall.cli.peers;

import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A port of 127.0.0.1 in front of a server that lets through only some of what arrives, as packet
 * filters and overloaded servers do.
 */
public final class Front implements Closeable {

  private static final int ATTEMPTS = 5;
  private static final int ALL = Integer.MAX_VALUE;
  private static final int LARGEST_DATAGRAM = 65_535;

  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
  private final int port;
  private final int behind;

  private Front(int behind) {
    this.port = LoopbackPort.pick();
    this.behind = behind;
  }

  /** UDP is dropped, TCP is let through. */
  public static Front tcpOnly(int behind) throws IOException {
    return open(
        behind,
        front -> {
          front.relayDatagrams(ALL);
          front.relayConnections();
        });
  }

  /** UDP is let through, TCP is refused. */
  public static Front udpOnly(int behind) throws IOException {
    return open(behind, front -> front.relayDatagrams(0));
  }

  /** The first datagram is lost, the others are let through; TCP is refused. */
  public static Front losingTheFirst(int behind) throws IOException {
    return open(behind, front -> front.relayDatagrams(1));
  }

  /** UDP is dropped; TCP connects, and then nothing comes. */
  public static Front silent() throws IOException {
    return open(
        0,
        front -> {
          front.relayDatagrams(ALL);
          front.kept(front.listen());
        });
  }

  /** What a front opens. */
  @FunctionalInterface
  private interface Opening {
    void open(Front front) throws IOException;
  }

  /** Somebody may take the port between the picking and the opening. */
  private static Front open(int behind, Opening opening) throws IOException {
    for (int attempt = 1; ; attempt++) {
      Front front = new Front(behind);
      try {
        opening.open(front);
        return front;
      } catch (BindException e) {
        front.close();
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  public int port() {
    return port;
  }

  private <T extends Closeable> T kept(T resource) {
    open.add(resource);
    return resource;
  }

  private ServerSocket listen() throws IOException {
    return new ServerSocket(port, 50, LoopbackPort.IPV4);
  }

  private void relayDatagrams(int lost) throws IOException {
    DatagramSocket front = kept(new DatagramSocket(new InetSocketAddress(LoopbackPort.IPV4, port)));
    start(
        () -> {
          for (int received = 0; ; received++) {
            DatagramPacket packet =
                new DatagramPacket(new byte[LARGEST_DATAGRAM], LARGEST_DATAGRAM);
            front.receive(packet);
            if (received >= lost) {
              relay(packet, front);
            }
          }
        });
  }

  private void relay(DatagramPacket packet, DatagramSocket front) throws IOException {
    try (DatagramSocket back = new DatagramSocket(0, LoopbackPort.IPV4)) {
      InetSocketAddress client = (InetSocketAddress) packet.getSocketAddress();
      packet.setSocketAddress(new InetSocketAddress(LoopbackPort.IPV4, behind));
      back.send(packet);
      back.setSoTimeout(5000);
      packet.setLength(LARGEST_DATAGRAM);
      back.receive(packet);
      packet.setSocketAddress(client);
      front.send(packet);
    }
  }

  private void relayConnections() throws IOException {
    ServerSocket listening = kept(listen());
    start(
        () -> {
          while (true) {
            Socket client = kept(listening.accept());
            Socket back = kept(new Socket(LoopbackPort.IPV4, behind));
            start(() -> pump(client, back));
            start(() -> pump(back, client));
          }
        });
  }

  private static void pump(Socket from, Socket to) throws IOException {
    from.getInputStream().transferTo(to.getOutputStream());
    to.shutdownOutput();
  }

  /** What a thread does until a socket is closed. */
  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }

  private static void start(Work work) {
    Thread.ofPlatform()
        .daemon()
        .name("front")
        .start(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // one side has gone away, or the front was closed
              }
            });
  }

  @Override
  public void close() throws IOException {
    for (Closeable resource : open) {
      resource.close();
    }
  }
}
