package io.risefall.control;

import io.risefall.time.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes commands on a socket in the file system, and from shells, which cannot use it, on a port of
 * loopback with a token. Who may read the directory's files may command.
 */
public final class ControlServer implements AutoCloseable {

  /** The socket's name in the control directory. */
  static final String SOCKET = "control.sock";

  /** See {@link LauncherFile}. */
  static final String LAUNCHER = "launcher";

  private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
  private static final int AT_ONCE = 1024;
  private static final int BACKLOG = 4096;
  private static final int TOKEN_OCTETS = 32;

  private final Path directory;
  private final Service service;
  private final Pulse pulse;
  private final String token = newToken();
  private final ScheduledThreadPoolExecutor everySecond;
  private final Set<Conversation> conversations = ConcurrentHashMap.newKeySet();

  /**
   * One for each conversation, threads of the system: a reload takes a while, and virtual threads
   * carry the checks.
   */
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("control-", 0).factory());

  private final LauncherFile launcherFile;
  private final ServerSocketChannel unix;
  private final ServerSocketChannel loopback;

  /**
   * Opens both; nobody is answered before {@link #start}.
   *
   * @param directory made if it is missing
   * @param service does the commands
   * @param waited is told how long a virtual thread waited until it ran, each second at most, on a
   *     thread of the system
   * @throws IOException if one cannot be opened, or another agent is there
   */
  public ControlServer(Path directory, Service service, Consumer<Duration> waited)
      throws IOException {
    this.directory = directory;
    this.service = service;
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));
    }
    Path socket = directory.resolve(SOCKET);
    if (ControlClient.answers(directory)) {
      throw new IOException("another agent answers at " + socket);
    }
    Files.deleteIfExists(socket);
    unix = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    unix.bind(UnixDomainSocketAddress.of(socket));
    Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw----"));
    loopback = ServerSocketChannel.open(StandardProtocolFamily.INET);
    loopback.bind(
        new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), BACKLOG);
    everySecond =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("risefall-control").factory());
    int port = ((InetSocketAddress) loopback.getLocalAddress()).getPort();
    launcherFile = new LauncherFile(directory.resolve(LAUNCHER), port, token);
    // Virtual threads tell: where these stand still, the agent does not live.
    pulse = new Pulse(Thread::startVirtualThread, Ticker.system(), this::tellThatItLives, waited);
  }

  /** Begins to answer; who has asked before is answered now. */
  public void start() {
    var unused = everySecond.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    start("control", unix, "");
    start("control-launcher", loopback, token);
  }

  private void start(String name, ServerSocketChannel listening, String expected) {
    Thread.ofPlatform().daemon().name(name).start(() -> accept(listening, expected));
  }

  private void look() {
    conversations.forEach(Conversation::giveUpIfLate);
    pulse.beat();
  }

  private static String newToken() {
    byte[] octets = new byte[TOKEN_OCTETS];
    new SecureRandom().nextBytes(octets);
    return HexFormat.of().formatHex(octets);
  }

  private void tellThatItLives() {
    try {
      launcherFile.tell();
    } catch (IOException e) {
      LOG.debug("launcher's file: {}", e.toString());
    }
  }

  private void accept(ServerSocketChannel listening, String expected) {
    // Each its own: whoever has no token takes nothing from those who come by the file system.
    Semaphore connections = new Semaphore(AT_ONCE);
    while (listening.isOpen()) {
      try {
        SocketChannel client = listening.accept();
        if (!connections.tryAcquire()) {
          client.close();
        } else if (!begins(() -> serve(client, expected, connections))) {
          connections.release();
          client.close();
        }
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        LOG.warn("control socket: {}", e.toString());
        pause();
      }
    }
  }

  private boolean begins(Runnable conversation) {
    try {
      threads.execute(conversation);
      return true;
    } catch (RejectedExecutionException | OutOfMemoryError e) { // or there are no more threads
      LOG.warn("control socket: {}", e.toString());
      return false;
    }
  }

  /** Where no descriptor is left, asking again at once would only burn the processor. */
  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(SocketChannel client, String expected, Semaphore connections) {
    Conversation conversation = new Conversation(client, expected, service);
    conversations.add(conversation);
    try (client) {
      conversation.hold();
    } catch (IOException e) {
      LOG.debug("control: {}", e.toString());
    } finally {
      conversations.remove(conversation);
      connections.release();
    }
  }

  @Override
  public void close() {
    for (ServerSocketChannel listening : List.of(unix, loopback)) {
      try {
        listening.close();
      } catch (IOException e) {
        LOG.debug("control: {}", e.toString());
      }
    }
    everySecond.shutdownNow();
    threads.shutdown();
    try {
      launcherFile.delete();
      Files.deleteIfExists(directory.resolve(SOCKET));
    } catch (IOException e) {
      LOG.debug("control: {}", e.toString());
    }
  }
}
