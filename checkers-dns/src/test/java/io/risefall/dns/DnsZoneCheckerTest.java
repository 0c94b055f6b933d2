package io.risefall.dns;

import static io.risefall.dns.Checks.assertBroken;
import static io.risefall.dns.Checks.assertFact;
import static io.risefall.dns.Checks.assertFails;
import static io.risefall.dns.Checks.assertPasses;
import static io.risefall.dns.Checks.check;
import static io.risefall.dns.Checks.inTime;
import static io.risefall.dns.Checks.inTimeWith;
import static io.risefall.dns.Checks.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.risefall.check.CheckResult;
import io.risefall.check.Checker;
import io.risefall.dns.HostileServer.Datagrams;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** A zone compared with its masters, branch by branch. */
class DnsZoneCheckerTest {

  private static final String SOA = "ns.example.org. root.example.org. 7 3600 600 86400 60";

  private final List<HostileServer> servers = new ArrayList<>();

  private HostileServer server(Datagrams script) throws IOException {
    HostileServer server = HostileServer.udp(script);
    servers.add(server);
    return server;
  }

  private HostileServer withSerial(long serial) throws IOException {
    return server((query, sender) -> sender.send(Answering.soa(query, serial)));
  }

  private HostileServer silent() throws IOException {
    return server(HostileServer.SILENT);
  }

  @AfterEach
  void closeServers() throws IOException {
    for (HostileServer server : servers) {
      server.close();
    }
  }

  @Test
  void theMastersSerialPasses() throws Exception {
    HostileServer slave = withSerial(2026112101);
    HostileServer master = withSerial(2026112101);
    CheckResult result = assertPasses(check(zone(slave, "master=" + master)));
    assertEquals(
        "serial 2026112101 from " + slave + ", 2026112101 from its master", result.message());
    assertFact("2026112101", "serial", result);
    assertFact("2026112101", "master " + master, result);
    assertFact("NOERROR", "rcode", result);
    assertFact("aa ra", "flags", result);
  }

  @Test
  void nobodyIsAskedToRecurse() throws Exception {
    HostileServer slave = withSerial(1);
    HostileServer master = withSerial(1);
    assertPasses(check(zone(slave, "master=" + master)));
    for (HostileServer asked : List.of(slave, master)) {
      Message query = Answering.parsed(asked.queries().get(0));
      assertFalse(query.getHeader().getFlag(Flags.RD));
      assertEquals(
          Record.newRecord(Name.fromConstantString("example.org."), Type.SOA, DClass.IN),
          query.getQuestion());
    }
  }

  @Test
  void aLaggingSerialFails() throws Exception {
    HostileServer slave = withSerial(5);
    CheckResult result = assertFails("dns-serial", check(zone(slave, "master=" + withSerial(7))));
    assertEquals("serial 5 from " + slave + ", 7 from its master", result.message());
    assertFact("5", "serial", result);
  }

  @Test
  void aSerialAheadOfTheMasterFailsToo() throws Exception {
    assertFails("dns-serial", check(zone(withSerial(9), "master=" + withSerial(7))));
  }

  @ParameterizedTest
  @CsvSource({
    "5, 7, 2, true",
    "5, 7, 1, false",
    "9, 7, 2, true",
    "9, 7, 1, false",
    "4294967295, 0, 1, true",
    "4294967295, 0, 0, false",
    "0, 4294967295, 1, true",
    "2, 4294967294, 4, true",
    "2, 4294967294, 3, false",
    "2147483648, 0, 2147483647, false",
    "2147483647, 0, 2147483647, true",
    "0, 2147483647, 2147483647, true",
    "4294967295, 4294967295, 0, true"
  })
  void serialsAreComparedAroundTheirCircle(long serial, long master, int threshold, boolean passes)
      throws Exception {
    CheckResult result =
        check(
            zone(
                withSerial(serial),
                "master=" + withSerial(master),
                "serial-threshold=" + threshold));
    if (passes) {
      assertPasses(result);
    } else {
      assertFails("dns-serial", result);
    }
  }

  @Test
  void ofSeveralMastersTheNewestSerialCounts() throws Exception {
    HostileServer old = withSerial(6);
    HostileServer current = withSerial(7);
    for (List<HostileServer> order : List.of(List.of(old, current), List.of(current, old))) {
      String[] masters = {"master=" + order.get(0), "master=" + order.get(1)};
      assertPasses(check(zone(withSerial(7), masters)));
      assertFails("dns-serial", check(zone(withSerial(6), masters)));
    }
  }

  @Test
  void theNewestSerialMayBeTheSmallerNumber() throws Exception {
    String[] masters = {"master=" + withSerial(4_294_967_290L), "master=" + withSerial(3)};
    assertPasses(check(zone(withSerial(3), masters)));
    assertFails("dns-serial", check(zone(withSerial(4_294_967_290L), masters)));
  }

