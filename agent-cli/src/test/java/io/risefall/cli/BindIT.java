package io.risefall.cli;

import static io.risefall.cli.CommandRun.risefall;

import io.risefall.cli.peers.LoopbackPort;
import io.risefall.cli.peers.NamedServer;
import io.risefall.cli.peers.Peer;
import io.risefall.cli.peers.PeerCondition;
import io.risefall.cli.peers.RequiresPeer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The verdicts of {@code risefall dns} on what a real BIND answers. */
@RequiresPeer(Peer.NAMED)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BindIT {

  private NamedServer named;

  @BeforeAll
  void start() {
    named =
        NamedServer.builder()
            .option("server-id \"kai\";")
            .option("version \"risefall-test\";")
            .primary("ok.test", Zones.ofEverything())
            .primary("denied.test", Zones.of(1), "allow-query { none; };")
            .missing("missing.test")
            .abandonedSecondary("expired.test", Zones.of(1, "1 1 3"))
            .start();
    named.awaitLog("zone expired.test/IN: expired");
  }

  @AfterAll
  void stop() {
    named.close();
  }

  private CommandRun dns(String arguments) {
    return risefall("dns " + arguments + " --timeout 3s --server " + named.ipv4());
  }

  @Test
  void aHealthyServerPasses() {
    dns("www.ok.test").passes().says("PASS dns NOERROR, 1 answer from " + named.ipv4() + " in ");
  }

  @Test
  void namesCompareWithoutRegardToCase() {
    dns("wWw.Ok.TeSt").passes();
  }

  @Test
  void aNameThatDoesNotExistFailsUnlessItIsExpected() {
    dns("nope.ok.test").fails("dns-rcode").says("NXDOMAIN from " + named.ipv4());
    dns("nope.ok.test --expect-status NXDOMAIN").passes();
  }

  @Test
  void aServerThatRefusesFailsUnlessThatIsExpected() {
    dns("www.elsewhere.test").fails("dns-rcode").says("REFUSED");
    dns("www.elsewhere.test --expect-status REFUSED").passes();
  }

  @Test
  void aZoneThatWasNotLoadedFailsWithServfail() {
    dns("www.missing.test").fails("dns-rcode").says("SERVFAIL");
  }

  @Test
  void aZoneThatHasExpiredFailsWithServfail() {
    dns("www.expired.test").fails("dns-rcode").says("SERVFAIL");
  }

  @Test
  void failStatusIsTriedBeforeExpectStatus() {
    dns("www.missing.test --expect-status any").passes().says("SERVFAIL, 0 answers");
    dns("www.missing.test --expect-status any --fail-status SERV|REF").fails("dns-rcode");
    dns("www.ok.test --fail-status SERV|REF").passes();
  }

  @Test
  void chaosIsAskedForTheVersion() {
    String version = "version.bind --class CH --type TXT";
    dns(version + " --expect-answer ^\"risefall-test\"$").passes();
    dns(version + " --expect-answer ^\"9[.]").fails("dns-answer-mismatch");
    dns("id.server --class CH --type TXT --expect-answer kai").passes();
    dns("nothing.bind --class CH --type TXT").fails("dns-rcode").says("REFUSED");
  }

  @Test
  void overIpv6TheVerdictsAreTheSame() {
    PeerCondition.assume(LoopbackPort.missingIpv6());
    String server = " --source ::1 --server " + named.ipv6();
    risefall("dns www.ok.test" + server).passes().says("from " + named.ipv6());
    risefall("dns www.missing.test" + server).fails("dns-rcode");
    risefall("dns big.ok.test --min-answers 89" + server).passes();
    risefall("dns www.ok.test --transport tcp" + server).passes();
  }

  @Test
  void aSourceOfThisHostIsUsed() {
    dns("www.ok.test --source 127.0.0.1").passes();
    // All of 127.0.0.0/8 is this host on Linux.
    dns("www.ok.test --source 127.0.0.2").passes();
  }

  @Test
  void aSourceThatIsNotHereIsNotTheServersFault() {
    dns("www.ok.test --source 192.0.2.77").isBroken("source-unavailable").says("192.0.2.77");
    dns("www.ok.test --source 192.0.2.77 --transport tcp").isBroken("source-unavailable");
  }

  @Test
  void aSourceOfTheOtherFamilyIsAUsageError() {
    dns("www.ok.test --source ::1").isRefusedAsUsage();
  }

  @Test
  void overTcpTheVerdictsAreTheSame() {
    dns("www.ok.test --transport tcp --verbose").passes().says("transport: tcp").says("connect:");
    dns("www.missing.test --transport tcp").fails("dns-rcode").says("SERVFAIL");
    dns("nope.ok.test --transport tcp").fails("dns-rcode").says("NXDOMAIN");
  }

  @Test
  void nsidTellsWhichServerAnswered() {
    dns("www.ok.test --verbose").passes().says("nsid: kai");
    dns("www.ok.test --verbose --no-edns").passes().doesNotSay("nsid");
  }

  @Test
  void anExtendedErrorIsTold() {
    dns("ns.denied.test --verbose").fails("dns-rcode").says("extended-error: 18 ");
    dns("ns.denied.test --verbose --no-edns").fails("dns-rcode").doesNotSay("extended-error");
  }

  @Test
  void aTruncatedReplyIsAskedForAgainOverTcp() {
    dns("big.ok.test --min-answers 89 --verbose").passes().says("transport: tcp");
  }

  @Test
  void withUdpGivenATruncatedReplyStays() {
    dns("big.ok.test --transport udp --verbose").passes().says("transport: udp").says(" tc ");
    dns("big.ok.test --transport udp --forbid-flags tc").fails("dns-flags").says("with tc");
    dns("big.ok.test --transport udp --min-answers 89").fails("dns-too-few-answers");
  }

  @Test
  void withoutEdnsTruncationBeginsAt512Octets() {
    dns("medium.ok.test --min-answers 40 --verbose").passes().says("transport: udp");
    dns("medium.ok.test --min-answers 40 --verbose --no-edns").passes().says("transport: tcp");
  }

  @Test
  void flagsAreRequiredAndForbidden() {
    dns("www.ok.test --require-flags aa,rd").passes();
    dns("www.ok.test --require-flags ra").fails("dns-flags").says("without ra");
    dns("www.ok.test --forbid-flags aa").fails("dns-flags").says("with aa");
    dns("www.ok.test --no-recurse --forbid-flags rd").passes();
  }

  @Test
  void answersAreCountedByTheirType() {
    dns("www.ok.test --min-answers 2").fails("dns-too-few-answers");
    dns("alias.ok.test --min-answers 1 --expect-answer ^192[.]0[.]2[.]1$").passes();
    dns("alias.ok.test --min-answers 2").fails("dns-too-few-answers");
    dns("www.ok.test --type MX").passes().says("NOERROR, 0 answers");
    dns("www.ok.test --type MX --min-answers 1").fails("dns-too-few-answers");
    dns("www.ok.test --type ANY --min-answers 2").passes();
  }

  @Test
  void recordsOfEveryTypeAreReadAsDigWritesThem() {
    dns("www.ok.test --type AAAA --expect-answer ^2001:db8::1$").passes();
    dns("ok.test --type MX --expect-answer ^10\\smail\\.ok\\.test\\.$").passes();
    dns("ok.test --type NS --expect-answer ^ns\\.ok\\.test\\.$").passes();
    dns("ok.test --type SOA --expect-answer \\s1\\s3600\\s600\\s86400\\s60$").passes();
    dns("1.ok.test --type PTR --expect-answer ^www\\.ok\\.test\\.$").passes();
    dns("_sip._tcp.ok.test --type SRV --expect-answer ^1\\s2\\s5060\\swww").passes();
    dns("text.ok.test --type TXT --expect-answer ^\"up\\sand\\swell\"$").passes();
    dns("alias.ok.test --type CNAME --expect-answer ^www\\.ok\\.test\\.$").passes();
  }
}
