package io.risefall.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.risefall.file.WholeFile;
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
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes commands on a socket in the file system, and from shells, which cannot use it, on a port of
 * loopback with a token. Who may read the directory's files may command.
 *
 * <p>A shell that connects to an agent that hangs could wait for minutes, so the launcher's file
 * has the time, written anew each second: an old one tells it not to try.
 */
public final class ControlServer implements AutoCloseable {

  /** The socket's name in the control directory. */
  static final String SOCKET = "control.sock";

  /** The file with the port, the token and the time in seconds, a space between them. */
  static final String LAUNCHER = "launcher";

  private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
  private static final int AT_ONCE = 1024;
  private static final int BACKLOG = 4096;
  private static final int TOKEN_OCTETS = 32;

  private final Path directory;
  private final Service service;
  private final String token = newToken();
  private final ScheduledThreadPoolExecutor deadlines;

  /** Threads of the system: a reload takes a while, and virtual threads carry the checks. */
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("control-", 0).factory());

  private final ServerSocketChannel unix;
  private final ServerSocketChannel loopback;

  /**
   * Opens both; nobody is answered before {@link #start}.
   *
   * @param directory made if it is missing
   * @param service does the commands
   * @throws IOException if one cannot be opened, or another agent is there
   */
  public ControlServer(Path directory, Service service) throws IOException {
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
    deadlines =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("risefall-control").factory());
    deadlines.setRemoveOnCancelPolicy(true);
    writeLauncherFile();
  }

  /** Begins to answer; who has asked before is answered now. */
  public void start() {
    var unused =
        deadlines.scheduleAtFixedRate(
            // On a virtual thread: where these stand still, the agent does not live.
            () -> Thread.startVirtualThread(this::tellThatItLives), 1, 1, TimeUnit.SECONDS);
    Thread.ofVirtual().name("control").start(() -> accept(unix, false));
    Thread.ofVirtual().name("control-launcher").start(() -> accept(loopback, true));
  }

  private static String newToken() {
    byte[] octets = new byte[TOKEN_OCTETS];
    new SecureRandom().nextBytes(octets);
    return HexFormat.of().formatHex(octets);
  }

  private void writeLauncherFile() throws IOException {
    int port = ((InetSocketAddress) loopback.getLocalAddress()).getPort();
    long now = Instant.now().getEpochSecond();
    byte[] line = (port + " " + token + " " + now + "\n").getBytes(UTF_8);
    WholeFile.writeForNow(directory.resolve(LAUNCHER), line, "rw-r-----");
  }

  private void tellThatItLives() {
    try {
      Path file = directory.resolve(LAUNCHER);
      // Where another agent has taken the directory's place, the file is its own.
      if (!Files.exists(file) || Files.readString(file).contains(token)) {
        writeLauncherFile();
      }
    } catch (IOException e) {
      LOG.debug("launcher's file: {}", e.toString());
    }
  }

  private void accept(ServerSocketChannel listening, boolean withToken) {
    // Each its own: whoever has no token takes nothing from those who come by the file system.
    Semaphore connections = new Semaphore(AT_ONCE);
    while (listening.isOpen()) {
      try {
        SocketChannel client = listening.accept();
        if (connections.tryAcquire()) {
          Thread.ofVirtual().start(() -> serve(client, withToken ? token : "", connections));
        } else {
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

  /** Where no descriptor is left, asking again at once would only burn the processor. */
  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(SocketChannel client, String expected, Semaphore connections) {
    try (client) {
      new Conversation(client, expected, service, threads, deadlines).hold();
    } catch (IOException | RejectedExecutionException e) {
      LOG.debug("control: {}", e.toString());
    } finally {
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
    deadlines.shutdownNow();
    threads.shutdown();
    try {
      Files.deleteIfExists(directory.resolve(LAUNCHER));
      Files.deleteIfExists(directory.resolve(SOCKET));
    } catch (IOException e) {
      LOG.debug("control: {}", e.toString());
    }
  }
}
