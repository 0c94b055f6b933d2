package io.risefall.publish;

import io.risefall.option.Endpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers datagrams, each with one. Safe for use by many threads.
 *
 * <p>Where it listens on all addresses the kernel chooses the answer's source by its routes, as
 * Java cannot name it: on a host with several, listen on the one that is asked.
 */
final class DatagramAnswers implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DatagramAnswers.class);
  private static final int MOST_OCTETS = 1500;
  private static final long PAUSE_MILLIS = 100;

  private final String name;
  private final Allowed allowed;
  private final IntFunction<Optional<byte[]>> codec;
  private final DatagramChannel channel;
  private final Thread thread;
  private String lastFailure = "";

  /**
   * Listens.
   *
   * @param codec the answer to a datagram of so many octets
   * @throws IOException if it cannot; then there is nothing to close
   */
  DatagramAnswers(
      String name, Endpoint listen, Allowed allowed, IntFunction<Optional<byte[]>> codec)
      throws IOException {
    this.name = name;
    this.allowed = allowed;
    this.codec = codec;
    channel = Acceptor.open(DatagramChannel::open, listen);
    try {
      // No SO_REUSEADDR: with it two agents could have the port, and only one be asked.
      channel.bind(listen.toSocketAddress());
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    thread = Thread.ofVirtual().name(name).start(this::answerAll);
  }

  int port() throws IOException {
    return ((InetSocketAddress) channel.getLocalAddress()).getPort();
  }

  private void answerAll() {
    AnswerRate rate = new AnswerRate();
    ByteBuffer datagram = ByteBuffer.allocate(MOST_OCTETS);
    while (channel.isOpen()) {
      @Nullable InetSocketAddress peer = null;
      try {
        datagram.clear();
        peer = (InetSocketAddress) channel.receive(datagram);
        answer(peer, datagram.position(), rate);
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException | RuntimeException | Error e) { // somebody asks after it
        tell(e.toString());
        // One that cannot be answered, whose address may be forged, keeps nobody else waiting.
        if (peer == null) {
          pause();
        }
      }
    }
  }

  private void tell(String failure) {
    if (!failure.equals(lastFailure)) {
      LOG.warn("{} could not answer: {}", name, failure);
      lastFailure = failure;
    }
  }

  private void answer(InetSocketAddress peer, int length, AnswerRate rate) throws IOException {
    if (!allowed.includes(peer.getAddress())
        || peer.getPort() == 0
        || !rate.allows(peer.getAddress(), System.nanoTime())) {
      return;
    }
    Optional<byte[]> answer = codec.apply(length);
    if (answer.isPresent()) {
      channel.send(ByteBuffer.wrap(answer.get()), peer);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
      thread.join(Duration.ofSeconds(1));
    } catch (IOException e) {
      LOG.debug("{}: {}", name, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
