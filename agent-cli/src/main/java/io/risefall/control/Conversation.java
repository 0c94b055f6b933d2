package io.risefall.control;

import static java.nio.charset.StandardCharsets.UTF_8;

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
 * <p>What comes back, for a shell, which reads a known number of octets best: first 16 octets,
 * {@code self} and a line that says why, if whoever asks is to do the command; or {@code wait} and
 * the most milliseconds until the rest comes. That is 26 octets, the exit code (-1 and a line that
 * says why, if whoever asks is to do it after all) and how many octets for stderr and for stdout
 * follow, and these.
 */
final class Conversation {

  private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);
  private static final Duration QUESTION = Duration.ofSeconds(2);

  private static final int NO_CODE = -1;

  /** What a task may take beyond what it said. */
  private static final Duration GRACE = Duration.ofMillis(250);

  private final SocketChannel client;
  private final String token;
  private final Service service;

  /** Who is to be interrupted, while what is done is interruptible; guarded by this. */
  private @Nullable Thread worker;

  /** By {@link System#nanoTime}; guarded by this. */
  private long until = System.nanoTime() + QUESTION.toNanos();

  /**
   * @param token what the question has to have; empty if nothing
   */
  Conversation(SocketChannel client, String token, Service service) {
    this.client = client;
    this.token = token;
    this.service = service;
  }

  /** Holds it, on this thread. */
  void hold() throws IOException {
    InputStream in = new BufferedInputStream(Channels.newInputStream(client), 512);
    String given = Question.readToken(in);
    if (!token.isEmpty() && !MessageDigest.isEqual(given.getBytes(UTF_8), token.getBytes(UTF_8))) {
      send(self("not allowed: the token is wrong"));
      return;
    }
    Question question = Question.read(given, in);
    Optional<Service.Task> task = service.take(question.words(), question.terminal());
    if (task.isEmpty()) {
      send(self("the agent does no such command for others"));
      return;
    }
    send("wait %10d\n".formatted(task.get().within().toMillis()));
    begin(task.get());
    try {
      answer(task.get(), question.characters());
    } finally {
      end();
    }
  }

  private synchronized void begin(Service.Task task) {
    until = System.nanoTime() + task.within().plus(GRACE).toNanos();
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
    if (System.nanoTime() - until < 0) {
      return;
    }
    if (worker != null) {
      worker.interrupt();
    }
    try {
      client.close();
    } catch (IOException e) {
      LOG.debug("control: {}", e.toString());
    }
  }

  private void answer(Service.Task task, boolean characters) throws IOException {
    try {
      Optional<Answer> answer = task.work().run();
      if (answer.isPresent()) {
        send(wire(answer.get(), characters));
      } else {
        send(head(NO_CODE, 0, 0) + "the agent has too much to do\n");
      }
    } catch (InterruptedException e) {
      LOG.warn("a command took longer than {} ms and was given up", task.within().toMillis());
    } catch (RuntimeException e) {
      LOG.error("a command failed", e);
      send(wire(Answer.trouble("risefall: internal error: " + e), characters));
    }
  }

  private static String self(String why) {
    return "self %10d\n%s\n".formatted(0, why);
  }

  private static String head(int code, int err, int out) {
    return "%3d %10d %10d\n".formatted(code, err, out);
  }

  private static String wire(Answer answer, boolean characters) {
    String err = answer.err().isEmpty() ? "" : answer.err() + "\n";
    String out = answer.out();
    return head(answer.code(), length(err, characters), length(out, characters)) + err + out;
  }

  private static int length(String text, boolean characters) {
    return characters ? text.codePointCount(0, text.length()) : text.getBytes(UTF_8).length;
  }

  private void send(String text) throws IOException {
    ByteBuffer wire = UTF_8.encode(text);
    while (wire.hasRemaining()) {
      client.write(wire);
    }
  }
}
