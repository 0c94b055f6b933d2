package io.risefall.dns;

import static io.risefall.dns.Answering.patched;
import static io.risefall.dns.WrongPassRow.address;
import static io.risefall.dns.WrongPassRow.chain;
import static io.risefall.dns.WrongPassRow.fails;
import static io.risefall.dns.WrongPassRow.failsOn;
import static io.risefall.dns.WrongPassRow.passes;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What a name server can say that is no answer to the question, over UDP and over TCP alike. */
@Execution(ExecutionMode.CONCURRENT)
class WrongPassTest {

  private static final String WWW = "www.example.org.";
  private static final String WEB = "web.example.org.";
  private static final String OTHER = "other.example.org.";
  private static final String ADDRESS = "192.0.2.1";
  private static final String ONE = "min-answers=1";
  private static final String MATCH = "expect-answer=^192[.]0[.]2[.]1$";
  private static final String TOO_FEW = "dns-too-few-answers";
  private static final String MISMATCH = "dns-answer-mismatch";
  private static final String WRONG = "dns-wrong-answer";

  static Stream<WrongPassRow> rows() {
    return Stream.of(owners(), chains(), counts(), WrongPassReplies.rows()).flatMap(List::stream);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void overUdp(WrongPassRow row) throws Exception {
    try (HostileServer server = row.start()) {
      row.holds(Checks.dns(server, row.with("transport=udp")));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void overTcp(WrongPassRow row) throws Exception {
    try (HostileServer server = row.start()) {
      row.holds(Checks.dns(server, row.with("transport=tcp")));
    }
  }

  private static List<WrongPassRow> owners() {
    return List.of(
        fails(TOO_FEW, "another name's address", address(OTHER, ADDRESS), ONE),
        fails(MISMATCH, "another name's address, matched", address(OTHER, ADDRESS), MATCH),
        fails(WRONG, "another name's address, nothing expected", address(OTHER, ADDRESS)),
        fails(WRONG, "the zone's address", address("example.org.", ADDRESS)),
        fails(WRONG, "an address of a name below", address("a." + WWW, ADDRESS)),
        fails(WRONG, "an address of the root", address(".", ADDRESS)),
        fails(WRONG, "an address of a name that ends alike", address("x" + WWW, ADDRESS)),
        fails(WRONG, "an address of a name that begins alike", address(WWW + "net.", ADDRESS)),
        fails(WRONG, "the dot is in the label", address("www\\.example.org.", ADDRESS)),
        fails(TOO_FEW, "an address of CHAOS", ofClass(DClass.CH), ONE),
        fails(MISMATCH, "an address of CHAOS, matched", ofClass(DClass.CH), MATCH),
        fails(WRONG, "an address of Hesiod", ofClass(DClass.HS)),
        fails(WRONG, "an address of class ANY", ofClass(DClass.ANY)),
        fails(WRONG, "an address of class NONE", ofClass(DClass.NONE)),
        fails(TOO_FEW, "the other family's address", r -> r.with(Type.AAAA, "2001:db8::1"), ONE),
        fails(MISMATCH, "a text in its place", r -> r.with(Type.TXT, ADDRESS), "expect-answer=192"),
        fails(WRONG, "a text of that name", r -> r.with(Type.TXT, ADDRESS)),
        fails(TOO_FEW, "a signature alone", WrongPassTest::signature, ONE),
        fails(TOO_FEW, "a signature alone, to ANY", WrongPassTest::signature, ONE, "type=ANY"),
        fails(WRONG, "ANY of another name", address(OTHER, ADDRESS), "type=ANY"),
        fails(TOO_FEW, "in the authority section", in(Section.AUTHORITY), ONE),
        fails(MISMATCH, "in the additional section", in(Section.ADDITIONAL), MATCH),
        passes("the name in capitals", address("WWW.EXAMPLE.ORG.", ADDRESS), ONE, MATCH),
        passes("no record at all", r -> r),
        passes("a signature beside it", r -> signature(r.with(Type.A, ADDRESS)), ONE),
        passes("others beside it", r -> others(r).with(Type.A, ADDRESS), ONE, MATCH),
        passes("ANY of the name", r -> r.with(Type.A, ADDRESS), ONE, MATCH, "type=ANY"),
        passes("another name, any status", address(OTHER, ADDRESS), "expect-status=any"),
        passes(
            "a text of CHAOS",
            r -> r.with(Type.TXT, "\"9.18\""),
            "class=CH",
            "type=TXT",
            "name=version.bind",
            "expect-answer=^\"9"));
  }

  private static WrongPassRow.Builds ofClass(int dclass) {
    return reply -> reply.with(WWW, dclass, Type.A, ADDRESS);
  }

  private static WrongPassRow.Builds in(int section) {
    return reply -> reply.with(section, Name.fromConstantString(WWW), Type.A, ADDRESS);
  }

  private static Answering signature(Answering reply) {
    return reply.with(
        Type.RRSIG, "A 8 3 60 20300101000000 20200101000000 12345 example.org. AwEAAcHo");
  }

  private static Answering others(Answering reply) {
    return reply
        .with(OTHER, DClass.IN, Type.A, "192.0.2.9")
        .with(WWW, DClass.CH, Type.A, "192.0.2.8");
  }

  private static List<WrongPassRow> chains() {
    return List.of(
        fails(TOO_FEW, "an alias that leads nowhere", r -> chain(r, WWW, WEB), ONE),
        fails(MISMATCH, "it, matched", r -> chain(r, WWW, WEB), "expect-answer=^web"),
        fails(TOO_FEW, "an alias, and another's address", r -> broken(chain(r, WWW, WEB)), ONE),
        fails(MISMATCH, "the same, matched", r -> broken(chain(r, WWW, WEB)), MATCH),
        fails(WRONG, "the same, nothing expected", r -> broken(chain(r, WWW, WEB))),
        fails(WRONG, "a chain that begins elsewhere", r -> broken(chain(r, WEB, OTHER))),
        fails(
            WRONG,
            "a link is missing",
            r -> broken(chain(chain(r, WWW, WEB), "host.example.org.", OTHER))),
        fails(
            TOO_FEW,
            "a link of CHAOS",
            r -> broken(r.with(WWW, DClass.CH, Type.CNAME, OTHER)),
            ONE),
        fails(
            TOO_FEW,
            "an end of CHAOS",
            r -> chain(r, WWW, WEB).with(WEB, DClass.CH, Type.A, ADDRESS),
            ONE),
        fails(WRONG, "an alias of itself", r -> chain(r, WWW, WWW)),
        fails(TOO_FEW, "an alias of itself, counted", r -> chain(r, WWW, WWW), ONE),
        fails(WRONG, "two aliases of each other", r -> chain(r, WWW, WEB, WWW)),
        fails(MISMATCH, "the same and an address", r -> broken(chain(r, WWW, WEB, WWW)), MATCH),
        fails(WRONG, "seventeen aliases", r -> aliases(r, 17)),
        fails(TOO_FEW, "seventeen aliases, counted", r -> aliases(r, 17), ONE),
        fails(TOO_FEW, "two ways to go", r -> broken(chain(chain(r, WWW, OTHER), WWW, WEB)), ONE),
        fails(TOO_FEW, "a DNAME without its alias", r -> broken(dname(r)), ONE),
        fails(
            TOO_FEW, "a DNAME with another's alias", r -> broken(chain(dname(r), WEB, OTHER)), ONE),
        fails(
            TOO_FEW,
            "the alias was asked for",
            r -> r.with(WEB, DClass.IN, Type.CNAME, OTHER),
            ONE,
            "type=CNAME"),
        fails(
            TOO_FEW,
            "the second alias is none of CNAME's",
            r -> chain(r, WWW, WEB, OTHER),
            "min-answers=2",
            "type=CNAME"),
        passes("an alias that leads elsewhere", r -> chain(r, WWW, "www.example.net.")),
        passes("an alias and its address", r -> broken(chain(r, WWW, OTHER)), ONE, MATCH),
        passes(
            "the alias matches, too",
            r -> broken(chain(r, WWW, OTHER)),
            MATCH,
            "expect-answer=^other[.]"),
        passes(
            "aliases in the wrong order", r -> chain(broken(chain(r, WEB, OTHER)), WWW, WEB), ONE),
        passes("sixteen aliases", r -> aliases(r, 16), ONE, MATCH),
        passes("the alias itself", r -> chain(r, WWW, WEB), ONE, "type=CNAME"),
        passes("ANY follows it", r -> broken(chain(r, WWW, OTHER)), "min-answers=2", "type=ANY"),
        passes("a DNAME and its alias", r -> broken(chain(dname(r), WWW, OTHER)), ONE, MATCH),
        passes(
            "an alias in capitals",
            r -> broken(chain(r, "WWW.Example.Org.", "OTHER.example.org.")),
            ONE));
  }

  /** An address of another name: the end of some chains, and of others not. */
  private static Answering broken(Answering reply) {
    return reply.with(OTHER, DClass.IN, Type.A, ADDRESS);
  }

  private static Answering dname(Answering reply) {
    return reply.with("example.org.", DClass.IN, Type.DNAME, "example.net.");
  }

  private static Answering aliases(Answering reply, int count) {
    String[] names =
        IntStream.rangeClosed(0, count)
            .mapToObj(i -> i == 0 ? WWW : i == count ? OTHER : "a" + i + ".example.")
            .toArray(String[]::new);
    return broken(chain(reply, names));
  }

  private static List<WrongPassRow> counts() {
    return List.of(
        fails(TOO_FEW, "one record twice", r -> twice(r), "min-answers=2"),
        fails(
            TOO_FEW,
            "two wanted, one of them another's",
            r -> others(r).with(Type.A, ADDRESS),
            "min-answers=2"),
        failsOn(
            TOO_FEW, "a record behind the count", q -> patched(Answering.healthy(q), 6, 0), ONE),
        passes("one record twice, one wanted", r -> twice(r), ONE),
        passes(
            "two records",
            r -> r.with(Type.A, ADDRESS).with(Type.A, "192.0.2.2"),
            "min-answers=2"));
  }

  private static Answering twice(Answering reply) {
    return reply.with(Type.A, ADDRESS).with("WWW.example.org.", DClass.IN, Type.A, ADDRESS);
  }
}
