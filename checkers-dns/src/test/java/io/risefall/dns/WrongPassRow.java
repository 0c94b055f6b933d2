package io.risefall.dns;

import static io.risefall.dns.Answering.framed;
import static io.risefall.dns.Answering.readQuery;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.risefall.check.CheckResult;
import io.risefall.check.Checker;
import io.risefall.check.Reason;
import io.risefall.check.Verdict;
import io.risefall.testkit.BothWays;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Type;

/**
 * What a server says, and what a check makes of it: the same over UDP and over TCP.
 *
 * @param name what is wrong, or odd
 * @param verdict what the check finds
 * @param reason its code
 * @param says the server's words
 * @param settings of the check, beside name, server and time-out
 */
record WrongPassRow(String name, Verdict verdict, String reason, Says says, List<String> settings) {

  /** What a server answers to a query. */
  @FunctionalInterface
  interface Says {
    byte[] to(byte[] query);
  }

  /** What a server answers, as the library writes it. */
  @FunctionalInterface
  interface Builds {
    Answering from(Answering reply);
  }

  static WrongPassRow fails(String reason, String name, Builds says, String... settings) {
    return failsOn(reason, name, query -> says.from(Answering.to(query)).wire(), settings);
  }

  static WrongPassRow failsOn(String reason, String name, Says says, String... settings) {
    return new WrongPassRow(name, Verdict.FAIL, reason, says, List.of(settings));
  }

  static WrongPassRow passes(String name, Builds says, String... settings) {
    return passesOn(name, query -> says.from(Answering.to(query)).wire(), settings);
  }

  static WrongPassRow passesOn(String name, Says says, String... settings) {
    return new WrongPassRow(name, Verdict.PASS, "ok", says, List.of(settings));
  }

  /** What is ignored or cannot be read is waited out. */
  static WrongPassRow ignored(String name, Says says, String... settings) {
    return waitedOut("timeout", name, says, settings);
  }

  static WrongPassRow malformed(String name, Says says, String... settings) {
    return waitedOut("dns-malformed", name, says, settings);
  }

  private static WrongPassRow waitedOut(String reason, String name, Says says, String... settings) {
    List<String> all = new ArrayList<>(List.of("timeout=300ms"));
    all.addAll(List.of(settings));
    return new WrongPassRow(name, Verdict.FAIL, reason, says, all);
  }

  /** An address, of a name of its own. */
  static Builds address(String owner, String data) {
    return reply -> reply.with(owner, DClass.IN, Type.A, data);
  }

  /** Names, each the alias of the next. */
  static Answering chain(Answering reply, String... names) {
    for (int i = 1; i < names.length; i++) {
      reply.with(names[i - 1], DClass.IN, Type.CNAME, names[i]);
    }
    return reply;
  }

  HostileServer start() throws Exception {
    return HostileServer.both(
        (query, sender) -> sender.send(says.to(query)),
        (client, pause) -> {
          client.getOutputStream().write(framed(says.to(readQuery(client))));
          pause.forever();
        });
  }

  /** With settings of its own for one run. */
  String[] with(String... more) {
    List<String> all = new ArrayList<>(settings);
    all.addAll(Arrays.asList(more));
    return all.toArray(String[]::new);
  }

  void holds(Checker checker) throws Exception {
    CheckResult result = BothWays.run(checker);
    // A busy machine lets the time run out before a reply is seen to be malformed.
    for (int i = 0; i < 4 && reason.equals("dns-malformed") && timedOut(result); i++) {
      result = BothWays.run(checker);
    }
    isSaidBy(result);
  }

  void isSaidBy(CheckResult found) {
    assertEquals(verdict, found.verdict(), found::toString);
    assertEquals(new Reason(reason), found.reason(), found::toString);
  }

  private static boolean timedOut(CheckResult result) {
    return result.reason().equals(Reason.TIMEOUT);
  }

  @Override
  public String toString() {
    return name + ": " + verdict + (verdict == Verdict.PASS ? "" : " " + reason);
  }
}
