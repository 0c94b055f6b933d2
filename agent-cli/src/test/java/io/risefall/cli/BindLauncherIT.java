package io.risefall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.cli.peers.LoopbackPort;
import io.risefall.cli.peers.NamedServer;
import io.risefall.cli.peers.Peer;
import io.risefall.cli.peers.PeerCondition;
import io.risefall.cli.peers.RequiresPeer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** The packaged command, as keepalived starts it, on a real BIND, each way. */
@RequiresPeer(Peer.NAMED)
@ParameterizedClass
@ArgumentsSource(Ways.class)
class BindLauncherIT {

  @SuppressWarnings("NullAway.Init")
  private static NamedServer named;

  private final Way way;

  BindLauncherIT(Way way) {
    this.way = way;
  }

  @BeforeAll
  static void start() {
    named = builder().start();
  }

  private static NamedServer.Builder builder() {
    return NamedServer.builder().primary("ok.test", Zones.ofEverything()).missing("missing.test");
  }

  @AfterAll
  static void stop() {
    named.close();
  }

  /** Runs the command and asserts its exit code and that its one line begins so. */
  private void run(String arguments, int exit, String line) {
    Outcome outcome = way.run(arguments.split(" "));
    assertEquals(exit, outcome.code(), outcome::toString);
    assertTrue(outcome.out().startsWith(line), outcome::toString);
    assertEquals(1, outcome.out().lines().count(), outcome::toString);
    assertEquals("", outcome.err());
  }

  @Test
  void aHealthyServerAndOneThatAnswersServfailAreToldApart() {
    String server = " --timeout 3s --source 127.0.0.1 --server " + named.ipv4();
    run("dns www.ok.test" + server, 0, "PASS dns NOERROR, 1 answer from " + named.ipv4());
    run("dns www.missing.test" + server, 1, "FAIL dns dns-rcode: SERVFAIL from " + named.ipv4());
  }

  @Test
  void theOtherVerdictsExitAsWell() {
    String server = " --timeout 3s --server " + named.ipv4();
    run("dns nope.ok.test" + server, 1, "FAIL dns dns-rcode: NXDOMAIN");
    run("dns www.elsewhere.test" + server, 1, "FAIL dns dns-rcode: REFUSED");
    run("dns big.ok.test --min-answers 89" + server, 0, "PASS dns NOERROR, 89 answers");
    run("dns www.ok.test --source 192.0.2.77" + server, 1, "BROKEN dns source-unavailable");
    run("dns www.ok.test --server 127.0.0.1:1 --timeout 300ms", 1, "FAIL dns timeout");
    run("dns www.ok.test --server 127.0.0.1:1 --transport tcp", 1, "FAIL dns connect-refused");
    run("dns www.missing.test --exit nagios" + server, 2, "FAIL dns dns-rcode");
    run("dns-zone ok.test --master " + named.ipv4() + server, 0, "PASS dns-zone serial 1");
  }

  @Test
  void theOldWrappersArgumentsTellThemApartOnPort53() {
    PeerCondition.assume(LoopbackPort.missingPort(53));
    try (NamedServer onPort53 = builder().port(53).start()) {
      assertEquals(53, onPort53.port());
      String before = "dig-wrapper 127.0.0.1 IN A ";
      String after = " 127.0.0.1 3 1 SERVFAIL|REFUSED";
      run(before + "www.ok.test" + after, 0, "PASS dns NOERROR, 1 answer from 127.0.0.1 in ");
      run(before + "nope.ok.test" + after, 0, "PASS dns NXDOMAIN, 0 answers");
      run(before + "www.missing.test" + after, 1, "FAIL dns dns-rcode: SERVFAIL from 127.0.0.1");
      run(before + "www.elsewhere.test" + after, 1, "FAIL dns dns-rcode: REFUSED");
    }
  }
}
