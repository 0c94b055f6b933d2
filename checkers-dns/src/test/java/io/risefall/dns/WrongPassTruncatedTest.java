package io.risefall.dns;

import static io.risefall.dns.Answering.cut;
import static io.risefall.dns.Answering.framed;
import static io.risefall.dns.Answering.patched;
import static io.risefall.dns.Answering.readQuery;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.risefall.check.CheckResult;
import io.risefall.check.Reason;
import io.risefall.check.Verdict;
import io.risefall.dns.HostileServer.Datagrams;
import io.risefall.dns.HostileServer.Stream;
import io.risefall.testkit.BothWays;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Type;

/**
 * What a connection can bring in the place of an answer, asked at once or after a truncated one.
 */
@Execution(ExecutionMode.CONCURRENT)
class WrongPassTruncatedTest {

  private static final Datagrams TRUNCATED =
      (query, sender) -> sender.send(Answering.to(query).flag(Flags.TC).wire());

  /** What a connection brings; what the check finds; and what its sentence says. */
  record Row(String name, String reason, Stream stream, String sentence) {

    Verdict verdict() {
      return reason.equals("ok") ? Verdict.PASS : Verdict.FAIL;
    }

    @Override
    public String toString() {
      return name + ": " + reason;
    }
  }

  /** What is written at once; the connection stays open. */
  private static Row stays(String name, String reason, WrongPassRow.Says says, String sentence) {
    return new Row(
        name,
        reason,
        (client, pause) -> {
          client.getOutputStream().write(says.to(readQuery(client)));
          pause.forever();
        },
        sentence);
  }

  private static Row ends(String name, String reason, WrongPassRow.Says says, String sentence) {
    return new Row(
        name,
        reason,
        (client, pause) -> client.getOutputStream().write(says.to(readQuery(client))),
        sentence);
  }

  private static byte[] truncated(byte[] query) {
    return Answering.to(query).flag(Flags.TC).wire();
  }

  private static byte[] truncatedWithRecord(byte[] query) {
    return Answering.to(query).flag(Flags.TC).with(Type.A, "192.0.2.1").wire();
  }

  private static byte[] together(byte[]... messages) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] message : messages) {
      all.writeBytes(framed(message));
    }
    return all.toByteArray();
  }

  static List<Row> rows() {
    String late = "no answer from SERVER";
    String closed = "SERVER closed the connection before its answer was complete";
    String still = "the answer from SERVER is truncated over TCP";
    return List.of(
        stays("truncated", "dns-truncated", q -> framed(truncated(q)), still),
        stays("a record, truncated", "dns-truncated", q -> framed(truncatedWithRecord(q)), still),
        stays(
            "cut in a record",
            "dns-truncated",
            q -> framed(cut(truncatedWithRecord(q), 45)),
            still),
        stays(
            "truncated, then whole",
            "dns-truncated",
            q -> together(truncated(q), Answering.healthy(q)),
            still),
        stays("silence", "timeout", q -> new byte[0], late + ", connected over TCP"),
        stays(
            "half of the length",
            "timeout",
            q -> new byte[1],
            late + ", 1 octets of an answer came over TCP"),
        stays(
            "a length of 0",
            "timeout",
            q -> new byte[2],
            late + ", connected over TCP, ignored: 1 too short"),
        stays(
            "half of the answer",
            "timeout",
            q -> cut(framed(Answering.healthy(q)), 30),
            late + ", 30 octets of 51 came over TCP"),
        stays(
            "a length that is too long",
            "timeout",
            q -> patched(framed(Answering.healthy(q)), 0, 60),
            late + ", 51 octets of 62 came over TCP"),
        stays(
            "two answers to others",
            "timeout",
            q -> together(Answering.withWrongId(Answering.healthy(q)), q),
            late + ", connected over TCP, ignored: 1 wrong ID, 1 not a reply"),
        ends("the end", "connect-reset", q -> new byte[0], closed),
        ends(
            "the end in the length",
            "connect-reset",
            q -> new byte[1],
            closed + ", 1 octets of an answer came"),
        ends(
            "the end in the answer",
            "connect-reset",
            q -> cut(framed(Answering.healthy(q)), 30),
            closed + ", 30 octets of 51 came"),
        ends(
            "the end after another's answer",
            "connect-reset",
            q -> framed(Answering.withWrongId(Answering.healthy(q))),
            closed + ", ignored: 1 wrong ID"),
        stays("no record", "dns-too-few-answers", q -> framed(Answering.to(q).wire()), ""),
        stays("an answer", "ok", q -> framed(Answering.healthy(q)), ""),
        ends("an answer and the end", "ok", q -> framed(Answering.healthy(q)), ""),
        stays(
            "an answer behind another's",
            "ok",
            q -> together(Answering.withWrongId(Answering.healthy(q)), Answering.healthy(q)),
            ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void overTcp(Row row) throws Exception {
    try (HostileServer server = HostileServer.tcp(row.stream())) {
      holds(row, server, "", "transport=tcp");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void afterATruncatedReply(Row row) throws Exception {
    try (HostileServer server = HostileServer.both(TRUNCATED, row.stream())) {
      holds(row, server, "truncated over UDP, and over TCP: ", "tries=1");
    }
  }

  private static void holds(Row row, HostileServer server, String before, String setting)
      throws Exception {
    String timeout = row.reason().equals("timeout") ? "timeout=400ms" : "timeout=10s";
    CheckResult result = BothWays.run(Checks.dns(server, "min-answers=1", timeout, setting));
    assertEquals(row.verdict(), result.verdict(), result::toString);
    assertEquals(new Reason(row.reason()), result.reason(), result::toString);
    if (!row.sentence().isEmpty()) {
      assertEquals(before + row.sentence().replace("SERVER", server.toString()), result.message());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"min-answers=0", "expect-status=any"})
  void thatTcpIsRefusedAfterATruncatedReplyNamesBoth(String setting) throws Exception {
    try (HostileServer server = HostileServer.udp(TRUNCATED)) {
      CheckResult result = BothWays.run(Checks.dns(server, setting));
      assertEquals(Verdict.FAIL, result.verdict(), result::toString);
      assertEquals(
          "truncated over UDP, and over TCP: " + server + " refused the connection",
          result.message());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"udp", "tcp"})
  void whatIsTruncatedIsNoAnswerToAnyStatusEither(String transport) throws Exception {
    WrongPassRow row = WrongPassRow.passesOn("", WrongPassTruncatedTest::truncatedWithRecord);
    try (HostileServer server = row.start()) {
      String setting = "transport=" + transport;
      CheckResult result = BothWays.run(Checks.dns(server, setting, "expect-status=any"));
      // With UDP asked for by name it is a fact.
      assertEquals(
          transport.equals("udp") ? Verdict.PASS : Verdict.FAIL,
          result.verdict(),
          result::toString);
    }
  }
}
