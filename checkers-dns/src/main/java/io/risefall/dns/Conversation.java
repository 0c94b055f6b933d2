package io.risefall.dns;

import io.risefall.check.CheckContext;
import io.risefall.check.CheckFailedException;
import io.risefall.check.CheckResult;
import io.risefall.check.Reason;
import io.risefall.check.Timings;
import io.risefall.check.Verdict;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** One query to one server, tried so often: what the option {@code tries} means. */
final class Conversation {

  /** The server sent answers, and none could be read. */
  static final Reason MALFORMED = new Reason("dns-malformed");

  private final Route route;
  private final Query query;
  private final Duration timeout;
  private final int tries;

  Conversation(Route route, Query query, Duration timeout, int tries) {
    this.route = route;
    this.query = query;
    this.timeout = timeout;
    this.tries = tries;
  }

  Route route() {
    return route;
  }

  Query query() {
    return query;
  }

  /** The longest that {@link #hold} takes. */
  Duration longest() {
    return timeout.multipliedBy(tries);
  }

  /**
   * Asks until there is an answer, the tries are used up, the deadline has passed, or the fault is
   * on this side.
   *
   * @param facts is given what happened on the way
   * @throws CheckFailedException with the result, if there is no answer
   * @throws InterruptedException if the thread was interrupted
   */
  Reply hold(CheckContext context, Map<String, String> facts)
      throws CheckFailedException, InterruptedException {
    Ignored ignored = new Ignored();
    int made = 0;
    CheckResult failure;
    Exchange exchange;
    Map<String, String> failed = new LinkedHashMap<>();
    do {
      made++;
      exchange = new Exchange(route, query, context.atMost(timeout), ignored, made > 1);
      try {
        Reply reply = exchange.run();
        note(facts, made, failed, ignored);
        return reply;
      } catch (CheckFailedException e) {
        failure = e.result();
        failed.put("try-" + made, failure.reason().code());
      }
    } while (made < tries && !context.expired() && failure.verdict() != Verdict.BROKEN);
    note(facts, made, failed, ignored);
    throw new CheckFailedException(explain(failure, made, ignored, exchange));
  }

  private static void note(
      Map<String, String> facts, int made, Map<String, String> failed, Ignored ignored) {
    facts.put("tries", Integer.toString(made));
    facts.putAll(failed);
    if (!ignored.isEmpty()) {
      facts.put("ignored", ignored.toString());
    }
  }

  private CheckResult explain(CheckResult failure, int made, Ignored ignored, Exchange exchange) {
    String suffix = made > 1 ? " after " + made + " tries" : "";
    boolean timedOut = failure.reason().equals(Reason.TIMEOUT);
    if (timedOut && ignored.onlyMalformed()) {
      return CheckResult.fail(
          MALFORMED, "no answer from " + route.serverText() + " could be read" + suffix);
    }
    String seen =
        (timedOut ? exchange.inVain() : "") + (ignored.isEmpty() ? "" : ", ignored: " + ignored);
    return new CheckResult(
        failure.verdict(),
        failure.reason(),
        exchange.before() + failure.message() + suffix + seen,
        Timings.UNMEASURED,
        Map.of(),
        failure.weight());
  }
}
