package io.risefall.dns;

import io.risefall.check.CheckContext;
import io.risefall.check.CheckResult;
import io.risefall.check.Patterns;
import io.risefall.check.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Record;

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
    List<String> required,
    List<String> forbidden) {

  /** The flags of RFC 1035, section 4.1.1, and RFC 4035, section 3. */
  static final List<String> FLAGS = List.of("aa", "tc", "rd", "ra", "ad", "cd");

  static final Reason RCODE = new Reason("dns-rcode");
  static final Reason FLAG = new Reason("dns-flags");
  static final Reason TOO_FEW = new Reason("dns-too-few-answers");
  static final Reason MISMATCH = new Reason("dns-answer-mismatch");

  /**
   * The verdict on a reply.
   *
   * @param records the records of the type asked for
   * @param server the server, for the sentence
   */
  CheckResult judge(Reply reply, List<Record> records, String server, CheckContext context)
      throws InterruptedException {
    String status = reply.status();
    if ((failStatus.isPresent() && failStatus.get().matcher(status).find())
        || (statuses.isPresent() && !statuses.get().contains(status))) {
      return CheckResult.fail(RCODE, status + " from " + server);
    }
    List<String> missing = new ArrayList<>(required);
    missing.removeIf(flag -> isSet(reply, flag));
    List<String> excess = new ArrayList<>(forbidden);
    excess.removeIf(flag -> !isSet(reply, flag));
    if (!missing.isEmpty() || !excess.isEmpty()) {
      String wrong =
          (missing.isEmpty() ? "" : " without " + String.join(", ", missing))
              + (excess.isEmpty() ? "" : " with " + String.join(", ", excess));
      return CheckResult.fail(FLAG, status + wrong + " from " + server);
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

  private static boolean isSet(Reply reply, String flag) {
    return reply.hasFlag(Flags.value(flag.toLowerCase(Locale.ROOT)));
  }

  private Optional<CheckResult> findMismatch(Reply reply, String server, CheckContext context)
      throws InterruptedException {
    if (answers.isEmpty()) {
      return Optional.empty();
    }
    List<String> data =
        reply.message().getSection(org.xbill.DNS.Section.ANSWER).stream()
            .map(Record::rdataToString)
            .toList();
    try {
      for (Pattern pattern : answers) {
        if (!occurs(pattern, data, context)) {
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
          CheckResult.fail(Reason.PATTERN_TOO_COSTLY, String.valueOf(e.getMessage())));
    }
  }

  private static boolean occurs(Pattern pattern, List<String> data, CheckContext context)
      throws Patterns.TooCostlyException {
    for (String one : data) {
      if (Patterns.find(pattern, one, context)) {
        return true;
      }
    }
    return false;
  }
}
