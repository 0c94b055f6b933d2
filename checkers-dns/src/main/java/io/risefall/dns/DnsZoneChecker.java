package io.risefall.dns;

import io.risefall.check.CheckContext;
import io.risefall.check.CheckFailedException;
import io.risefall.check.CheckResult;
import io.risefall.check.Checker;
import io.risefall.check.Reason;
import io.risefall.dns.WireMessage.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/**
 * Asks the server for the zone's SOA record without recursion, then the masters. The server is at
 * fault if it is not authoritative or its serial is too far away; if no master can tell the serial,
 * nothing can be said about the server.
 */
final class DnsZoneChecker implements Checker {

  static final Reason NOT_AUTHORITATIVE = new Reason("dns-not-authoritative");
  static final Reason NO_SOA = new Reason("dns-no-soa");
  static final Reason SERIAL = new Reason("dns-serial");
  static final Reason NO_MASTER = new Reason("dns-no-master");

  private final Conversation server;
  private final List<Conversation> masters;
  private final int threshold;

  DnsZoneChecker(Conversation server, List<Conversation> masters, int threshold) {
    this.server = server;
    this.masters = List.copyOf(masters);
    this.threshold = threshold;
  }

  @Override
  public Duration timeout() {
    return server.longest().multipliedBy(1 + masters.size());
  }

  @Override
  public CheckResult check(CheckContext context) throws InterruptedException {
    Map<String, String> facts = new LinkedHashMap<>();
    try {
      Reply reply = server.hold(context, facts);
      Facts.of(reply, reply.message().answers(), facts);
      long serial = serial(reply, server);
      facts.put("serial", Long.toString(serial));
      CheckResult result = compare(serial, newestOfMasters(context, facts));
      return result.withTimings(reply.timings()).withFacts(facts);
    } catch (CheckFailedException e) {
      return e.result().withFacts(facts);
    }
  }

  private CheckResult compare(long serial, OptionalLong newest) {
    String here = server.route().serverText();
    if (newest.isEmpty()) {
      return CheckResult.broken(
          NO_MASTER, "no master tells its serial, " + here + " has " + serial);
    }
    String both =
        "serial " + serial + " from " + here + ", " + newest.getAsLong() + " from its master";
    return Math.abs((long) distance(serial, newest.getAsLong())) <= threshold
        ? CheckResult.pass(both)
        : CheckResult.fail(SERIAL, both);
  }

  /** How far {@code a} is ahead of {@code b}: serials are compared modulo 2^32 (RFC 1982). */
  static int distance(long a, long b) {
    return (int) (a - b);
  }

  private OptionalLong newestOfMasters(CheckContext context, Map<String, String> facts)
      throws InterruptedException {
    OptionalLong newest = OptionalLong.empty();
    for (Conversation master : masters) {
      String name = "master " + master.route().serverText();
      try {
        long serial = serial(master.hold(context, new LinkedHashMap<>()), master);
        facts.put(name, Long.toString(serial));
        if (newest.isEmpty() || distance(serial, newest.getAsLong()) > 0) {
          newest = OptionalLong.of(serial);
        }
      } catch (CheckFailedException e) {
        facts.put(name, e.result().reason() + ": " + e.result().message());
      }
    }
    return newest;
  }

  /**
   * The zone's serial as a server has it.
   *
   * @throws CheckFailedException if the reply is not one SOA record, the zone's own, from an
   *     authoritative server
   */
  private static long serial(Reply reply, Conversation asked) throws CheckFailedException {
    String server = asked.route().serverText();
    int rcode = reply.message().rcode();
    if (rcode != Rcode.NOERROR) {
      String advice = asked.query().advice(rcode);
      throw failed(Expectations.RCODE, reply.status() + " from " + server + advice);
    }
    if (!Flag.AA.isSet(reply.message())) {
      throw failed(NOT_AUTHORITATIVE, server + " is not authoritative for the zone");
    }
    // Whether it is the only one, what was cut off would have told.
    if (Flag.TC.isSet(reply.message())) {
      throw failed(Exchange.TRUNCATED, "the answer from " + server + " is truncated");
    }
    List<Answer> answer = new ArrayList<>();
    for (Answer one : reply.message().answers()) {
      if (!Answers.isSignature(one.type())) {
        answer.add(one);
      }
    }
    if (answer.size() != 1 || answer.get(0).type() != Type.SOA) {
      throw failed(NO_SOA, answer.size() + " records from " + server + ", exactly one SOA wanted");
    }
    Answer soa = answer.get(0);
    if (Answers.of(asked.query(), answer).records().isEmpty()) {
      String owner = WireName.text(soa.owner()) + " " + DClass.string(soa.dclass());
      throw failed(NO_SOA, "the SOA record from " + server + " is that of " + owner);
    }
    // MNAME RNAME SERIAL ... (RFC 1035, section 3.3.13); a space in a name would be escaped.
    return Long.parseLong(soa.data().split(" ", -1)[2]);
  }

  private static CheckFailedException failed(Reason reason, String message) {
    return new CheckFailedException(CheckResult.fail(reason, message));
  }
}
