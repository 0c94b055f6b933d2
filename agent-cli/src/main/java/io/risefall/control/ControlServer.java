package io.risefall.control;

import io.risefall.time.Scheduler;
import io.risefall.time.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
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

  /** Each holds a thread, and anybody on this host can be one. */
  private static final int STRANGERS = 128;

  private static final int BACKLOG = 4096;
  private static final int TOKEN_OCTETS = 32;

  private final Path directory;
  private final Pulse pulse;
  private final Scheduler scheduler;
  private final Object socketKey;
  private final LauncherFile launcherFile;
  private final List<Listener> listeners;
  private Scheduler.@Nullable Pending next;
  private boolean closed;

  /**
   * Opens both; nobody is answered before {@link #start}.
   *
   * @param directory made if it is missing
   * @param service does the commands
   * @param scheduler for what is looked at each second
   * @param waited is told how long a virtual thread waited until it ran, each second at most, on
   *     the scheduler's thread
   * @throws IOException if one cannot be opened, or another agent is there
   */
  public ControlServer(
      Path directory, Service service, Scheduler scheduler, Consumer<Duration> waited)
      throws IOException {
    this.directory = directory;
    this.scheduler = scheduler;
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
    ServerSocketChannel unix = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    unix.bind(UnixDomainSocketAddress.of(socket));
    Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw----"));
    socketKey = key(socket);
    ServerSocketChannel loopback = ServerSocketChannel.open(StandardProtocolFamily.INET);
    loopback.bind(
        new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), BACKLOG);
    String token = newToken();
    int port = ((InetSocketAddress) loopback.getLocalAddress()).getPort();
    launcherFile = new LauncherFile(directory.resolve(LAUNCHER), port, token);
    // Virtual threads tell: where these stand still, the agent does not live.
    pulse = new Pulse(Thread::startVirtualThread, Ticker.system(), this::tellThatItLives, waited);
    // Each its own: whoever has no token takes nothing from those who come by the file system.
    listeners =
        List.of(
            new Listener("control", unix, "", Listener.AT_ONCE, service, Ticker.system()),
            new Listener("control-launcher", loopback, token, STRANGERS, service, Ticker.system()));
  }

  private static Object key(Path file) throws IOException {
    return Files.getAttribute(file, "unix:ino");
  }

  /** Begins to answer; who has asked before is answered now. */
  public void start() {
    lookInASecond();
    listeners.forEach(Listener::start);
  }

  private synchronized void lookInASecond() {
    if (!closed) {
      next = scheduler.schedule(this::look, Duration.ofSeconds(1));
    }
  }

  private void look() {
    try {
      listeners.forEach(Listener::giveUpLate);
      pulse.beat();
    } finally {
      lookInASecond();
    }
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

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      if (next != null) {
        next.cancel();
      }
    }
    listeners.forEach(Listener::close);
    try {
      launcherFile.delete();
      Path socket = directory.resolve(SOCKET);
      // Somebody may have deleted it, and another agent have made its own.
      if (Files.exists(socket) && key(socket).equals(socketKey)) {
        Files.delete(socket);
      }
    } catch (IOException e) {
      LOG.debug("control: {}", e.toString());
    }
  }
}
