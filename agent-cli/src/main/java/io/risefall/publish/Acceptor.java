package io.risefall.publish;

import io.risefall.option.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes connections and has each answered on a thread of its own, within bounds: so many at once,
 * in all and from one address, so long and so much for each. A connection beyond them, or from
 * where none is taken, is closed without an answer. Safe for use by many threads.
 */
final class Acceptor implements AutoCloseable {

  /** Answers one connection; no answer where there is none to give. */
  @FunctionalInterface
  interface Dialogue {
    Optional<byte[]> answer(Question question) throws IOException;
  }

  static final int AT_ONCE = 256;
  static final int AT_ONCE_FROM_ONE = 32;

  private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);
  private static final int BACKLOG = 256;
  private static final long PAUSE_MILLIS = 100;

  private final String name;
  private final Allowed allowed;
  private final Dialogue dialogue;
  private final ServerSocketChannel listening;
  private final ExecutorService threads;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<InetAddress, Integer> connections = new HashMap<>();
  private int all;

  /**
   * Listens.
   *
   * @param name for logs and threads
   * @throws IOException if it cannot; then there is nothing to close
   */
  Acceptor(String name, Endpoint listen, Allowed allowed, Dialogue dialogue) throws IOException {
    this.name = name;
    this.allowed = allowed;
    this.dialogue = dialogue;
    listening = open(ServerSocketChannel::open, listen);
    try {
      // A reload or restart comes while connections of the last one still linger in the kernel.
      listening.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      listening.bind(listen.toSocketAddress(), BACKLOG);
    } catch (IOException e) {
      listening.close();
      throw e;
    }
    threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name + "-", 0).factory());
    threads.execute(this::acceptAll);
  }

  /** Opens a channel of one family. */
  @FunctionalInterface
  interface Opener<C> {
    C open(ProtocolFamily family) throws IOException;
  }

  /** Java would make 0.0.0.0 listen for IPv6 as well, unless told the family. */
  static <C> C open(Opener<C> opener, Endpoint listen) throws IOException {
    try {
      return opener.open(
          listen.isIpv6() ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
    } catch (UnsupportedOperationException e) {
      throw new IOException("no IPv6 on this host", e);
    }
  }

  int port() throws IOException {
    return ((InetSocketAddress) listening.getLocalAddress()).getPort();
  }

  private void acceptAll() {
    String lastFailure = "";
    while (listening.isOpen()) {
      try {
        accepted(listening.accept());
        lastFailure = "";
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException | RuntimeException | Error e) { // somebody asks after it
        String failure = e.toString();
        if (!failure.equals(lastFailure)) {
          LOG.warn("{} takes no connections for now: {}", name, failure);
          lastFailure = failure;
        }
        pause();
      }
    }
  }

  /** Where no descriptor is left, asking again at once would only burn the processor. */
  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accepted(SocketChannel client) throws IOException {
    InetAddress peer = client.socket().getInetAddress();
    if (peer == null || !allowed.includes(peer) || !enter(peer)) {
      client.close();
      return;
    }
    try {
      threads.execute(() -> serve(client, peer));
    } catch (RuntimeException | Error e) {
      leave(peer);
      client.close();
      if (!threads.isShutdown()) {
        throw e;
      }
    }
  }

  private boolean enter(InetAddress peer) {
    lock.lock();
    try {
      int before = connections.getOrDefault(peer, 0);
      if (all >= AT_ONCE || before >= AT_ONCE_FROM_ONE) {
        return false;
      }
      all++;
      connections.put(peer, before + 1);
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void leave(InetAddress peer) {
    lock.lock();
    try {
      all--;
      connections.computeIfPresent(peer, (same, count) -> count == 1 ? null : count - 1);
    } finally {
      lock.unlock();
    }
  }

  private void serve(SocketChannel client, InetAddress peer) {
    try (client) {
      Question question = new Question(client);
      Optional<byte[]> answer = dialogue.answer(question);
      if (answer.isPresent()) {
        ByteBuffer left = ByteBuffer.wrap(answer.get());
        while (left.hasRemaining()) {
          client.write(left);
        }
        client.shutdownOutput();
        // Closing with something unread resets the connection, and takes the answer back.
        question.readToEnd();
      }
    } catch (IOException e) {
      LOG.debug("{}: {} went away: {}", name, peer, e.toString());
    } catch (RuntimeException | Error e) {
      LOG.error("{} could not answer {}", name, peer, e);
    } finally {
      leave(peer);
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      LOG.debug("{}: {}", name, e.toString());
    }
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(1, TimeUnit.SECONDS)) {
        LOG.warn("{} is closed while connections are not", name);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
