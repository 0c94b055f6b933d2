package io.risefall.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.risefall.time.Ticker;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One question and its answer, held by one thread; another one gives it up when it takes longer
 * than it said.
 *
 * <p>What comes back, for a shell, which reads all until the connection ends in one go: {@code
 * self} and why, a line, if whoever asks is to do the command; or {@code wait} and the most
 * milliseconds until the rest comes, a line. That is the exit code, what is for stderr and what is
 * for stdout, with {@value #BETWEEN} (US) between them and {@value #END} (EOT) at the end, without
 * which it is not whole; or {@code self} and why after all.
 */
final class Conversation {

  private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);
  private static final Duration QUESTION = Duration.ofSeconds(2);

  static final char BETWEEN = 0x1f;
  static final char END = 4;

  /** What a task may take beyond what it said. */
  private static final Duration GRACE = Duration.ofMillis(250);

  private final SocketChannel client;
  private final String token;
  private final Service service;

  private final Ticker ticker;

  /** Who is to be interrupted, while what is done is interruptible; guarded by this. */
  private @Nullable Thread worker;

  /** By the ticker; guarded by this. */
  private long until;

  /**
   * @param token what the question has to have; empty if nothing
   */
  Conversation(SocketChannel client, String token, Service service, Ticker ticker) {
    this.client = client;
    this.token = token;
    this.service = service;
    this.ticker = ticker;
    this.until = ticker.read() + QUESTION.toNanos();
  }

  /**
   * Holds it, on this thread.
   *
   * @param known is run once the token was shown
   */
  void hold(Runnable known) throws IOException {
    InputStream in = new BufferedInputStream(Channels.newInputStream(client), 512);
    String given = Question.readToken(in);
    if (!token.isEmpty() && !MessageDigest.isEqual(given.getBytes(UTF_8), token.getBytes(UTF_8))) {
      send(self("not allowed: the token is wrong"));
      return;
    }
    known.run();
    Question question = Question.read(given, in);
    switch (take(question)) {
      case Service.Left left -> send(self(left.why()));
      case Service.Task task -> {
        send("wait " + task.within().toMillis() + "\n");
        begin(task);
        try {
          answer(task);
        } finally {
          end();
        }
      }
    }
  }

  private Service.Taken take(Question question) {
    try {
      return service.take(question.words(), question.terminal());
    } catch (RuntimeException | Error e) { // a pattern can be too deep for this thread's stack
      LOG.error("a command could not be taken", e);
      return new Service.Left(internal(e));
    }
  }

  private static String internal(Throwable e) {
    return "internal error: " + e.toString().lines().findFirst().orElse("");
  }

  private synchronized void begin(Service.Task task) {
    until = ticker.read() + task.within().plus(GRACE).toNanos();
    worker = task.interruptible() ? Thread.currentThread() : null;
  }

  private synchronized void end() {
    worker = null;
    // It was meant for this conversation, not for the thread's next one.
    Thread.interrupted();
  }

  /**
   * Ends it if it is late, by closing its connection; what is interruptible is interrupted as well.
   */
  synchronized void giveUpIfLate() {
    if (ticker.read() - until >= 0) {
      giveUp();
    }
  }

  /** Ends it, by closing its connection; what is interruptible is interrupted as well. */
  synchronized void giveUp() {
    if (worker != null) {
      worker.interrupt();
    }
    try {
      client.close();
    } catch (IOException e) {
      LOG.debug("control: {}", e.toString());
    }
  }

  /**
   * Ends it if nothing has come that was not read: the thread waits for whoever is at the other
   * end, and not the other way round.
   *
   * @return whether this ended it
   */
  synchronized boolean giveUpIfSilent() {
    try {
      if (Channels.newInputStream(client).available() > 0) {
        return false;
      }
    } catch (IOException e) {
      return false; // it ends already
    }
    giveUp();
    return true;
  }

  private void answer(Service.Task task) throws IOException {
    try {
      Optional<Answer> answer = task.work().run();
      if (answer.isPresent()) {
        send(wire(answer.get()));
      } else {
        send(self("the agent has too much to do"));
      }
    } catch (InterruptedException e) {
      LOG.warn("a command was given up, it had {} ms", task.within().toMillis());
    } catch (RuntimeException | Error e) { // as Main.run has it
      LOG.error("a command failed", e);
      send(wire(Answer.trouble("risefall: " + internal(e))));
    }
  }

  private static String self(String why) {
    return "self " + why + "\n";
  }

  private static String wire(Answer answer) {
    return "" + answer.code() + BETWEEN + text(answer.err()) + BETWEEN + text(answer.out()) + END;
  }

  /** Without the two characters that end a field; no text of ours has them. */
  private static String text(String text) {
    return text.replace(BETWEEN, ' ').replace(END, ' ');
  }

  private void send(String text) throws IOException {
    ByteBuffer wire = UTF_8.encode(text);
    while (wire.hasRemaining()) {
      client.write(wire);
    }
  }
}
