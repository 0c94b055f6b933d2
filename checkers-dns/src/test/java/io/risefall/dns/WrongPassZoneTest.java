package io.risefall.dns;

import static io.risefall.dns.WrongPassRow.chain;
import static io.risefall.dns.WrongPassRow.fails;
import static io.risefall.dns.WrongPassRow.passes;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.risefall.check.CheckResult;
import io.risefall.check.Verdict;
import io.risefall.testkit.BothWays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What a server, or its master, can say that does not show that the zone is there and current. */
@Execution(ExecutionMode.CONCURRENT)
class WrongPassZoneTest {

  private static final String ZONE = "example.org.";
  private static final String WEB = "web.example.org.";
  private static final String SOA = "ns.example.org. root.example.org. 7 3600 600 86400 60";
  private static final String OLDER = SOA.replace(" 7 ", " 6 ");
  private static final String NO_SOA = "dns-no-soa";
  private static final Name APEX = Name.fromConstantString(ZONE);

  static Stream<WrongPassRow> rows() {
    return Stream.of(
        fails(NO_SOA, "another zone's SOA", soa("example.net.", DClass.IN)),
        fails(NO_SOA, "the parent's SOA", soa("org.", DClass.IN)),
        fails(NO_SOA, "a child's SOA", soa("a." + ZONE, DClass.IN)),
        fails(NO_SOA, "the root's SOA", soa(".", DClass.IN)),
        fails(NO_SOA, "an SOA of CHAOS", soa(ZONE, DClass.CH)),
        fails(NO_SOA, "an SOA of class ANY", soa(ZONE, DClass.ANY)),
        fails(NO_SOA, "two of them", aa(r -> r.with(Type.SOA, SOA).with(Type.SOA, OLDER))),
        fails(NO_SOA, "the same one twice", aa(r -> r.with(Type.SOA, SOA).with(Type.SOA, SOA))),
        fails(NO_SOA, "its own and another's", r -> own(soa("a.", DClass.IN).from(r))),
        fails(NO_SOA, "an SOA and an address", aa(r -> own(r).with(Type.A, "192.0.2.1"))),
        fails(NO_SOA, "an alias", aa(r -> chain(r, ZONE, WEB))),
        fails(NO_SOA, "an alias and its SOA", r -> soa(WEB, DClass.IN).from(chain(r, ZONE, WEB))),
        fails(NO_SOA, "an alias beside the SOA", aa(r -> chain(own(r), ZONE, WEB))),
        fails(NO_SOA, "nothing", aa(r -> r)),
        fails(NO_SOA, "in the authority section", aa(in(Section.AUTHORITY))),
        fails(NO_SOA, "in the additional section", aa(in(Section.ADDITIONAL))),
        fails("dns-not-authoritative", "without authority", WrongPassZoneTest::own),
        fails("dns-not-authoritative", "a referral", WrongPassZoneTest::referral),
        fails("dns-rcode", "NXDOMAIN with an SOA", aa(r -> own(r).rcode(Rcode.NXDOMAIN))),
        fails("dns-rcode", "NOTAUTH with an SOA", aa(r -> own(r).rcode(Rcode.NOTAUTH))),
        fails("dns-rcode", "BADVERS with an SOA", aa(r -> own(r).rcode(Rcode.BADVERS))),
        fails("dns-truncated", "truncated", aa(r -> own(r).flag(Flags.TC))),
        fails("dns-serial", "an old serial", aa(r -> r.with(Type.SOA, OLDER))),
        passes("its own SOA", aa(WrongPassZoneTest::own)),
        passes("its own SOA in capitals", soa("EXAMPLE.Org.", DClass.IN)),
        passes("its own SOA and a signature", aa(r -> signed(own(r)))),
        passes("its own SOA and its name servers", aa(r -> referral(own(r)))));
  }

  private static WrongPassRow.Builds aa(WrongPassRow.Builds says) {
    return reply -> says.from(reply).flag(Flags.AA);
  }

  private static WrongPassRow.Builds soa(String owner, int dclass) {
    return aa(reply -> reply.with(owner, dclass, Type.SOA, SOA));
  }

  private static Answering own(Answering reply) {
    return reply.with(Type.SOA, SOA);
  }

  private static WrongPassRow.Builds in(int section) {
    return reply -> reply.with(section, APEX, Type.SOA, SOA);
  }

  private static Answering referral(Answering reply) {
    return reply.with(Section.AUTHORITY, APEX, Type.NS, "ns.example.org.");
  }

  private static Answering signed(Answering reply) {
    return reply.with(
        Type.RRSIG, "SOA 8 2 60 20300101000000 20200101000000 12345 example.org. AwEAAcHo");
  }

  private static HostileServer healthy() throws Exception {
    return passes("", aa(WrongPassZoneTest::own)).start();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void theServerOverUdp(WrongPassRow row) throws Exception {
    theServer(row, "udp");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void theServerOverTcp(WrongPassRow row) throws Exception {
    theServer(row, "tcp");
  }

  private static void theServer(WrongPassRow row, String transport) throws Exception {
    try (HostileServer server = row.start();
        HostileServer master = healthy()) {
      row.holds(Checks.zone(server, row.with("transport=" + transport, "master=" + master)));
    }
  }

  /** What a server may not say to be up, a master may not say to be compared with. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void theMaster(WrongPassRow row) throws Exception {
    try (HostileServer server = healthy();
        HostileServer master = row.start()) {
      CheckResult result = BothWays.run(Checks.zone(server, "master=" + master));
      boolean isSerial = row.reason().equals("dns-serial");
      String reason = isSerial || row.verdict() == Verdict.PASS ? row.reason() : "dns-no-master";
      Verdict verdict = isSerial || row.verdict() == Verdict.PASS ? row.verdict() : Verdict.BROKEN;
      new WrongPassRow(row.name(), verdict, reason, row.says(), List.of()).isSaidBy(result);
    }
  }

  @Test
  void theOwnerOfAnotherZonesSoaIsNamed() throws Exception {
    WrongPassRow row = fails(NO_SOA, "", soa("Example.Net.", DClass.CH));
    try (HostileServer server = row.start();
        HostileServer master = healthy()) {
      CheckResult result = Checks.check(Checks.zone(server, "master=" + master));
      assertEquals(
          "the SOA record from " + server + " is that of example.net. CH", result.message());
    }
  }
}
