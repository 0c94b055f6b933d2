package io.risefall.net.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A TCP server of a test's own that does with its clients what it is told. */
public final class StreamServer implements AutoCloseable {

  /** What to do with a client; its connection is closed afterwards. */
  @FunctionalInterface
  public interface Session {
    /** Serves it; exceptions end the connection and are no fault of the test's. */
    void serve(Socket client) throws IOException, InterruptedException;
  }

  private final Closeable bound;
  private final InetSocketAddress address;
  private final Session session;
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final List<SocketAddress> clients = new CopyOnWriteArrayList<>();
  private final CountDownLatch contact = new CountDownLatch(1);

  private StreamServer(Closeable bound, SocketAddress address, Session session) {
    this.bound = bound;
    this.address = (InetSocketAddress) address;
    this.session = session;
  }

  /** On a free port of 127.0.0.1. */
  public static StreamServer start(Session session) throws IOException {
    return start(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), session);
  }

  /** On a free port of that address. */
  public static StreamServer start(InetAddress address, Session session) throws IOException {
    ServerSocket listening = new ServerSocket(0, 256, address);
    StreamServer server = new StreamServer(listening, listening.getLocalSocketAddress(), session);
    server.run(() -> server.accept(listening));
    return server;
  }

  /** A port of 127.0.0.1 that refuses, kept from others: it is bound, and nobody listens. */
  public static StreamServer refusing() throws IOException {
    Socket bound = new Socket();
    bound.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
    return new StreamServer(bound, bound.getLocalSocketAddress(), client -> {});
  }

  private void accept(ServerSocket listening) throws IOException {
    while (true) {
      Socket client = listening.accept();
      clients.add(client.getRemoteSocketAddress());
      open.add(client);
      contact.countDown();
      run(
          () -> {
            try (client) {
              session.serve(client);
            } finally {
              open.remove(client);
            }
          });
    }
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private void run(Work work) {
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name("stream-server")
            .unstarted(
                () -> {
                  try {
                    work.run();
                  } catch (IOException e) {
                    // the client went away, or the server was closed
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  } finally {
                    threads.remove(Thread.currentThread());
                  }
                });
    threads.add(thread);
    thread.start();
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return address;
  }

  /** Its port. */
  public int port() {
    return address.getPort();
  }

  /** Where its connections came from, in their order. */
  public List<SocketAddress> clients() {
    return List.copyOf(clients);
  }

  /** Whether there was a connection, waiting for it at most so long. */
  public boolean awaitContact(long seconds) throws InterruptedException {
    return contact.await(seconds, TimeUnit.SECONDS);
  }

  /** Reads and forgets until the client ends. */
  public static void readToEnd(Socket client) throws IOException {
    byte[] buffer = new byte[8192];
    while (client.getInputStream().read(buffer) >= 0) {
      // what the client says does not matter
    }
  }

  /** Ends every connection and thread. */
  @Override
  public void close() throws IOException {
    bound.close();
    for (Closeable client : open) {
      client.close();
    }
    for (Thread thread : threads) {
      thread.interrupt();
    }
  }
}
