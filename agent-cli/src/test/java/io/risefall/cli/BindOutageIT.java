package io.risefall.cli;

import static io.risefall.cli.CommandRun.risefall;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.risefall.agent.HealthAgent;
import io.risefall.check.Checker;
import io.risefall.check.Checkers;
import io.risefall.cli.peers.Front;
import io.risefall.cli.peers.NamedServer;
import io.risefall.cli.peers.Peer;
import io.risefall.cli.peers.RequiresPeer;
import io.risefall.state.Status;
import io.risefall.testkit.RecordingListener;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real BIND that is stopped, started again, or only reached in part. */
@RequiresPeer(Peer.NAMED)
class BindOutageIT {

  private NamedServer named;

  @BeforeEach
  void start() {
    named = NamedServer.builder().primary("ok.test", Zones.ofEverything()).start();
  }

  @AfterEach
  void stop() {
    named.close();
  }

  private static CommandRun dns(String arguments, int port) {
    return risefall("dns " + arguments + " --server 127.0.0.1:" + port);
  }

  @Test
  void aServerThatIsStoppedFailsAndPassesOnceItRunsAgain() {
    dns("www.ok.test", named.port()).passes();
    named.stop();
    dns("www.ok.test", named.port()).fails("timeout");
    dns("www.ok.test --tries 5", named.port()).fails("connect-refused");
    dns("www.ok.test --transport tcp", named.port()).fails("connect-refused");
    named.restart();
    dns("www.ok.test", named.port()).passes();
  }

  @Test
  void aServerThatIsSilentFailsWithTimeoutAfterAllTries() throws IOException {
    try (Front silent = Front.silent()) {
      String brief = "www.ok.test --timeout 200ms --tries 2";
      dns(brief, silent.port()).fails("timeout").says("after 2 tries");
      dns(brief + " --transport tcp", silent.port()).fails("timeout").says("after 2 tries");
    }
  }

  @Test
  void aServerOfTcpOnlyPassesOverTcpOnly() throws IOException {
    try (Front front = Front.tcpOnly(named.port())) {
      dns("www.ok.test --transport tcp --timeout 5s", front.port()).passes();
      dns("www.ok.test --timeout 200ms", front.port()).fails("timeout");
    }
  }

  @Test
  void aServerOfUdpOnlyFailsWhereTheAnswerNeedsTcp() throws IOException {
    try (Front front = Front.udpOnly(named.port())) {
      dns("www.ok.test --timeout 5s", front.port()).passes();
      dns("big.ok.test --timeout 5s", front.port()).fails("connect-refused");
      dns("big.ok.test --timeout 5s --transport udp", front.port()).passes();
    }
  }

  @Test
  void aLostQueryIsMadeGoodByTheNextTry() throws IOException {
    try (Front front = Front.losingTheFirst(named.port())) {
      dns("www.ok.test --timeout 1s --tries 3 --verbose", front.port())
          .passes()
          .says("tries: 2")
          .says("try-1: timeout");
    }
  }

  @Test
  void anAgentTellsWhenTheServerGoesAndWhenItIsBack() {
    Checker checker =
        Checkers.installed()
            .create(
                "dns", "name=www.ok.test", "server=" + named.ipv4(), "timeout=300ms", "tries=2");
    RecordingListener told = new RecordingListener();
    try (HealthAgent agent =
        HealthAgent.builder()
            .check("kai", checker, check -> check.interval(Duration.ofMillis(100)).rise(2).fall(3))
            .listener(told)
            .start()) {
      awaitTransitions(told, 1);
      named.stop();
      awaitTransitions(told, 2);
      named.restart();
      awaitTransitions(told, 3);
      assertEquals(Status.UP, agent.snapshot("kai").orElseThrow().status());
    }
    assertEquals(
        List.of("UNKNOWN -> UP, ok", "UP -> DOWN, connect-refused", "DOWN -> UP, ok"),
        told.transitions("kai").stream()
            .map(change -> change.from() + " -> " + change.to() + ", " + change.reason())
            .toList());
  }

  private static void awaitTransitions(RecordingListener told, int count) {
    await().atMost(Duration.ofSeconds(20)).until(() -> told.transitions("kai").size() >= count);
  }
}
