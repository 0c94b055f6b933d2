package io.risefall.control;

import io.risefall.time.Ticker;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the connections of one socket and has a conversation on each. */
final class Listener implements AutoCloseable {

  /** Conversations at once. */
  static final int AT_ONCE = 1024;

  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
  private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);

  private final String name;
  private final ServerSocketChannel listening;
  private final String token;
  private final Service service;
  private final Ticker ticker;
  private final Strangers strangers;
  private final Semaphore connections = new Semaphore(AT_ONCE);
  private final Set<Conversation> conversations = ConcurrentHashMap.newKeySet();
  private final AtomicLong warned;

  /**
   * One for each conversation, threads of the system: a reload takes a while, and virtual threads
   * carry the checks.
   */
  private final ExecutorService threads;

  /**
   * @param name for threads and logs
   * @param listening is closed with this
   * @param token what a question has to have; empty if nothing
   * @param mostStrangers how many may be there at once who have not shown the token
   */
  Listener(
      String name,
      ServerSocketChannel listening,
      String token,
      int mostStrangers,
      Service service,
      Ticker ticker) {
    this.name = name;
    this.listening = listening;
    this.token = token;
    this.service = service;
    this.ticker = ticker;
    this.strangers = new Strangers(mostStrangers);
    this.warned = new AtomicLong(ticker.read() - BETWEEN_WARNINGS.toNanos());
    this.threads =
        Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name(name + "-", 0).factory());
  }

  /** Begins to take connections; who came before is taken now. */
  void start() {
    Thread.ofPlatform().daemon().name(name).start(this::accept);
  }

  private void accept() {
    try {
      while (listening.isOpen()) {
        acceptOne();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void acceptOne() throws InterruptedException {
    try {
      SocketChannel client = listening.accept();
      if (connections.tryAcquire()) {
        beginOrClose(client);
      } else {
        client.close();
      }
    } catch (ClosedChannelException e) {
      LOG.debug("{} is closed", name);
    } catch (IOException | RuntimeException | Error e) { // whatever it is, somebody asks after it
      warn(e.toString());
      // Where no descriptor is left, asking again at once would only burn the processor.
      Thread.sleep(100);
    }
  }

  private void beginOrClose(SocketChannel client) throws IOException, InterruptedException {
    Conversation conversation = new Conversation(client, token, service, ticker);
    try {
      begin(conversation, client);
    } catch (RuntimeException | Error e) { // such as that there are no more threads
      ended(conversation);
      client.close();
      if (!threads.isShutdown()) {
        throw e;
      }
    }
  }

  private void begin(Conversation conversation, SocketChannel client) throws InterruptedException {
    conversations.add(conversation);
    if (strangers.enter(conversation)) {
      warn("too many connections without a token, closing those that have waited longest");
    }
    threads.execute(() -> hold(conversation, client));
  }

  private void hold(Conversation conversation, SocketChannel client) {
    try (client) {
      conversation.hold(() -> strangers.leave(conversation));
    } catch (IOException e) {
      LOG.debug("{}: {}", name, e.toString());
    } catch (RuntimeException | Error e) {
      warn(e.toString());
    } finally {
      ended(conversation);
    }
  }

  private void ended(Conversation conversation) {
    strangers.leave(conversation);
    conversations.remove(conversation);
    connections.release();
  }

  /** One line a minute: whoever connects is not to fill the log. */
  private void warn(String what) {
    long before = warned.get();
    long now = ticker.read();
    if (now - before >= BETWEEN_WARNINGS.toNanos() && warned.compareAndSet(before, now)) {
      LOG.warn("{}: {}", name, what);
    }
  }

  /** Ends the conversations that are late. */
  void giveUpLate() {
    conversations.forEach(Conversation::giveUpIfLate);
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      LOG.debug("{}: {}", name, e.toString());
    }
    threads.shutdown();
    // After that: whoever is not among these now gets no thread any more.
    conversations.forEach(Conversation::giveUp);
  }
}
