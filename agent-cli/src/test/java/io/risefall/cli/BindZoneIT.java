package io.risefall.cli;

import static io.risefall.cli.CommandRun.risefall;
import static org.awaitility.Awaitility.await;

import io.risefall.cli.peers.LoopbackPort;
import io.risefall.cli.peers.NamedServer;
import io.risefall.cli.peers.Peer;
import io.risefall.cli.peers.PeerCondition;
import io.risefall.cli.peers.RequiresPeer;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The verdicts of {@code risefall dns-zone} on a primary and secondaries, all real BINDs. */
@RequiresPeer(Peer.NAMED)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
class BindZoneIT {

  private static final String DEAD = "127.0.0.1:1";
  private static final long HIGHEST = 4_294_967_295L;

  private NamedServer server;
  private NamedServer master;
  private NamedServer older;

  @BeforeAll
  void start() {
    server =
        serverOf(2026112105L, HIGHEST, 1)
            .primary("parent.test", Zones.of(1) + "child NS ns.child\nns.child A 192.0.2.54\n")
            .missing("missing.test")
            .start();
    master =
        serverOf(2026112105L, 0, HIGHEST)
            .primary("child.parent.test", Zones.of(1))
            .primary("missing.test", Zones.of(1))
            .start();
    older = serverOf(2026112102L, 0, 0).start();
  }

  private static NamedServer.Builder serverOf(long plain, long wrapping, long wrapped) {
    return NamedServer.builder()
        .primary("plain.test", Zones.of(plain))
        .primary("wrapping.test", Zones.of(wrapping))
        .primary("wrapped.test", Zones.of(wrapped));
  }

  @AfterAll
  void stop() {
    server.close();
    master.close();
    older.close();
  }

  private static CommandRun zone(String zone, NamedServer server, String... masters) {
    return risefall(
        "dns-zone "
            + zone
            + " --timeout 3s --server "
            + server.ipv4()
            + " --master "
            + String.join(" --master ", masters));
  }

  @Test
  void theMastersSerialPasses() {
    zone("plain.test", server, master.ipv4())
        .passes()
        .says("serial 2026112105 from " + server.ipv4() + ", 2026112105 from its master");
  }

  @Test
  void aSerialBehindTheMastersFailsUnlessWithinTheThreshold() {
    zone("plain.test", older, master.ipv4()).fails("dns-serial").says("2026112102");
    zone("plain.test --serial-threshold 2", older, master.ipv4()).fails("dns-serial");
    zone("plain.test --serial-threshold 3", older, master.ipv4()).passes();
  }

  @Test
  void aSerialAheadOfTheMastersFailsAsWell() {
    zone("plain.test", server, older.ipv4()).fails("dns-serial");
    zone("plain.test --serial-threshold 3", server, older.ipv4()).passes();
  }

  @Test
  void serialsWrapAround() {
    zone("wrapping.test --serial-threshold 1", server, master.ipv4()).passes();
    zone("wrapping.test", server, master.ipv4()).fails("dns-serial").says("4294967295");
    zone("wrapped.test --serial-threshold 2", server, master.ipv4()).passes();
    zone("wrapped.test --serial-threshold 1", server, master.ipv4()).fails("dns-serial");
  }

  @Test
  void ofSeveralMastersTheNewestCounts() {
    zone("plain.test", server, older.ipv4(), master.ipv4()).passes();
    zone("plain.test", server, master.ipv4(), older.ipv4()).passes();
    // 0 comes after 4294967295.
    zone("wrapped.test", older, master.ipv4(), older.ipv4()).passes();
  }

  @Test
  void aDeadMasterIsPassedOverWhileAnotherLives() {
    zone("plain.test --tries 2 --verbose", server, DEAD, master.ipv4())
        .passes()
        .says("master " + DEAD + ": connect-refused");
    zone("plain.test", older, DEAD, master.ipv4()).fails("dns-serial");
  }

  @Test
  void withoutALivingMasterNothingCanBeSaid() {
    zone("plain.test", server, DEAD).isBroken("dns-no-master");
    zone("plain.test", server, DEAD, "127.0.0.1:2").isBroken("dns-no-master");
    zone("plain.test", server, DEAD).says("2026112105");
  }

  @Test
  void aServerThatDelegatesTheZoneIsNotAuthoritative() {
    zone("child.parent.test", server, master.ipv4()).fails("dns-not-authoritative");
  }

  @Test
  void aServerThatHasNotTheZoneFails() {
    zone("missing.test", server, master.ipv4()).fails("dns-rcode").says("SERVFAIL");
    zone("unknown.test", server, master.ipv4()).fails("dns-rcode").says("REFUSED");
    zone("ns.plain.test", server, master.ipv4()).fails("dns-no-soa");
  }

  @Test
  void transportAddressFamilyAndSourceAreChosen() {
    PeerCondition.assume(LoopbackPort.missingIpv6());
    zone("plain.test --transport tcp --no-edns", server, master.ipv4()).passes();
    risefall(
            "dns-zone plain.test --source ::1 --server "
                + server.ipv6()
                + " --master "
                + master.ipv6())
        .passes();
    zone("plain.test --source 192.0.2.77", server, master.ipv4()).isBroken("source-unavailable");
  }

  @Test
  void aSecondaryThatLagsFailsAndPassesOnceItHasTransferredAgain() {
    try (NamedServer primary = NamedServer.builder().primary("moving.test", Zones.of(7)).start();
        NamedServer secondary =
            NamedServer.builder().secondary("moving.test", primary.port()).start()) {
      secondary.awaitLog("Transfer status: success");
      await().untilAsserted(() -> zone("moving.test", secondary, primary.ipv4()).passes());

      primary.rewrite("moving.test", Zones.of(8));
      primary.restart();
      zone("moving.test", secondary, primary.ipv4()).fails("dns-serial").says("serial 7 ");
      zone("moving.test --serial-threshold 1", secondary, primary.ipv4()).passes();

      secondary.stop();
      secondary.forget("moving.test");
      secondary.restart();
      await().untilAsserted(() -> zone("moving.test", secondary, primary.ipv4()).passes());
    }
  }

  @Test
  void aSecondaryWhosePrimaryIsGonePassesUntilItsZoneExpires() {
    String brief = Zones.of(7, "1 1 3");
    try (NamedServer primary = NamedServer.builder().primary("brief.test", brief).start();
        NamedServer secondary =
            NamedServer.builder()
                .option("min-refresh-time 1; min-retry-time 1;")
                .secondary("brief.test", primary.port())
                .start()) {
      await().untilAsserted(() -> zone("brief.test", secondary, primary.ipv4()).passes());
      primary.stop();
      zone("brief.test", secondary, primary.ipv4()).isBroken("dns-no-master");
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> zone("brief.test", secondary, primary.ipv4()).fails("dns-rcode"));
      risefall("dns ns.brief.test --server " + secondary.ipv4())
          .fails("dns-rcode")
          .says("SERVFAIL");
    }
  }
}
