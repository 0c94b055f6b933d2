package io.risefall.dns;

import io.risefall.check.CheckContext;
import io.risefall.check.CheckResult;
import io.risefall.check.Patterns;
import io.risefall.check.Reason;
import io.risefall.dns.WireMessage.Answer;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an answer must be like.
 *
 * @param statuses the response codes that pass; absent: all
 * @param failStatus response codes that fail; tried first
 * @param answers each must occur in the data of some record of the answer
 * @param minAnswers records of the type asked for
 * @param required header flags that must be set
 * @param forbidden header flags that must not be set
 */
record Expectations(
    Optional<List<String>> statuses,
    Optional<Pattern> failStatus,
    List<Pattern> answers,
    int minAnswers,
    List<Flag> required,
    List<Flag> forbidden) {

  static final Reason RCODE = new Reason("dns-rcode");
  static final Reason FLAGS = new Reason("dns-flags");
  static final Reason TOO_FEW = new Reason("dns-too-few-answers");
  static final Reason MISMATCH = new Reason("dns-answer-mismatch");

  /**
   * The verdict on a reply.
   *
   * @param records the answers of the type asked for
   * @param server the server, for the sentence
   */
  CheckResult judge(Reply reply, List<Answer> records, String server, CheckContext context)
      throws InterruptedException {
    String status = reply.status();
    if ((failStatus.isPresent() && failStatus.get().matcher(status).find())
        || (statuses.isPresent() && !statuses.get().contains(status))) {
      return CheckResult.fail(RCODE, status + " from " + server);
    }
    String missing = words(required.stream().filter(flag -> !flag.isSet(reply.message())));
    String excess = words(forbidden.stream().filter(flag -> flag.isSet(reply.message())));
    if (!missing.isEmpty() || !excess.isEmpty()) {
      String wrong =
          (missing.isEmpty() ? "" : " without " + missing)
              + (excess.isEmpty() ? "" : " with " + excess);
      return CheckResult.fail(FLAGS, status + wrong + " from " + server);
    }
    String count = records.size() + (records.size() == 1 ? " answer" : " answers");
    if (records.size() < minAnswers) {
      return CheckResult.fail(
          TOO_FEW,
          status + ", " + count + " from " + server + ", at least " + minAnswers + " wanted");
    }
    Optional<CheckResult> mismatch = findMismatch(reply, server, context);
    return mismatch.orElseGet(() -> CheckResult.pass(status + ", " + count + " from " + server));
  }

  private static String words(Stream<Flag> flags) {
    return flags.map(Flag::toString).collect(Collectors.joining(", "));
  }

  private Optional<CheckResult> findMismatch(Reply reply, String server, CheckContext context)
      throws InterruptedException {
    if (answers.isEmpty()) {
      return Optional.empty();
    }
    try {
      for (Pattern pattern : answers) {
        if (!occurs(pattern, reply.message().answers(), context)) {
          return Optional.of(
              CheckResult.fail(MISMATCH, "no answer from " + server + " matches " + pattern));
        }
      }
      return Optional.empty();
    } catch (Patterns.TooCostlyException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return Optional.of(
          CheckResult.broken(Reason.PATTERN_TOO_COSTLY, String.valueOf(e.getMessage())));
    }
  }

  private static boolean occurs(Pattern pattern, List<Answer> all, CheckContext context)
      throws Patterns.TooCostlyException {
    for (Answer one : all) {
      if (Patterns.find(pattern, one.data(), context)) {
        return true;
      }
    }
    return false;
  }
}
