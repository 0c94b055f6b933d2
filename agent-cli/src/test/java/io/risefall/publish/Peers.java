package io.risefall.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.risefall.config.Network;
import io.risefall.option.Endpoint;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;

/** Those who ask on loopback, friendly or not. */
public final class Peers {

  static final Endpoint ANY_PORT = Endpoint.parse("127.0.0.1", 0);
  static final Endpoint ANY_PORT_IPV6 = Endpoint.parse("::1", 0);
  static final List<Network> EVERYBODY = List.of();
  static final List<Network> NOBODY_HERE = List.of(Network.parse("192.0.2.0/24"));

  private Peers() {}

  static Socket connect(String host, int port) throws IOException {
    Socket socket = new Socket(InetAddress.getByName(host), port);
    socket.setSoTimeout(10_000);
    return socket;
  }

  /** All that comes until the other side ends. */
  static String heard(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), UTF_8);
  }

  /** What a connection is told until its end. */
  public static String ask(String host, int port, String question) throws IOException {
    try (Socket socket = connect(host, port)) {
      if (!question.isEmpty()) {
        socket.getOutputStream().write(question.getBytes(UTF_8));
      }
      return heard(socket);
    }
  }

  /** The answer to a datagram. */
  public static String askByDatagram(String host, int port, byte[] question) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(5000);
      send(socket, host, port, question);
      return receive(socket);
    }
  }

  static void send(DatagramSocket socket, String host, int port, byte[] question)
      throws IOException {
    socket.send(new DatagramPacket(question, question.length, new InetSocketAddress(host, port)));
  }

  static String receive(DatagramSocket socket) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[100], 100);
    socket.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), UTF_8);
  }
}
