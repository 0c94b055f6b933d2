package io.risefall.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.risefall.check.CheckContext;
import io.risefall.check.CheckResult;
import io.risefall.check.Patterns;
import io.risefall.check.Reason;
import io.risefall.check.Timings;
import io.risefall.net.Connection;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is said once the connection stands.
 *
 * @param send what this side says first
 * @param expect must occur in what the target says; absent: nothing is read
 * @param quit what this side says last
 * @param maxRead octets of the answer that are looked at
 */
record Dialogue(
    Optional<byte[]> send, Optional<Pattern> expect, Optional<byte[]> quit, int maxRead) {

  static final Reason MISMATCH = new Reason("tcp-answer-mismatch");

  private static final int FIRST_BUFFER = 2048;
  private static final int MOST_SHOWN = 200;

  /**
   * Holds it.
   *
   * @param peer the target, for the sentence
   * @param facts is given what the target said
   * @throws IOException if the connection fails
   * @throws InterruptedException if the thread was interrupted
   */
  CheckResult hold(
      Connection connection, String peer, CheckContext context, Map<String, String> facts)
      throws IOException, InterruptedException {
    if (send.isPresent()) {
      connection.socket().getOutputStream().write(send.get());
    }
    CheckResult result =
        expect.isPresent()
            ? listen(connection, expect.get(), peer, context, facts)
            : connected(peer).withTimings(connection.timings(Timings.NONE));
    if (quit.isPresent() && !context.expired()) {
      farewell(connection, quit.get());
    }
    return result;
  }

  /** Nothing is said, and nothing heard. */
  boolean isSilent() {
    return send.isEmpty() && expect.isEmpty() && quit.isEmpty();
  }

  static CheckResult connected(String peer) {
    return CheckResult.pass("connected to " + peer);
  }

  private static void farewell(Connection connection, byte[] words) {
    try {
      connection.socket().getOutputStream().write(words);
    } catch (IOException e) {
      // a target that does not wait for it has said what was asked of it
    }
  }

  private CheckResult listen(
      Connection connection,
      Pattern pattern,
      String peer,
      CheckContext context,
      Map<String, String> facts)
      throws IOException, InterruptedException {
    Answer answer = new Answer(maxRead);
    long start = context.ticker().read();
    long firstByte = Timings.NONE;
    CheckResult result = null;
    while (result == null) {
      boolean news = answer.readFrom(connection.socket().getInputStream());
      if (news && firstByte == Timings.NONE) {
        firstByte = context.ticker().read() - start;
      }
      result = news ? judge(answer, pattern, peer, context) : missed(answer, pattern, peer);
    }
    if (answer.length > 0) {
      facts.put("answer", answer.shown());
    }
    return result.withTimings(connection.timings(firstByte));
  }

  /** The verdict on what has come so far; null while more may change it. */
  private static @Nullable CheckResult judge(
      Answer answer, Pattern pattern, String peer, CheckContext context)
      throws InterruptedException {
    try {
      if (Patterns.find(pattern, answer.text(), context)) {
        return CheckResult.pass(peer + " answered '" + answer.shown() + "'");
      }
    } catch (Patterns.TooCostlyException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return CheckResult.fail(Reason.PATTERN_TOO_COSTLY, String.valueOf(e.getMessage()));
    }
    return answer.isFull() ? missed(answer, pattern, peer) : null;
  }

  /** The verdict once no more will come. */
  private static CheckResult missed(Answer answer, Pattern pattern, String peer) {
    return answer.length == 0
        ? CheckResult.fail(Reason.CONNECT_RESET, peer + " closed the connection without an answer")
        : CheckResult.fail(
            MISMATCH,
            "the answer of " + peer + " does not match " + pattern + ": '" + answer.shown() + "'");
  }

  /** What the target has said so far. */
  private static final class Answer {

    private final int most;
    private byte[] octets;
    int length;

    Answer(int most) {
      this.most = most;
      this.octets = new byte[Math.min(FIRST_BUFFER, most)];
    }

    /**
     * Reads what there is, waiting for some. Time that runs out once something has come ends the
     * answer, as its end does.
     *
     * @return whether something came
     */
    boolean readFrom(InputStream in) throws IOException {
      if (length == octets.length) {
        octets = Arrays.copyOf(octets, (int) Math.min(most, octets.length * 4L));
      }
      try {
        int count = in.read(octets, length, octets.length - length);
        length += Math.max(0, count);
        return count > 0;
      } catch (SocketTimeoutException e) {
        if (length == 0) {
          throw e;
        }
        return false;
      }
    }

    boolean isFull() {
      return length == most;
    }

    String text() {
      return new String(octets, 0, length, UTF_8);
    }

    String shown() {
      return Octets.show(octets, length, MOST_SHOWN);
    }
  }
}
