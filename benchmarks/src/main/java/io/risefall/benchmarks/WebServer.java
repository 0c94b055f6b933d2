package io.risefall.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Accepts connections on several addresses of loopback and answers each request with 1 KiB, until
 * it is killed. A process of its own, so that its CPU is not counted as that of the checks.
 *
 * <p>Prints the port that it listens on, the same on each address.
 */
public final class WebServer {

  private static final int FIRST = 2;
  private static final int ADDRESSES = 99;
  private static final int BACKLOG = 4096;

  private static final byte[] ANSWER =
      ("HTTP/1.1 200 OK\r\nContent-Length: 1024\r\nConnection: close\r\n\r\n" + "x".repeat(1024))
          .getBytes(US_ASCII);

  private static final Served SERVED = new Served();

  private WebServer() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    int port = 0;
    Thread last = Thread.currentThread();
    for (int i = 0; i < ADDRESSES; i++) {
      ServerSocket listening = new ServerSocket();
      listening.bind(
          new InetSocketAddress(
              InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (FIRST + i)}), port),
          BACKLOG);
      port = listening.getLocalPort();
      last = Thread.ofPlatform().start(() -> accept(listening));
    }
    System.out.println(port);
    SERVED.tellWhenAsked();
    last.join();
  }

  /**
   * The address of a check: they take turns, so that the ports of closed connections, which the
   * kernel keeps for a minute, do not run out.
   */
  static String address(int check, int port) {
    return host(check) + ":" + port;
  }

  static InetSocketAddress socketAddress(int check, int port) {
    return new InetSocketAddress(host(check), port);
  }

  private static String host(int check) {
    return "127.0.0." + (FIRST + check % ADDRESSES);
  }

  private static void accept(ServerSocket listening) {
    while (true) {
      try {
        Socket client = listening.accept();
        SERVED.one();
        Thread.startVirtualThread(() -> serve(client));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static void serve(Socket client) {
    try (client) {
      if (client.getInputStream().read(new byte[4096]) > 0) {
        client.getOutputStream().write(ANSWER);
      }
    } catch (IOException e) {
      // the client has gone away
    }
  }
}
