package io.risefall.dns;

import static io.risefall.dns.Answering.octets;
import static io.risefall.dns.Answering.patched;
import static io.risefall.dns.WrongPassRow.fails;
import static io.risefall.dns.WrongPassRow.ignored;
import static io.risefall.dns.WrongPassRow.malformed;
import static io.risefall.dns.WrongPassRow.passes;
import static io.risefall.dns.WrongPassRow.passesOn;

import java.util.List;
import java.util.stream.Stream;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.NSIDOption;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** Replies whose question is the right one, and the rest of the message is not; and others. */
final class WrongPassReplies {

  private static final String WWW = "www.example.org.";
  private static final String OTHER = "other.example.org.";
  private static final String ADDRESS = "192.0.2.1";
  private static final String ONE = "min-answers=1";
  private static final String MATCH = "expect-answer=^192[.]0[.]2[.]1$";
  private static final String TOO_FEW = "dns-too-few-answers";
  private static final String MISMATCH = "dns-answer-mismatch";
  private static final String RCODE = "dns-rcode";

  private WrongPassReplies() {}

  static List<WrongPassRow> rows() {
    return Stream.of(texts(), statuses(), headers(), wires()).flatMap(List::stream).toList();
  }

  private static List<WrongPassRow> texts() {
    return List.of(
        fails(
            MISMATCH,
            "only another's address matches",
            r -> r.with(OTHER, DClass.IN, Type.A, ADDRESS).with(Type.A, "192.0.2.9"),
            MATCH),
        fails(
            MISMATCH,
            "a pattern over two records",
            r -> r.with(Type.A, ADDRESS).with(Type.A, "192.0.2.2"),
            "expect-answer=192.0.2.1[^0-9]+192.0.2.2"),
        fails(MISMATCH, "an address that is longer", r -> r.with(Type.A, "192.0.2.11"), MATCH),
        fails(
            MISMATCH,
            "a newline in a text",
            text("\"no\\010ok\""),
            "type=TXT",
            "expect-answer=(?m)^ok"),
        fails(
            MISMATCH,
            "a CR in a text",
            text("\"ok\\013\\010no\""),
            "type=TXT",
            "expect-answer=(?m)ok$"),
        fails(
            MISMATCH,
            "a quote in a text",
            text("\"no\\\" \\\"ok\""),
            "type=TXT",
            "expect-answer=[^\\\\]\" \"ok"),
        fails(
            MISMATCH,
            "a backslash before a quote",
            text("\"ok\\\\\\\"\""),
            "type=TXT",
            "expect-answer=^\"ok\"$"),
        fails(
            MISMATCH, "a text in two strings", text("\"o\" \"k\""), "type=TXT", "expect-answer=ok"),
        fails(MISMATCH, "a text in capitals", text("\"OK\""), "type=TXT", "expect-answer=ok"),
        fails(MISMATCH, "no answer and a pattern of nothing", r -> r, "expect-answer="),
        passes("a text", text("\"ok\""), "type=TXT", "expect-answer=^\"ok\"$"),
        passes("two strings", text("\"o\" \"k\""), "type=TXT", "expect-answer=^\"o\" \"k\"$"));
  }

  private static WrongPassRow.Builds text(String data) {
    return reply -> reply.with(Type.TXT, data);
  }

  private static List<WrongPassRow> statuses() {
    return List.of(
        fails(RCODE, "NXDOMAIN with an address", status(Rcode.NXDOMAIN), ONE),
        fails(RCODE, "SERVFAIL with an address", status(Rcode.SERVFAIL), ONE),
        fails(RCODE, "REFUSED with an address", status(Rcode.REFUSED), MATCH),
        fails(RCODE, "BADVERS, the header's bits are 0", status(Rcode.BADVERS), ONE),
        fails(RCODE, "BADVERS and no question", r -> r.rcode(Rcode.BADVERS).withoutQuestion()),
        fails(RCODE, "a status of EDNS without a name", status(0xab0)),
        fails(RCODE, "FORMERR and no question", r -> r.rcode(Rcode.FORMERR).withoutQuestion()),
        fails(RCODE, "NOERROR, NXDOMAIN expected", status(0), "expect-status=NXDOMAIN"),
        fails(
            RCODE,
            "an extended status, its lower bits expected",
            status(0x12),
            "expect-status=SERVFAIL"),
        fails(
            RCODE,
            "fail-status comes first",
            status(0),
            "fail-status=NOERROR",
            "expect-status=NOERROR,ANY"),
        fails(
            TOO_FEW,
            "NXDOMAIN expected, and another's address",
            r -> r.with("other.example.org.", DClass.IN, Type.A, ADDRESS).rcode(Rcode.NXDOMAIN),
            "expect-status=NXDOMAIN",
            ONE),
        passes("NXDOMAIN expected", r -> r.rcode(Rcode.NXDOMAIN), "expect-status=NXDOMAIN"),
        passes(
            "an OPT record", r -> r.with(Type.A, ADDRESS).option(new NSIDOption(octets(1))), ONE));
  }

