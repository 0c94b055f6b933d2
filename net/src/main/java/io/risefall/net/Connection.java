package io.risefall.net;

import io.risefall.check.CheckContext;
import io.risefall.check.CheckFailedException;
import io.risefall.check.CheckResult;
import io.risefall.check.NetworkFailure;
import io.risefall.check.Reason;
import io.risefall.check.Timings;
import io.risefall.option.Endpoint;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection of one check: made afresh to one address, bounded as a whole by the check's
 * deadline, and closed with it. For one thread at a time.
 *
 * <pre>{@code
 * try (Connection connection = Connection.open(target, source, context)) {
 *   connection.secure(tls, target.host());
 *   connection.socket().getOutputStream().write(request);
 *   ...
 * } catch (CheckFailedException e) {
 *   return e.result();
 * }
 * }</pre>
 */
public final class Connection implements Closeable {

  private final CheckContext context;
  private final String peer;
  private final Optional<Endpoint> source;
  private final Endpoint address;
  private final long resolveNanos;
  private final long connectNanos;
  private final DeadlineSocket plain;
  private Socket socket;
  private long tlsNanos = Timings.NONE;
  private @Nullable TlsSession tls;

  private Connection(
      CheckContext context,
      DeadlineSocket plain,
      String peer,
      Optional<Endpoint> source,
      Endpoint address,
      long resolveNanos,
      long connectNanos) {
    this.context = context;
    this.peer = peer;
    this.source = source;
    this.address = address;
    this.resolveNanos = resolveNanos;
    this.connectNanos = connectNanos;
    this.plain = plain;
    this.socket = plain;
  }

  /**
   * Looks the target's name up, if it has one, and connects to its first address.
   *
   * @param source the address of this host to connect from
   * @throws CheckFailedException with the result of the check, if there is no connection: {@code
   *     FAIL} where the target refuses, does not answer or cannot be reached, {@code BROKEN} where
   *     this host is at fault
   * @throws InterruptedException if the thread was interrupted
   */
  public static Connection open(Target target, Optional<Endpoint> source, CheckContext context)
      throws CheckFailedException, InterruptedException {
    long start = context.ticker().read();
    Endpoint address = target.resolve(source, context);
    long resolved = context.ticker().read();
    String peer = target.text(0);
    InetSocketAddress remote = remote(address);
    long resolve = target.numeric().isPresent() ? Timings.NONE : resolved - start;
    DeadlineSocket socket = null;
    try {
      SocketChannel channel = SocketChannel.open(family(address));
      socket = new DeadlineSocket(channel, context);
      if (source.isPresent()) {
        bind(channel, source.get());
      }
      socket.connect(remote);
      return new Connection(
          context, socket, peer, source, address, resolve, context.ticker().read() - resolved);
    } catch (IOException | UnsupportedOperationException e) {
      long connect = context.ticker().read() - resolved;
      closeQuietly(socket);
      requireUninterrupted();
      IOException failure = e instanceof IOException io ? io : new SocketException(e.getMessage());
      throw new CheckFailedException(
          RoutingTable.explain(failure, peer, source, address, socket != null && socket.asks())
              .withTimings(new Timings(resolve, connect, Timings.NONE, Timings.NONE, Timings.NONE))
              .withFacts(Map.of("address", address.toString())));
    } catch (CheckFailedException | RuntimeException e) {
      closeQuietly(socket);
      throw e;
    }
  }

  private static ProtocolFamily family(Endpoint address) {
    return address.isIpv6() ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
  }

  private static InetSocketAddress remote(Endpoint address) throws CheckFailedException {
    try {
      return address.toSocketAddress();
    } catch (SocketException e) {
      throw new CheckFailedException(
          CheckResult.broken(Reason.NO_ROUTE, String.valueOf(e.getMessage())));
    }
  }

  private static void bind(SocketChannel channel, Endpoint source) throws CheckFailedException {
    try {
      channel.bind(source.toSocketAddress());
    } catch (IOException e) {
      throw new CheckFailedException(NetworkFailure.ofBinding(e, source.host()));
    }
  }

  private static void closeQuietly(@Nullable Socket socket) {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      // it is given up anyway
    }
  }

  /**
   * Speaks TLS from now on.
   *
   * @param serverName the name to ask for (SNI, RFC 6066, section 3) and, if the certificate is
   *     verified, to find in it; a numeric address is not asked for
   * @throws CheckFailedException with the result of the check, if there is no TLS connection
   * @throws InterruptedException if the thread was interrupted
   */
  public TlsSession secure(Tls settings, String serverName)
      throws CheckFailedException, InterruptedException {
    long start = context.ticker().read();
    try {
      TlsSession session = settings.handshake(plain, serverName, peer);
      tlsNanos = context.ticker().read() - start;
      socket = session.socket();
      tls = session;
      return session;
    } catch (IOException e) {
      tlsNanos = context.ticker().read() - start;
      throw failure(e);
    } catch (CheckFailedException e) {
      tlsNanos = context.ticker().read() - start;
      Map<String, String> facts = facts();
      facts.putAll(e.result().facts());
      throw new CheckFailedException(
          e.result().withTimings(timings(Timings.NONE)).withFacts(facts));
    }
  }

  /**
   * The socket to talk over. What it reads and writes ends by the check's deadline with a {@link
   * java.net.SocketTimeoutException}, whatever the socket's own time-out; {@link #failure} says
   * what an exception of it means.
   */
  public Socket socket() {
    return socket;
  }

  /**
   * Whether the target's end of a TLS connection, once it has been read, came without TLS's
   * farewell ({@code close_notify}; RFC 8446, section 6.1): what the target said may be cut, by
   * whoever is on the way. Over plain TCP one cannot tell.
   */
  public boolean isCutOff() {
    return tls != null && plain.hasEnded();
  }

  /** The address that the connection goes to. */
  public Endpoint address() {
    return address;
  }

  /** What TLS found, once there is TLS. */
  public Optional<TlsSession> tls() {
    return Optional.ofNullable(tls);
  }

  /** The phases so far, with this one added. */
  public Timings timings(long firstByteNanos) {
    return new Timings(resolveNanos, connectNanos, tlsNanos, firstByteNanos, Timings.NONE);
  }

  /** The address, and what TLS found. */
  public Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("address", address.toString());
    if (tls != null) {
      facts.putAll(tls.facts());
    }
    return facts;
  }

  /**
   * What an exception of this connection means for the check.
   *
   * @throws InterruptedException if the thread was interrupted; that is what it means then
   */
  public CheckFailedException failure(IOException e) throws InterruptedException {
    requireUninterrupted();
    return new CheckFailedException(
        explain(e).withTimings(timings(Timings.NONE)).withFacts(facts()));
  }

  private CheckResult explain(IOException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SocketException || cause instanceof java.io.InterruptedIOException) {
        return RoutingTable.explain((IOException) cause, peer, source, address, true);
      }
    }
    if (e instanceof SSLException) {
      return CheckResult.fail(Tls.FAILED, "TLS with " + peer + ": " + e.getMessage());
    }
    return RoutingTable.explain(e, peer, source, address, true);
  }

  private static void requireUninterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  /** Closes the connection, with TLS's farewell if time is left. */
  @Override
  public void close() {
    try {
      if (socket != plain && !context.expired()) {
        socket.close();
      }
    } catch (IOException e) {
      // it is over anyway
    } finally {
      closeQuietly(plain);
    }
  }
}
