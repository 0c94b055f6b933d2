package io.risefall.dns;

import io.risefall.check.CheckContext;
import io.risefall.check.CheckResult;
import io.risefall.check.Checker;
import io.risefall.check.Timings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

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
    long start = context.ticker().read();
    Map<String, String> facts = new LinkedHashMap<>();
    try {
      Reply reply = conversation.hold(context, facts);
      List<Record> records = ofTypeAsked(reply);
      CheckResult result =
          expectations.judge(reply, records, conversation.route().serverText(), context);
      Facts.of(reply, records, facts);
      long total = context.ticker().read() - start;
      return result
          .withTimings(
              new Timings(Timings.NONE, reply.connect(), Timings.NONE, reply.firstByte(), total))
          .withFacts(facts);
    } catch (TryFailedException e) {
      return e.result().withFacts(facts);
    }
  }

  private List<Record> ofTypeAsked(Reply reply) {
    List<Record> all = reply.message().getSection(Section.ANSWER);
    int type = conversation.query().type();
    return type == Type.ANY
        ? all
        : all.stream().filter(record -> record.getType() == type).toList();
  }
}
