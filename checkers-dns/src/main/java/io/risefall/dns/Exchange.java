package io.risefall.dns;

import io.risefall.check.CheckContext;
import io.risefall.check.CheckFailedException;
import io.risefall.check.CheckResult;
import io.risefall.check.NetworkFailure;
import io.risefall.check.Reason;
import io.risefall.check.Timings;
import io.risefall.dns.Query.Mismatch;
import io.risefall.option.Endpoint;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One try: a fresh socket from a port that the kernel picks, one query under a fresh ID, and
 * waiting for what answers it (RFC 1035, section 4.2; RFC 7766 for TCP).
 *
 * <p>A connected UDP socket hears that nothing listens at the server's port, and nobody but the
 * server; one that is not connected hears replies from a wrong source. So the first try listens to
 * everybody, and what has to be tried again listens to the server alone.
 */
final class Exchange {

  /** We ask for 1232 octets at most; what is longer than this is cut off, and then malformed. */
  private static final int LARGEST_DATAGRAM = 4096;

  private final Route route;
  private final Query query;
  private final CheckContext context;
  private final Ignored ignored;
  private final boolean toServerAlone;
  private final int id = QueryIds.next();

  /**
   * @param context ends the try
   * @param ignored is told what arrives and is no answer
   * @param toServerAlone whether a UDP socket listens to the server and to nobody else
   */
  Exchange(Route route, Query query, CheckContext context, Ignored ignored, boolean toServerAlone) {
    this.route = route;
    this.query = query;
    this.context = context;
    this.ignored = ignored;
    this.toServerAlone = toServerAlone;
  }

  /**
   * Makes the try.
   *
   * @throws CheckFailedException if it brings no answer
   * @throws InterruptedException if the thread was interrupted
   */
  Reply run() throws CheckFailedException, InterruptedException {
    try {
      return switch (route.transport()) {
        case TCP -> overTcp();
        case UDP -> overUdp();
        case UDP_THEN_TCP -> {
          Reply reply = overUdp();
          yield Flag.TC.isSet(reply.message()) ? overTcp() : reply;
        }
      };
    } catch (IOException | UnsupportedOperationException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      IOException failure = e instanceof IOException io ? io : new SocketException(e.getMessage());
      throw new CheckFailedException(NetworkFailure.of(failure, route.serverText()));
    }
  }

  private Reply overUdp() throws IOException, CheckFailedException {
    InetSocketAddress server = serverAddress();
    try (DatagramChannel channel = DatagramChannel.open(family())) {
      bind(channel);
      if (toServerAlone) {
        channel.connect(server);
      }
      DatagramSocket socket = channel.socket();
      byte[] wire = query.withId(id);
      long sent = context.ticker().read();
      socket.send(new DatagramPacket(wire, wire.length, server));
      byte[] buffer = new byte[LARGEST_DATAGRAM];
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      while (true) {
        socket.setSoTimeout(millisLeft());
        packet.setLength(buffer.length);
        socket.receive(packet);
        if (!server.equals(packet.getSocketAddress())) {
          ignored.add(Mismatch.WRONG_SOURCE);
          continue;
        }
        WireMessage message = read(buffer, packet.getLength(), true);
        if (message != null) {
          return new Reply(message, false, Timings.NONE, context.ticker().read() - sent);
        }
      }
    }
  }

  private Reply overTcp() throws IOException, CheckFailedException {
    InetSocketAddress server = serverAddress();
    long start = context.ticker().read();
    try (SocketChannel channel = SocketChannel.open(family())) {
      bind(channel);
      Socket socket = channel.socket();
      socket.connect(server, millisLeft());
      long connected = context.ticker().read();
      byte[] wire = query.withId(id);
      ByteBuffer framed = ByteBuffer.allocate(2 + wire.length);
      framed.putShort((short) wire.length).put(wire);
      socket.getOutputStream().write(framed.array());
      while (true) {
        byte[] prefix = readFully(socket, 2);
        int length = Short.toUnsignedInt(ByteBuffer.wrap(prefix).getShort());
        byte[] buffer = readFully(socket, length);
        WireMessage message = read(buffer, length, false);
        if (message != null) {
          long now = context.ticker().read();
          return new Reply(message, true, connected - start, now - connected);
        }
      }
    } catch (EOFException e) {
      throw new CheckFailedException(
          CheckResult.fail(
              Reason.CONNECT_RESET,
              route.serverText() + " closed the connection before its answer was complete"));
    }
  }

  private byte[] readFully(Socket socket, int length) throws IOException {
    byte[] bytes = new byte[length];
    InputStream in = socket.getInputStream();
    int done = 0;
    while (done < length) {
      socket.setSoTimeout(millisLeft());
      int count = in.read(bytes, done, length - done);
      if (count < 0) {
        throw new EOFException();
      }
      done += count;
    }
    return bytes;
  }

  /** The message, or null if it is no answer to our query. */
  private @Nullable WireMessage read(byte[] buffer, int length, boolean mayBeCut) {
    Mismatch mismatch = query.compare(id, buffer, length);
    if (mismatch != Mismatch.NONE) {
      ignored.add(mismatch);
      return null;
    }
    try {
      return new WireMessage(Arrays.copyOf(buffer, length), mayBeCut);
    } catch (MalformedException e) {
      ignored.add(Mismatch.MALFORMED);
      return null;
    }
  }

  private int millisLeft() throws SocketTimeoutException {
    int left = context.remainingMillis();
    if (left == 0) {
      throw new SocketTimeoutException();
    }
    return left;
  }

  private ProtocolFamily family() {
    return route.server().isIpv6() ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
  }

  private InetSocketAddress serverAddress() throws CheckFailedException {
    try {
      return route.server().toSocketAddress();
    } catch (SocketException e) {
      throw new CheckFailedException(
          CheckResult.broken(Reason.NO_ROUTE, String.valueOf(e.getMessage())));
    }
  }

  private void bind(NetworkChannel channel) throws CheckFailedException {
    if (route.source().isEmpty()) {
      return;
    }
    Endpoint source = route.source().get();
    try {
      channel.bind(source.toSocketAddress());
    } catch (IOException e) {
      throw new CheckFailedException(NetworkFailure.ofBinding(e, source.host()));
    }
  }
}
