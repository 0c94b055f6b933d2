package io.risefall.dns;

import io.risefall.check.CheckContext;
import io.risefall.check.CheckFailedException;
import io.risefall.check.CheckResult;
import io.risefall.check.NetworkFailure;
import io.risefall.check.Reason;
import io.risefall.check.Timings;
import io.risefall.dns.Query.Mismatch;
import io.risefall.net.RoutingTable;
import io.risefall.option.Endpoint;
import io.risefall.time.Scheduler;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Rcode;

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

  /** Not even over TCP did the server send all of its answer. */
  static final Reason TRUNCATED = new Reason("dns-truncated");

  private final Route route;
  private final Query query;
  private final CheckContext context;
  private final Ignored ignored;
  private final boolean toServerAlone;
  private final int id = QueryIds.next();
  private Scheduler.@Nullable Pending end;

  // What had come by the time it failed, for the sentence.
  private boolean truncated;
  private boolean overTcp;
  private boolean connected;
  private int arrived;
  private int awaited;

  /** Whether something may have been sent: what fails before that, this host has refused. */
  private boolean underWay;

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
          truncated = Flag.TC.isSet(reply.message());
          yield truncated ? overTcp() : reply;
        }
      };
    } catch (IOException | UnsupportedOperationException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw new CheckFailedException(
          RoutingTable.explain(
              meaning(e), route.serverText(), route.source(), route.server(), underWay));
    } finally {
      release();
    }
  }

  private static IOException meaning(Exception e) {
    if (e instanceof ClosedChannelException) {
      return new SocketTimeoutException("closed at the deadline");
    }
    return e instanceof IOException io ? io : new SocketException(e.getMessage());
  }

  @SuppressWarnings("ThreadPriorityCheck") // nothing depends on it but what a check costs
  private Reply overUdp() throws IOException, CheckFailedException {
    InetSocketAddress server = serverAddress();
    try (DatagramChannel channel = DatagramChannel.open(family())) {
      prepare(channel);
      if (toServerAlone) {
        channel.connect(server);
      }
      long sent = context.ticker().read();
      channel.send(ByteBuffer.wrap(query.withId(id)), server);
      underWay = true;
      ByteBuffer buffer = ByteBuffer.allocate(LARGEST_DATAGRAM);
      // A server that is near has answered once the other checks of this moment have had their
      // turn; then this one need not be put to sleep and woken.
      Thread.yield();
      while (true) {
        SocketAddress sender = channel.receive(buffer.clear());
        if (!server.equals(sender)) {
          ignored.add(Mismatch.WRONG_SOURCE);
          continue;
        }
        WireMessage message = read(buffer.array(), buffer.position());
        if (message != null) {
          return new Reply(message, false, Timings.NONE, context.ticker().read() - sent);
        }
      }
    }
  }

  private Reply overTcp() throws IOException, CheckFailedException {
    InetSocketAddress server = serverAddress();
    overTcp = true;
    long start = context.ticker().read();
    try (SocketChannel channel = SocketChannel.open(family())) {
      prepare(channel);
      underWay = true;
      channel.connect(server);
      long stood = context.ticker().read();
      connected = true;
      byte[] wire = query.withId(id);
      ByteBuffer framed = ByteBuffer.allocate(2 + wire.length);
      framed.putShort((short) wire.length).put(wire).flip();
      while (framed.hasRemaining()) {
        channel.write(framed);
      }
      while (true) {
        arrived = 0;
        awaited = 2;
        int length = Short.toUnsignedInt(readFully(channel, 2).getShort(0));
        awaited += length;
        WireMessage message = read(readFully(channel, length).array(), length);
        if (message != null) {
          long now = context.ticker().read();
          return new Reply(whole(message), true, stood - start, now - stood);
        }
      }
    } catch (EOFException e) {
      throw new CheckFailedException(
          CheckResult.fail(
              Reason.CONNECT_RESET,
              route.serverText()
                  + " closed the connection before its answer was complete"
                  + (arrived > 0 ? ", " + octets() : "")));
    }
  }

  private WireMessage whole(WireMessage message) throws CheckFailedException {
    if (Flag.TC.isSet(message)) {
      String text = "the answer from " + route.serverText() + " is truncated over TCP";
      throw new CheckFailedException(CheckResult.fail(TRUNCATED, text));
    }
    return message;
  }

  private ByteBuffer readFully(SocketChannel channel, int length) throws IOException {
    ByteBuffer octets = ByteBuffer.allocate(length);
    while (octets.hasRemaining()) {
      int read = channel.read(octets);
      if (read < 0) {
        throw new EOFException();
      }
      arrived += read;
    }
    return octets;
  }

  /** What had happened before it failed, where that is not in its sentence; to begin it with. */
  String before() {
    return truncated ? "truncated over UDP, and over TCP: " : "";
  }

  /** What had come in vain when the time was over; to end a sentence with. */
  String inVain() {
    if (!overTcp) {
      return "";
    }
    return !connected
        ? ", no connection over TCP"
        : arrived == 0 ? ", connected over TCP" : ", " + octets() + " over TCP";
  }

  /** The length of a message is the first two octets of it here. */
  private String octets() {
    return arrived + " octets of " + (awaited > 2 ? awaited : "an answer") + " came";
  }

  /** The message, or null if it is no answer to our query. */
  private @Nullable WireMessage read(byte[] buffer, int length) {
    Mismatch mismatch = query.compare(id, buffer, length);
    if (mismatch != Mismatch.NONE) {
      ignored.add(mismatch);
      return null;
    }
    try {
      WireMessage message = new WireMessage(Arrays.copyOf(buffer, length), true);
      if (message.questions() == 0 && message.rcode() == Rcode.NOERROR) {
        ignored.add(Mismatch.WRONG_QUESTION);
        return null;
      }
      return message;
    } catch (MalformedException e) {
      ignored.add(Mismatch.MALFORMED);
      return null;
    }
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

  /** Binds it to where it is to ask from; what is done with it ends by the deadline. */
  private void prepare(NetworkChannel channel) throws CheckFailedException {
    if (route.source().isPresent()) {
      bind(channel, route.source().get());
    }
    release();
    end = context.closeAtDeadline(channel);
  }

  private static void bind(NetworkChannel channel, Endpoint source) throws CheckFailedException {
    try {
      channel.bind(source.toSocketAddress());
    } catch (IOException e) {
      throw new CheckFailedException(NetworkFailure.ofBinding(e, source.host()));
    }
  }

  private void release() {
    if (end != null) {
      end.cancel();
    }
  }
}
