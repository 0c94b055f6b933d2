package io.risefall.http;

import io.risefall.check.CheckContext;
import io.risefall.check.CheckResult;
import io.risefall.check.Patterns;
import io.risefall.check.Reason;
import io.risefall.http.Body.End;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.Arrays;
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

  /** A status line and header fields. */
  record Head(int status, String words, List<Field> fields, Optional<Charset> charset) {}

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
   * The verdict on the body.
   *
   * @param facts is given the number of octets read
   */
  CheckResult judge(
      Head head, InputStream in, String from, CheckContext context, Map<String, String> facts)
      throws IOException, Patterns.TooCostlyException {
    Body reading = new Body(body, notInBody, digest.isPresent(), maxBody, head.charset);
    End end;
    try {
      end = reading.read(in, context);
    } finally {
      facts.put("bytes", Integer.toString(reading.length()));
    }
    String size = reading.length() + (reading.length() == 1 ? " byte" : " bytes");
    String whole = head.words + ", " + size + " from " + from;
    if (reading.unwanted().isPresent()) {
      return CheckResult.fail(REJECTED, whole + " match " + reading.unwanted().get());
    }
    if (reading.missing().isPresent()) {
      return CheckResult.fail(MISMATCH, whole + " do not match " + reading.missing().get());
    }
    if (digest.isPresent()) {
      if (end == End.LIMIT && in.read() >= 0) {
        return CheckResult.fail(TOO_LARGE, head.words + " from " + from + ", more than " + size);
      }
      if (!Arrays.equals(digest.get(), reading.digest().orElseThrow())) {
        return CheckResult.fail(DIGEST, whole + " have another digest");
      }
    }
    return CheckResult.pass(whole);
  }
}
