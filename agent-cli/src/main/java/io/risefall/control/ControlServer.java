package io.risefall.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.risefall.file.WholeFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes commands on a socket in the file system, and from shells, which cannot use it, on a port of
 * loopback with a token. Who may read the directory's files may command.
 */
public final class ControlServer implements AutoCloseable {

  /** The socket's name in the control directory. */
  static final String SOCKET = "control.sock";

  /** The file with the port and the token, a space between them. */
  static final String LAUNCHER = "launcher";

  private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
  private static final int AT_ONCE = 64;
  private static final int TOKEN_OCTETS = 32;
  private static final long MOST_SECONDS = 30;

  private final Path directory;
  private final BiFunction<List<String>, Boolean, Answer> commands;
  private final String token = newToken();
  private final Semaphore connections = new Semaphore(AT_ONCE);
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
   * @param commands answers a command and its arguments; told whether it is for a terminal
   * @throws IOException if one cannot be opened, or another agent is there
   */
  public ControlServer(Path directory, BiFunction<List<String>, Boolean, Answer> commands)
      throws IOException {
    this.directory = directory;
    this.commands = commands;
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
    loopback.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
    deadlines =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("risefall-control").factory());
    deadlines.setRemoveOnCancelPolicy(true);
    writeLauncherFile(((InetSocketAddress) loopback.getLocalAddress()).getPort());
  }

  /** Begins to answer; who has asked before is answered now. */
  public void start() {
    Thread.ofVirtual().name("control").start(() -> accept(unix, false));
    Thread.ofVirtual().name("control-launcher").start(() -> accept(loopback, true));
  }

  private static String newToken() {
    byte[] octets = new byte[TOKEN_OCTETS];
    new SecureRandom().nextBytes(octets);
    return HexFormat.of().formatHex(octets);
  }

  private void writeLauncherFile(int port) throws IOException {
    byte[] line = (port + " " + token + "\n").getBytes(UTF_8);
    WholeFile.write(directory.resolve(LAUNCHER), line, "rw-r-----");
  }

  private void accept(ServerSocketChannel listening, boolean withToken) {
    while (listening.isOpen()) {
      try {
        SocketChannel client = listening.accept();
        if (connections.tryAcquire()) {
          hand(client, withToken);
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

  private void hand(SocketChannel client, boolean withToken) throws IOException {
    try {
      threads.execute(() -> serve(client, withToken));
    } catch (RejectedExecutionException e) {
      client.close(); // it came while this was closed
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

  private void serve(SocketChannel client, boolean withToken) {
    ScheduledFuture<?> end =
        deadlines.schedule(
            () -> {
              client.close();
              return null;
            },
            MOST_SECONDS,
            TimeUnit.SECONDS);
    try (client) {
      Question question =
          Question.read(new BufferedInputStream(Channels.newInputStream(client), 512));
      boolean allowed =
          !withToken
              || MessageDigest.isEqual(question.token().getBytes(UTF_8), token.getBytes(UTF_8));
      Answer answer =
          allowed ? answer(question) : Answer.trouble("risefall: not allowed: the token is wrong");
      ByteBuffer wire = UTF_8.encode(answer.code() + "\n" + answer.err() + "\n" + answer.out());
      while (wire.hasRemaining()) {
        client.write(wire);
      }
    } catch (IOException e) {
      LOG.debug("control: {}", e.toString());
    } finally {
      end.cancel(false);
      connections.release();
    }
  }

  private Answer answer(Question question) {
    try {
      return commands.apply(question.words(), question.terminal());
    } catch (RuntimeException e) {
      LOG.error("command {} failed", question.words(), e);
      return Answer.trouble("risefall: internal error: " + e);
    }
  }

  @Override
  public void close() {
    deadlines.shutdownNow();
    threads.shutdown();
    for (ServerSocketChannel listening : List.of(unix, loopback)) {
      try {
        listening.close();
      } catch (IOException e) {
        LOG.debug("control: {}", e.toString());
      }
    }
    try {
      Files.deleteIfExists(directory.resolve(LAUNCHER));
      Files.deleteIfExists(directory.resolve(SOCKET));
    } catch (IOException e) {
      LOG.debug("control: {}", e.toString());
    }
  }
}
