package io.risefall.http;

import io.risefall.check.CheckContext;
import io.risefall.check.CheckResult;
import io.risefall.check.Patterns;
import io.risefall.check.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an answer must be like.
 *
 * @param statuses the status codes that pass
 * @param fields header fields that it must have
 * @param body each must occur in the body
 * @param notInBody none may occur in the body
 * @param digest the SHA-256 of the body
 * @param maxBody octets of the body that are read
 */
record Expectations(
    StatusRanges statuses,
    List<Field.Expected> fields,
    List<Pattern> body,
    List<Pattern> notInBody,
    Optional<byte[]> digest,
    int maxBody) {

  static final Reason STATUS = new Reason("http-status");
  static final Reason HEADER = new Reason("http-header-mismatch");
  static final Reason MISMATCH = new Reason("http-body-mismatch");
  static final Reason REJECTED = new Reason("http-body-rejected");
  static final Reason DIGEST = new Reason("http-digest-mismatch");
  static final Reason TOO_LARGE = new Reason("http-body-too-large");

  /** What it is packed or written in is not known here. */
  static final Reason ENCODING = new Reason("http-encoding-unknown");

  static final Reason CORRUPT = new Reason("http-encoding-corrupt");
  static final Reason CHARSET = new Reason("http-charset-unknown");

  /**
   * A status line and header fields.
   *
   * @param charset the name of what the body is said to be written in
   */
  record Head(int status, String words, List<Field> fields, Optional<String> charset) {

    Optional<Charset> knownCharset() {
      try {
        return charset.filter(Charset::isSupported).map(Charset::forName);
      } catch (IllegalCharsetNameException e) {
        return Optional.empty();
      }
    }
  }

  /**
   * The verdict on the head, if that alone decides.
   *
   * @param from the server, for the sentence
   */
  Optional<CheckResult> judge(Head head, String from, CheckContext context)
      throws Patterns.TooCostlyException {
    if (!statuses.contain(head.status)) {
      return Optional.of(CheckResult.fail(STATUS, head.words + " from " + from));
    }
    for (Field.Expected expected : fields) {
      if (!matches(head, expected, context)) {
        return Optional.of(
            CheckResult.fail(
                HEADER,
                head.words
                    + " from "
                    + from
                    + " without a header "
                    + expected.name()
                    + ": "
                    + expected.pattern()));
      }
    }
    return Optional.empty();
  }

  private static boolean matches(Head head, Field.Expected expected, CheckContext context)
      throws Patterns.TooCostlyException {
    for (Field field : head.fields) {
      if (field.is(expected.name()) && Patterns.find(expected.pattern(), field.value(), context)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The verdict on the body: on all of it, where anything is asked of it.
   *
   * @param facts is given the number of octets read
   */
  CheckResult judge(
      Head head, InputStream in, String from, CheckContext context, Map<String, String> facts)
      throws IOException, Patterns.TooCostlyException {
    Answer answer = new Answer(this, head, from, context);
    Optional<CheckResult> unreadable = answer.unreadable();
    if (unreadable.isPresent()) {
      return unreadable.get();
    }
    Body reading = new Body(in, maxBody);
    try {
      return answer.judge(reading);
    } finally {
      facts.put("bytes", Integer.toString(reading.length()));
      if (!answer.codings().isEmpty()) {
        facts.put("content-encoding", answer.codings().toString());
      }
    }
  }

  /** Whether anything is asked of the body. */
  boolean lookAtBody() {
    return !body.isEmpty() || !notInBody.isEmpty() || digest.isPresent();
  }
}
