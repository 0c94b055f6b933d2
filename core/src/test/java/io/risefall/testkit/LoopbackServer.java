package io.risefall.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A server on an ephemeral port of the loopback interface that behaves as it is told, well or
 * badly.
 */
final class LoopbackServer {

  /** What a server does with a connection; it is closed afterwards. */
  @FunctionalInterface
  interface Session {
    void serve(Socket client) throws IOException, InterruptedException;
  }

  /** What a server does with a datagram. */
  @FunctionalInterface
  interface Reply {
    void to(byte[] request, Answer answer) throws IOException, InterruptedException;
  }

  /** The way back to where a datagram came from. */
  interface Answer {
    void send(byte[] payload) throws IOException;

    /** Closes the server's port. */
    void hangUp();
  }

  /** What a thread of the server does. */
  @FunctionalInterface
  interface Work {
    void run() throws IOException, InterruptedException;
  }

  static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final InetSocketAddress address;
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final CountDownLatch contact = new CountDownLatch(1);
  private final AtomicReference<@Nullable Throwable> defect = new AtomicReference<>();
  private volatile boolean closed;

  private LoopbackServer(Closeable listening, InetSocketAddress address) {
    this.address = address;
    open.add(listening);
  }

  static LoopbackServer tcp(Session session) throws IOException {
    ServerSocket listening = new ServerSocket(0, 512, LOOPBACK);
    LoopbackServer server =
        new LoopbackServer(listening, new InetSocketAddress(LOOPBACK, listening.getLocalPort()));
    server.start(
        () -> {
          while (true) {
            Socket client = listening.accept();
            server.opened(client);
            server.contact.countDown();
            server.start(() -> server.serve(client, session));
          }
        });
    return server;
  }

  private void serve(Socket client, Session session) throws IOException, InterruptedException {
    try (client) {
      try {
        session.serve(client);
      } catch (RuntimeException | Error e) {
        defect.compareAndSet(null, e); // noted before the client can see its connection end
      }
    } finally {
      open.remove(client);
    }
  }

  static LoopbackServer udp(Reply reply) throws IOException {
    DatagramSocket socket = new DatagramSocket(0, LOOPBACK);
    socket.setSendBufferSize(1 << 18); // some systems' default is less than the largest datagram
    LoopbackServer server =
        new LoopbackServer(socket, new InetSocketAddress(LOOPBACK, socket.getLocalPort()));
    server.start(
        () -> {
          while (true) {
            DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
            socket.receive(packet);
            server.contact.countDown();
            byte[] request = Arrays.copyOf(packet.getData(), packet.getLength());
            server.start(() -> reply.to(request, answer(socket, packet.getSocketAddress())));
          }
        });
    return server;
  }

  private static Answer answer(DatagramSocket socket, SocketAddress peer) {
    return new Answer() {
      @Override
      public void send(byte[] payload) throws IOException {
        socket.send(new DatagramPacket(payload, payload.length, peer));
      }

      @Override
      public void hangUp() {
        socket.close();
      }
    };
  }

  /** A TCP port that refuses, kept from others by a socket that is bound and does not listen. */
  static LoopbackServer refusingTcp() throws IOException {
    Socket bound = new Socket();
    bound.bind(new InetSocketAddress(LOOPBACK, 0));
    return new LoopbackServer(bound, new InetSocketAddress(LOOPBACK, bound.getLocalPort()));
  }

  /** A UDP port on which nothing is bound; that nobody takes it meanwhile is likely, not sure. */
  static LoopbackServer refusingUdp() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
      return new LoopbackServer(socket, new InetSocketAddress(LOOPBACK, socket.getLocalPort()));
    }
  }

  void start(Work work) {
    // The server's own daemon threads, so that a checker which hogs carriers cannot starve it.
    Thread thread = Thread.ofPlatform().daemon().name("loopback-server").unstarted(() -> run(work));
    synchronized (threads) { // so that close() finds no thread that is not started yet
      if (!closed) {
        threads.add(thread);
        thread.start();
      }
    }
  }

  private void run(Work work) {
    try {
      work.run();
    } catch (IOException e) {
      // The client has gone away, or the server was closed: both are what tests are about.
      contact.countDown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      defect.compareAndSet(null, e);
    } finally {
      threads.remove(Thread.currentThread());
    }
  }

  /** Has {@code resource} closed with the server. */
  void opened(Closeable resource) throws IOException {
    open.add(resource);
    if (closed) {
      resource.close();
    }
  }

  InetSocketAddress address() {
    return address;
  }

  /** Whether a connection or datagram has arrived, waiting for it at most {@code limit}. */
  boolean awaitContact(Duration limit) throws InterruptedException {
    return contact.await(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** What the server's behaviour threw, other than that its client went away. */
  @Nullable Throwable defect() {
    return defect.get();
  }

  /** Reads and forgets until the client ends. */
  static void readToEnd(Socket client) throws IOException {
    InputStream in = client.getInputStream();
    byte[] buffer = new byte[8192];
    while (in.read(buffer) >= 0) {
      // what the client says does not matter
    }
  }

  /** Ends every connection and thread of the server and waits for the threads. */
  void close() throws IOException, InterruptedException {
    synchronized (threads) {
      closed = true;
    }
    for (Closeable resource : open) {
      resource.close();
    }
    for (Thread thread : startedThreads()) {
      thread.interrupt();
      thread.join(Duration.ofSeconds(5));
    }
  }

  private List<Thread> startedThreads() {
    synchronized (threads) {
      return List.copyOf(threads);
    }
  }
}