  @Test
  void oneMasterThatIsDeadIsToldAndPassedOver() throws Exception {
    try (Socket bound = new Socket()) { // keeps the port from others and does not listen
      bound.bind(new InetSocketAddress(HostileServer.IPV4, 0));
      String dead = "127.0.0.1:" + bound.getLocalPort();
      HostileServer slave = bothWithSerial(7);
      HostileServer master = bothWithSerial(7);
      CheckResult result =
          assertPasses(check(zone(slave, "master=" + dead, "master=" + master, "transport=tcp")));
      assertFact("connect-refused: " + dead + " refused the connection", "master " + dead, result);
      assertFact("7", "master " + master, result);
      assertFact("tcp", "transport", result);
    }
  }

  private HostileServer bothWithSerial(long serial) throws IOException {
    HostileServer server =
        HostileServer.tcp(
            (client, pause) ->
                client
                    .getOutputStream()
                    .write(Answering.framed(Answering.soa(Answering.readQuery(client), serial))));
    servers.add(server);
    return server;
  }

  @Test
  void withoutAnyMasterNothingCanBeSaid() throws Exception {
    HostileServer slave = withSerial(7);
    HostileServer lame =
        server((query, sender) -> sender.send(Answering.to(query).with(Type.SOA, SOA).wire()));
    HostileServer failing =
        server((query, sender) -> sender.send(Answering.to(query).rcode(Rcode.SERVFAIL).wire()));
    CheckResult result =
        assertBroken("dns-no-master", check(zone(slave, "master=" + lame, "master=" + failing)));
    assertEquals("no master tells its serial, " + slave + " has 7", result.message());
    assertFact(
        "dns-not-authoritative: " + lame + " is not authoritative for the zone",
        "master " + lame,
        result);
    assertFact("dns-rcode: SERVFAIL from " + failing, "master " + failing, result);
  }

  @Test
  void mastersThatAreSilentAreWaitedOutOneAfterTheOther() throws Exception {
    String[] settings = {"master=" + silent(), "master=" + silent(), "timeout=300ms"};
    Checker checker = zone(withSerial(7), settings);
    assertEquals(Duration.ofMillis(900), checker.timeout());
    assertBroken("dns-no-master", inTimeWith("serial", checker));
  }

  @Test
  void theDeadlineEndsTheWaitForMasters() throws Exception {
    Checker checker = zone(withSerial(7), "master=" + silent(), "master=" + silent(), "tries=9");
    assertBroken("dns-no-master", inTimeWith("serial", checker, Duration.ofMillis(300)));
  }

  @Test
  void aServerThatIsSilentFailsAndNoMasterIsAsked() throws Exception {
    HostileServer master = withSerial(7);
    assertFails("timeout", inTime(zone(silent(), "master=" + master, "timeout=300ms", "tries=2")));
    assertEquals(0, master.queries().size());
  }

  @Test
  void anErrorFailsAndIsToldWithItsFacts() throws Exception {
    HostileServer slave =
        server(
            (query, sender) ->
                sender.send(
                    Answering.to(query)
                        .rcode(Rcode.SERVFAIL)
                        .option(new ExtendedErrorCodeOption(14, "zone not loaded"))
                        .wire()));
    CheckResult result = assertFails("dns-rcode", check(zone(slave, "master=" + withSerial(7))));
    assertEquals("SERVFAIL from " + slave, result.message());
    assertFact("SERVFAIL", "rcode", result);
    assertFact("14 NOT_READY: zone not loaded", "extended-error", result);
  }

  @Test
  void anAnswerWithoutAuthorityFails() throws Exception {
    HostileServer slave =
        server((query, sender) -> sender.send(Answering.to(query).with(Type.SOA, SOA).wire()));
    CheckResult result =
        assertFails("dns-not-authoritative", check(zone(slave, "master=" + withSerial(7))));
    assertEquals(slave + " is not authoritative for the zone", result.message());
    assertFact("ra", "flags", result);
  }

  @Test
  void anythingButOneSoaFails() throws Exception {
    String master = "master=" + withSerial(7);
    List<List<String>> answers =
        List.of(List.of(), List.of(SOA, SOA.replace(" 7 ", " 8 ")), List.of("www.example.org."));
    for (List<String> records : answers) {
      HostileServer slave =
          server(
              (query, sender) -> {
                Answering reply = Answering.to(query).flag(Flags.AA);
                records.forEach(r -> reply.with(r.contains(" ") ? Type.SOA : Type.CNAME, r));
                sender.send(reply.wire());
              });
      CheckResult result = assertFails("dns-no-soa", check(zone(slave, master)));
      assertEquals(
          records.size() + " records from " + slave + ", exactly one SOA wanted", result.message());
    }
  }

  @Test
  void namesWithSpacesInThemDoNotHideTheSerial() throws Exception {
    HostileServer slave =
        server(
            (query, sender) ->
                sender.send(
                    Answering.to(query)
                        .flag(Flags.AA)
                        .with(Type.SOA, "a\\032b\\.c. d\\032e. 7 1 1 1 1")
                        .wire()));
    assertPasses(check(zone(slave, "master=" + withSerial(7))));
  }

  @Test
  void repliesThatAreIgnoredAreTold() throws Exception {
    HostileServer slave =
        server(
            (query, sender) -> {
              sender.send(Answering.withWrongId(Answering.soa(query, 1)));
              sender.send(Answering.soa(query, 7));
            });
    CheckResult result = assertPasses(check(zone(slave, "master=" + withSerial(7))));
    assertFact("1 wrong ID", "ignored", result);
  }
}
