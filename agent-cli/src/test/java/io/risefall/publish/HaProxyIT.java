package io.risefall.publish;

import io.risefall.check.CheckResult;
import io.risefall.check.Reason;
import io.risefall.cli.peers.HaProxyServer;
import io.risefall.cli.peers.Peer;
import io.risefall.cli.peers.RequiresPeer;
import io.risefall.config.AgentConfig.HaProxy;
import io.risefall.option.Endpoint;
import io.risefall.state.AdminState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HAProxy asks for its servers, and its statistics say what it made of the answers. */
@RequiresPeer(Peer.HAPROXY)
class HaProxyIT {

  private final Watched watched = new Watched("kai", "lena");
  private final HaProxyPublisher publisher;
  private final int agentPort;
  private final HaProxyServer haproxy;

  HaProxyIT(@TempDir Path temp) throws IOException {
    watched.up("kai").up("lena");
    publisher =
        new HaProxyPublisher(
            new HaProxy(Peers.ANY_PORT, Optional.empty(), Peers.EVERYBODY),
            watched.agent()::snapshot);
    publisher.open();
    agentPort = publisher.port();
    haproxy = HaProxyServer.start(temp, servers(agentPort));
  }

  @AfterEach
  void close() {
    haproxy.close();
    publisher.close();
    watched.close();
  }

  private static String servers(int agentPort) {
    return """
        listen resolvers
          mode tcp
          bind 127.0.0.1:PORT
          default-server agent-check agent-addr 127.0.0.1 agent-port %d agent-inter 50ms weight 100
          server kai 127.0.0.1:9 agent-send "kai\\n"
          server lena 127.0.0.1:9 agent-send "lena\\n"
          server other 127.0.0.1:9 agent-send "nobody\\n"
        """
        .formatted(agentPort);
  }

  /** Status, weight and what the agent said, of a server. */
  private void awaitStands(String server, String expected) {
    haproxy.awaitStands("resolvers", server, List.of("status", "weight", "last_agt"), expected);
  }

  @Test
  void upAndDownAndWhy() throws Exception {
    awaitStands("kai", "no check 100 via agent : up");
    watched.finds("kai", CheckResult.fail(Reason.TIMEOUT, "nothing for 1 s"));
    awaitStands("kai", "DOWN (agent) 100 via agent : down (timeout: nothing for 1 s)");
    awaitStands("lena", "no check 100 via agent : up");
    watched.up("kai");
    awaitStands("kai", "no check 100 via agent : up");
  }

  @Test
  void aNameThatNobodyKnowsIsDown() throws Exception {
    awaitStands("other", "DOWN (agent) 100 via agent : down (no check or group nobody)");
  }

  @Test
  void aWeightIsTakenAndGivenBack() throws Exception {
    watched.finds("kai", CheckResult.pass("busy").withWeight(75));
    awaitStands("kai", "no check 75 via agent : up");
    watched.up("kai");
    awaitStands("kai", "no check 100 via agent : up");
  }

  @Test
  void aDrainedServerComesBackAndIsKnownToDieMeanwhile() throws Exception {
    watched.agent().administer("kai", AdminState.DRAIN, "memory");
    awaitStands("kai", "DRAIN (agent) 100 via agent : up (administrator: memory)");
    watched.down("kai");
    awaitStands("kai", "DOWN (agent) 100 via agent : down (administrator: memory)");
    watched.up("kai").agent().administer("kai", AdminState.READY, "");
    awaitStands("kai", "no check 100 via agent : up");
  }

  @Test
  void aServerInMaintenanceComesBackAsWhatItIs() throws Exception {
    watched.agent().administer("kai", AdminState.MAINT, "disks");
    awaitStands("kai", "MAINT 100 ");
    watched.down("kai").agent().administer("kai", AdminState.READY, "");
    awaitStands("kai", "DOWN (agent) 100 via agent : down (timeout: nothing for 1 s)");
    watched.agent().administer("kai", AdminState.MAINT, "disks");
    awaitStands("kai", "MAINT 100 ");
    watched.up("kai").agent().administer("kai", AdminState.READY, "");
    awaitStands("kai", "no check 100 via agent : up");
  }

  @Test
  void whatAnOperatorTellsHaProxyLastsUntilTheNextAnswer() throws Exception {
    awaitStands("kai", "no check 100 via agent : up");
    publisher.close();
    haproxy.said("set server resolvers/kai state maint");
    awaitStands("kai", "MAINT 100 Connection refused");
    HaProxyPublisher again =
        new HaProxyPublisher(
            new HaProxy(
                Endpoint.of(Peers.ANY_PORT.address(), agentPort),
                Optional.empty(),
                Peers.EVERYBODY),
            watched.agent()::snapshot);
    again.open();
    try {
      awaitStands("kai", "no check 100 via agent : up");
    } finally {
      again.close();
    }
  }

  @Test
  void anAgentThatEndedLeavesServersAsTheyWere() throws Exception {
    awaitStands("kai", "no check 100 via agent : up");
    publisher.close();
    watched.down("kai");
    awaitStands("kai", "no check 100 Connection refused");
  }
}
