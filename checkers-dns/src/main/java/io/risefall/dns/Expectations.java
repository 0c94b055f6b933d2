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
 * @param answers each must occur in the data of some record that answers, or of its aliases
 * @param minAnswers records that answer
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
  static final Reason WRONG_ANSWER = new Reason("dns-wrong-answer");

  /**
   * The verdict on a reply.
   *
   * @param found what of it answers the question
   * @param asked whom and what, for the sentence
   */
  CheckResult judge(Reply reply, Answers found, Conversation asked, CheckContext context)
      throws InterruptedException {
    String status = reply.status();
    String server = asked.route().serverText();
    if ((failStatus.isPresent() && failStatus.get().matcher(status).find())
        || (statuses.isPresent() && !statuses.get().contains(status))) {
      String advice = asked.query().advice(reply.message().rcode());
      return CheckResult.fail(RCODE, status + " from " + server + advice);
    }
    String missing = words(required.stream().filter(flag -> !flag.isSet(reply.message())));
    String excess = words(forbidden.stream().filter(flag -> flag.isSet(reply.message())));
    if (!missing.isEmpty() || !excess.isEmpty()) {
      String wrong =
          (missing.isEmpty() ? "" : " without " + missing)
              + (excess.isEmpty() ? "" : " with " + excess);
      return CheckResult.fail(FLAGS, status + wrong + " from " + server);
    }
    int records = found.records().size();
    String count = records + (records == 1 ? " answer" : " answers");
    if (records < minAnswers) {
      return CheckResult.fail(
          TOO_FEW,
          status
              + ", "
              + count
              + " from "
              + server
              + ", at least "
              + minAnswers
              + " wanted"
              + trouble(found));
    }
    Optional<CheckResult> mismatch = findMismatch(found, server, context);
    if (mismatch.isPresent()) {
      return mismatch.get();
    }
    // No record at all is an answer, and whoever expects any status takes any reply.
    return found.areWrong() && statuses.isPresent()
        ? CheckResult.fail(WRONG_ANSWER, status + ", " + count + " from " + server + trouble(found))
        : CheckResult.pass(status + ", " + count + " from " + server);
  }

  /** What stands in the answer in the place of what was asked for. */
  private static String trouble(Answers found) {
    if (!found.areWrong()) {
      return "";
    }
    if (found.endless()) {
      return ": its aliases go round in a circle, or on and on";
    }
    int others = found.unrelated().size();
    return others == 1
        ? ": its record belongs to another question"
        : ": its " + others + " records belong to another question";
  }

  private static String words(Stream<Flag> flags) {
    return flags.distinct().map(Flag::toString).collect(Collectors.joining(", "));
  }

  private Optional<CheckResult> findMismatch(Answers found, String server, CheckContext context)
      throws InterruptedException {
    if (answers.isEmpty()) {
      return Optional.empty();
    }
    try {
      for (Pattern pattern : answers) {
        if (!occurs(pattern, found, context)) {
          return Optional.of(
              CheckResult.fail(
                  MISMATCH, "no answer from " + server + " matches " + pattern + trouble(found)));
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

  /** An alias is a part of the answer that it leads to, and of none that is not there. */
  private static boolean occurs(Pattern pattern, Answers found, CheckContext context)
      throws Patterns.TooCostlyException {
    return !found.records().isEmpty()
        && (occurs(pattern, found.records(), context) || occurs(pattern, found.aliases(), context));
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
