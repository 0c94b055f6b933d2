package io.risefall.tcp;

import io.risefall.check.CheckContext;
import io.risefall.check.CheckResult;
import io.risefall.check.Patterns;
import io.risefall.check.Patterns.Found;
import io.risefall.check.Reason;
import io.risefall.check.Timings;
import io.risefall.net.Connection;
import io.risefall.tcp.Answer.End;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

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
  static final Reason TRUNCATED = new Reason("tcp-truncated");

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
    Answer answer = new Answer(pattern, maxRead);
    CheckResult result;
    try {
      End end = answer.listen(connection.socket().getInputStream(), context);
      result = judge(answer, end, connection.isCutOff(), peer);
    } catch (Patterns.TooCostlyException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      result = CheckResult.broken(Reason.PATTERN_TOO_COSTLY, String.valueOf(e.getMessage()));
    }
    if (!answer.isEmpty()) {
      facts.put("answer", answer.shown());
    }
    return result.withTimings(connection.timings(answer.firstByte()));
  }

  private CheckResult judge(Answer answer, End end, boolean cutOff, String peer) {
    if (answer.isEmpty()) {
      return CheckResult.fail(
          Reason.CONNECT_RESET, peer + " closed the connection without an answer");
    }
    String pattern = expect.map(Pattern::toString).orElse("");
    String shown = ": '" + answer.shown() + "'";
    if (answer.found() == Found.NO) {
      return CheckResult.fail(
          MISMATCH, "the answer of " + peer + " does not match " + pattern + shown);
    }
    String undone = ", which could undo the match of " + pattern + shown;
    if (end == End.TOO_LONG) {
      return CheckResult.fail(
          MISMATCH,
          "the answer of " + peer + " goes on after its first " + maxRead + " bytes" + undone);
    }
    if (end == End.LATE && answer.isCut()) {
      return CheckResult.fail(
          MISMATCH, "the answer of " + peer + " stops within a character" + undone);
    }
    if (end == End.WHOLE && cutOff) {
      return CheckResult.fail(
          TRUNCATED, peer + " ended the connection without TLS's close_notify" + undone);
    }
    return CheckResult.pass(peer + " answered '" + answer.shown() + "'");
  }
}