  private static WrongPassRow.Builds status(int rcode) {
    return reply -> reply.with(Type.A, ADDRESS).rcode(rcode);
  }

  private static List<WrongPassRow> headers() {
    int end = 12 + Name.fromConstantString(WWW).length();
    return List.of(
        ignored("another ID", q -> Answering.withWrongId(Answering.healthy(q))),
        ignored("the query itself", q -> q),
        ignored("an answer that says it is a query", q -> patched(Answering.healthy(q), 2, 0x0100)),
        ignored("a NOTIFY", q -> patched(Answering.healthy(q), 2, 0x8000 | 4 << 11)),
        ignored("an inverse query", q -> patched(Answering.healthy(q), 2, 0x8000 | 1 << 11)),
        ignored("another name asked for", q -> renamed(Answering.healthy(q))),
        ignored("another type asked for", q -> patched(Answering.healthy(q), end, Type.AAAA)),
        ignored("another class asked for", q -> patched(Answering.healthy(q), end + 2, DClass.CH)),
        ignored("two questions", q -> patched(Answering.healthy(q), 4, 2)),
        ignored("no question", q -> Answering.to(q).with(Type.A, ADDRESS).withoutQuestion().wire()),
        ignored("no question, an OPT record", WrongPassReplies::withoutQuestion),
        ignored("nothing", q -> new byte[0]),
        ignored("a header alone", q -> Answering.cut(Answering.healthy(q), 12)),
        fails(
            "dns-flags",
            "a flag wanted twice",
            r -> r.with(Type.A, ADDRESS),
            "require-flags=aa,aa"),
        fails("dns-flags", "not authenticated", r -> r.with(Type.A, ADDRESS), "require-flags=ad"),
        passesOn("the bit that must be zero", q -> patched(Answering.healthy(q), 2, 0x81c0), ONE),
        passes("a flag wanted twice that is set", r -> r.flag(Flags.AA), "require-flags=aa,aa"));
  }

  private static byte[] renamed(byte[] reply) {
    byte[] other = reply.clone();
    other[13]++;
    return other;
  }

  private static byte[] withoutQuestion(byte[] query) {
    return Answering.to(query)
        .with(Type.A, ADDRESS)
        .option(new NSIDOption(octets(1)))
        .withoutQuestion()
        .wire();
  }

  private static List<WrongPassRow> wires() {
    return List.of(
        malformed("one record, two announced", q -> patched(Answering.healthy(q), 6, 2)),
        malformed("an authority that is not there", q -> patched(Answering.healthy(q), 8, 1)),
        malformed("an address of five octets", q -> raw(q, octets(0xc0, 12), 5)),
        malformed("an address of three octets", q -> raw(q, octets(0xc0, 12), 3)),
        malformed("a name that points ahead", q -> raw(q, octets(0xff, 0xff), 4)),
        malformed("two OPT records", q -> twoOptRecords(q, 0)),
        malformed("two OPT records, one of them with an error", q -> twoOptRecords(q, 1)),
        malformed("an OPT record of a name", WrongPassReplies::namedOptRecord),
        passesOn(
            "octets behind the last record",
            q -> Answering.cut(Answering.healthy(q), 70),
            ONE,
            MATCH));
  }

  private static byte[] raw(byte[] query, byte[] name, int octets) {
    return Answering.raw(query, name, Type.A, new byte[octets]);
  }

  private static byte[] twoOptRecords(byte[] query, int error) {
    byte[] one = Answering.to(query).with(Type.A, ADDRESS).wire();
    byte[] two = Answering.cut(one, one.length + 22);
    two[one.length + 2] = Type.OPT;
    two[one.length + 13] = Type.OPT;
    two[one.length + 16] = (byte) error;
    return patched(two, 10, 2);
  }

  private static byte[] namedOptRecord(byte[] query) {
    byte[] one = Answering.to(query).with(Type.A, ADDRESS).wire();
    byte[] more = Answering.cut(one, one.length + 12);
    more[one.length] = (byte) 0xc0;
    more[one.length + 1] = 12;
    more[one.length + 3] = Type.OPT;
    return patched(more, 10, 1);
  }
}
