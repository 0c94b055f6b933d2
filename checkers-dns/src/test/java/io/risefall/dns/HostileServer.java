package io.risefall.dns;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A name server on an ephemeral port of the loopback interface that does what its test says: over
 * UDP, over TCP, or over both on one port.
 */
final class HostileServer implements AutoCloseable {

  static final InetAddress IPV4 = address("127.0.0.1");
  static final InetAddress IPV6 = address("::1");

  /** What it does with a datagram. */
  @FunctionalInterface
  interface Datagrams {
    void take(byte[] query, Sender sender) throws IOException, InterruptedException;
  }

  /** What it does with a connection, which is closed afterwards. */
  @FunctionalInterface
  interface Stream {
    void serve(Socket client, Pause pause) throws IOException, InterruptedException;
  }

  /** Waits without sleeping: for a time, or until the server is closed. */
  @FunctionalInterface
  interface Pause {
    void of(Duration time) throws InterruptedException;

    default void forever() throws InterruptedException {
      of(Duration.ofMinutes(1));
    }
  }

  /** Ways back to where a datagram came from. */
  interface Sender {
    void send(byte[] reply) throws IOException;

    void sendFromAnotherPort(byte[] reply) throws IOException;

    /** Sends {@code after} the query came, or a little later, never sooner. */
    void sendLate(Duration after, byte[] reply);

    void hangUp();
  }

  static final Datagrams SILENT = (query, sender) -> {};

  private final InetSocketAddress address;
  private final List<byte[]> queries = new CopyOnWriteArrayList<>();
  private final List<SocketAddress> clients = new CopyOnWriteArrayList<>();
  private final List<Long> sentLate = new CopyOnWriteArrayList<>();
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
  private final Semaphore contacts = new Semaphore(0);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final AtomicReference<@Nullable Throwable> defect = new AtomicReference<>();
  private volatile int connections;

  private HostileServer(
      @Nullable DatagramSocket udp,
      @Nullable Datagrams datagrams,
      @Nullable ServerSocket tcp,
      @Nullable Stream stream) {
    if (udp != null && datagrams != null) {
      open.add(udp);
      start(() -> receive(udp, datagrams));
    }
    if (tcp != null && stream != null) {
      open.add(tcp);
      start(() -> accept(tcp, stream));
    }
    address =
        (InetSocketAddress)
            (udp != null
                ? udp.getLocalSocketAddress()
                : tcp != null ? tcp.getLocalSocketAddress() : new InetSocketAddress(0));
  }

  static HostileServer udp(Datagrams datagrams) throws IOException {
    return udp(IPV4, datagrams);
  }

  static HostileServer udp(InetAddress on, Datagrams datagrams) throws IOException {
    return new HostileServer(datagramSocket(on), datagrams, null, null);
  }

  static HostileServer tcp(Stream stream) throws IOException {
    return tcp(IPV4, stream);
  }

  static HostileServer tcp(InetAddress on, Stream stream) throws IOException {
    return new HostileServer(null, null, new ServerSocket(0, 50, on), stream);
  }

  static HostileServer both(Datagrams datagrams, Stream stream) throws IOException {
    return both(IPV4, datagrams, stream);
  }

  static HostileServer both(InetAddress on, Datagrams datagrams, Stream stream) throws IOException {
    for (int attempt = 1; ; attempt++) {
      DatagramSocket udp = datagramSocket(on);
      try {
        ServerSocket tcp = new ServerSocket(udp.getLocalPort(), 50, on);
        return new HostileServer(udp, datagrams, tcp, stream);
      } catch (BindException e) {
        udp.close();
        if (attempt == 20) {
          throw e;
        }
      }
    }
  }

  private static DatagramSocket datagramSocket(InetAddress on) throws IOException {
    DatagramSocket socket = new DatagramSocket(0, on);
    socket.setSendBufferSize(1 << 18); // some systems' default is less than the largest datagram
    return socket;
  }

  private void receive(DatagramSocket socket, Datagrams datagrams) throws IOException {
    while (true) {
      DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
      socket.receive(packet);
      byte[] query = Arrays.copyOf(packet.getData(), packet.getLength());
      queries.add(query);
      clients.add(packet.getSocketAddress());
      contacts.release();
      start(() -> datagrams.take(query, new Way(socket, packet.getSocketAddress())));
    }
  }

  private void accept(ServerSocket listening, Stream stream) throws IOException {
    while (true) {
      Socket client = listening.accept();
      open.add(client);
      clients.add(client.getRemoteSocketAddress());
      synchronized (this) {
        connections++;
      }
      contacts.release();
      start(
          () -> {
            try (client) {
              stream.serve(client, this::pause);
            }
          });
    }
  }

  private void pause(Duration time) throws InterruptedException {
    if (closed.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new InterruptedException("the server is closed");
    }
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private void start(Work work) {
    // Platform threads, so that a checker which hogs the carriers cannot starve its server.
    Thread.ofPlatform().daemon().name("hostile-server").start(() -> run(work));
  }

  private void run(Work work) {
    try {
      work.run();
    } catch (IOException | InterruptedException e) {
      // The client has gone away, or the server was closed: both are what tests are about.
    } catch (RuntimeException | Error e) {
      defect.compareAndSet(null, e);
    }
  }

  private final class Way implements Sender {
    private final DatagramSocket socket;
    private final SocketAddress client;

    Way(DatagramSocket socket, SocketAddress client) {
      this.socket = socket;
      this.client = client;
    }

    @Override
    public void send(byte[] reply) throws IOException {
      socket.send(new DatagramPacket(reply, reply.length, client));
    }

    @Override
    public void sendFromAnotherPort(byte[] reply) throws IOException {
      try (DatagramSocket other = datagramSocket(socket.getLocalAddress())) {
        other.send(new DatagramPacket(reply, reply.length, client));
      }
    }

    @Override
    public void sendLate(Duration after, byte[] reply) {
      Runnable send =
          () ->
              run(
                  () -> {
                    sentLate.add(System.nanoTime());
                    send(reply);
                  });
      var unused = timer.schedule(send, after.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void hangUp() {
      socket.close();
    }
  }

  /** Where it is, as options have it. */
  @Override
  public String toString() {
    String host = address.getAddress().equals(IPV6) ? "[::1]" : "127.0.0.1";
    return host + ":" + address.getPort();
  }

  /** The datagrams that came. */
  List<byte[]> queries() {
    return queries;
  }

  /** Where datagrams and connections came from. */
  List<SocketAddress> clients() {
    return clients;
  }

  /** When late replies were sent, by the system's nanosecond clock. */
  List<Long> sentLate() {
    return sentLate;
  }

  /** How many connections came. */
  int connections() {
    return connections;
  }

  /** Waits until so many datagrams and connections have come since it was called last. */
  void awaitContacts(int count) throws InterruptedException {
    if (!contacts.tryAcquire(count, 10, TimeUnit.SECONDS)) {
      throw new AssertionError("only " + clients.size() + " came to the server");
    }
  }

  /**
   * Ends it.
   *
   * @throws AssertionError if its behaviour threw
   */
  @Override
  public void close() throws IOException {
    closed.countDown();
    timer.shutdownNow();
    for (Closeable resource : open) {
      resource.close();
    }
    Throwable thrown = defect.get();
    if (thrown != null) {
      throw new AssertionError("the server of this test failed: " + thrown, thrown);
    }
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
