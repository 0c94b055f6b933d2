package io.risefall.dns;

import io.risefall.check.CheckContext;
import io.risefall.check.CheckFailedException;
import io.risefall.check.CheckResult;
import io.risefall.check.Checker;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Asks one question and judges the answer. */
final class DnsChecker implements Checker {

  private final Conversation conversation;
  private final Expectations expectations;

  DnsChecker(Conversation conversation, Expectations expectations) {
    this.conversation = conversation;
    this.expectations = expectations;
  }

  @Override
  public Duration timeout() {
    return conversation.longest();
  }

  @Override
  public CheckResult check(CheckContext context) throws InterruptedException {
    Map<String, String> facts = new LinkedHashMap<>();
    try {
      Reply reply = conversation.hold(context, facts);
      Answers answers = Answers.of(conversation.query(), reply.message().answers());
      CheckResult result = expectations.judge(reply, answers, conversation, context);
      Facts.of(reply, answers, facts);
      return result.withTimings(reply.timings()).withFacts(facts);
    } catch (CheckFailedException e) {
      return e.result().withFacts(facts);
    }
  }
}
