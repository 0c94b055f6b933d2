package io.risefall.http;

import io.risefall.check.CheckContext;
import io.risefall.check.CheckResult;
import io.risefall.check.Patterns;
import io.risefall.check.Patterns.Found;
import io.risefall.check.Reason;
import io.risefall.http.Expectations.Head;
import io.risefall.http.Unpacking.CorruptException;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** An answer with a head that is as it should be, whose body is to be judged. */
final class Answer {

  private final Expectations expected;
  private final Head head;
  private final String from;
  private final CheckContext context;
  private final Codings codings;

  Answer(Expectations expected, Head head, String from, CheckContext context) {
    this.expected = expected;
    this.head = head;
    this.from = from;
    this.context = context;
    this.codings = Codings.of(head.fields());
  }

  Codings codings() {
    return codings;
  }

  /**
   * The verdict where nobody here could read the body. In an unknown charset something may be
   * found, but what is not found may be there all the same.
   */
  Optional<CheckResult> unreadable() {
    if (expected.lookAtBody() && codings.unknown().isPresent()) {
      return Optional.of(
          fail(
              Expectations.ENCODING,
              " comes with Content-Encoding " + codings.unknown().get() + ", which is not known"));
    }
    return !expected.notInBody().isEmpty()
            && head.charset().isPresent()
            && head.knownCharset().isEmpty()
        ? Optional.of(
            fail(
                Expectations.CHARSET,
                " is written in " + head.charset().get() + ", which is not known"))
        : Optional.empty();
  }

  CheckResult judge(Body body) throws IOException, Patterns.TooCostlyException {
    if (!expected.lookAtBody()) {
      body.skip();
      String size = bytes(body.length()) + (body.hasEnded() ? "" : " or more");
      return CheckResult.pass(head.words() + ", " + size + " from " + from);
    }
    Content content = body.read();
    if (!body.hasEnded()) {
      Optional<CheckResult> certain =
          codings.isEmpty() ? judgeBeginning(content) : Optional.empty();
      if (certain.isPresent()) {
        return certain.get();
      }
      if (body.goesOn()) {
        return tooLarge();
      }
      content = new Content(content.octets(), content.length(), true);
    }
    try {
      content = codings.unpack(content, expected.maxBody(), context);
    } catch (CorruptException e) {
      return fail(Expectations.CORRUPT, " is not " + codings + ": " + e.getMessage());
    }
    if (!content.whole()) {
      Optional<CheckResult> certain = judgeBeginning(content);
      return certain.isPresent() ? certain.get() : tooLarge();
    }
    return judgeWhole(content);
  }

  /** The verdict on what more follows, where that cannot change it. */
  private Optional<CheckResult> judgeBeginning(Content content) throws Patterns.TooCostlyException {
    String text = content.text(head.knownCharset());
    for (Pattern pattern : expected.notInBody()) {
      if (Patterns.look(pattern, text, context) == Found.FOR_GOOD) {
        return Optional.of(rejected(pattern, text(content)));
      }
    }
    if (!expected.notInBody().isEmpty() || expected.digest().isPresent()) {
      return Optional.empty();
    }
    for (Pattern pattern : expected.body()) {
      if (Patterns.look(pattern, text, context) != Found.FOR_GOOD) {
        return Optional.empty();
      }
    }
    return Optional.of(CheckResult.pass(text(content) + " from " + from));
  }

  private CheckResult judgeWhole(Content content) throws Patterns.TooCostlyException {
    String text = content.text(head.knownCharset());
    for (Pattern pattern : expected.notInBody()) {
      if (Patterns.find(pattern, text, context)) {
        return rejected(pattern, text(content));
      }
    }
    for (Pattern pattern : expected.body()) {
      if (!Patterns.find(pattern, text, context)) {
        return CheckResult.fail(
            Expectations.MISMATCH, text(content) + " from " + from + " do not match " + pattern);
      }
    }
    if (expected.digest().isPresent() && !Arrays.equals(expected.digest().get(), digest(content))) {
      return CheckResult.fail(
          Expectations.DIGEST, text(content) + " from " + from + " have another digest");
    }
    return CheckResult.pass(text(content) + " from " + from);
  }

  private static byte[] digest(Content content) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(content.octets(), 0, content.length());
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private CheckResult rejected(Pattern pattern, String what) {
    return CheckResult.fail(Expectations.REJECTED, what + " from " + from + " match " + pattern);
  }

  private CheckResult tooLarge() {
    return CheckResult.fail(
        Expectations.TOO_LARGE,
        head.words() + " from " + from + ", more than " + bytes(expected.maxBody()));
  }

  private CheckResult fail(Reason reason, String what) {
    return CheckResult.fail(reason, head.words() + " from " + from + what);
  }

  /** The status, and how much of the body was looked at. */
  private String text(Content content) {
    return head.words()
        + (content.whole() ? ", " : ", the first ")
        + bytes(content.length())
        + (codings.isEmpty() ? "" : " (unpacked from " + codings + ")");
  }

  private static String bytes(int count) {
    return count + (count == 1 ? " byte" : " bytes");
  }
}
