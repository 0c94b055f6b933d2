package io.risefall.net.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** A port whose queue of connections is full, so that the kernel does not answer new ones. */
public final class Blackhole implements AutoCloseable {

  private final ServerSocket listening;
  private final List<SocketChannel> waiting = new ArrayList<>();

  /** Fills the queue. */
  public Blackhole() throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    listening = new ServerSocket();
    listening.bind(any, 1);
    for (int i = 0; i < 8; i++) { // the queue holds two, and the rest wait outside
      SocketChannel client = SocketChannel.open();
      waiting.add(client);
      client.configureBlocking(false);
      client.connect(listening.getLocalSocketAddress());
    }
  }

  /** Its port, on 127.0.0.1. */
  public int port() {
    return listening.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel client : waiting) {
      client.close();
    }
    listening.close();
  }
}
