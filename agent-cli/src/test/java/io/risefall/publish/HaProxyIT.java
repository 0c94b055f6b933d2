package io.risefall.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.risefall.check.CheckResult;
import io.risefall.check.Reason;
import io.risefall.cli.peers.ListeningProgram;
import io.risefall.cli.peers.Peer;
import io.risefall.cli.peers.RequiresPeer;
import io.risefall.config.AgentConfig.HaProxy;
import io.risefall.option.Endpoint;
import io.risefall.state.AdminState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
  private final ListeningProgram haproxy;
  private final Path statistics;

  HaProxyIT(@TempDir Path temp) throws IOException {
    watched.up("kai").up("lena");
    publisher =
        new HaProxyPublisher(
            new HaProxy(Peers.ANY_PORT, Optional.empty(), Peers.EVERYBODY),
            watched.agent()::snapshot);
    publisher.open();
    statistics = temp.resolve("stats.sock");
    agentPort = publisher.port();
    haproxy =
        ListeningProgram.start(
            port -> {
              try {
                Path config = temp.resolve("haproxy.cfg");
                Files.writeString(config, config(statistics, port, agentPort));
                return List.of(Peer.HAPROXY.path(), "-db", "-f", config.toString());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  @AfterEach
  void close() {
    haproxy.close();
    publisher.close();
    watched.close();
  }

  private static String config(Path statistics, int port, int agentPort) {
    return """
        global
          stats socket %1$s mode 600 level admin
        defaults
          mode tcp
          timeout connect 1s
          timeout client 5s
          timeout server 5s
        listen resolvers
          bind 127.0.0.1:%2$d
          default-server agent-check agent-addr 127.0.0.1 agent-port %3$d agent-inter 50ms weight 100
          server kai 127.0.0.1:9 agent-send "kai\\n"
          server lena 127.0.0.1:9 agent-send "lena\\n"
          server other 127.0.0.1:9 agent-send "nobody\\n"
        """
        .formatted(statistics, port, agentPort);
  }

  /** Status, weight and what the agent said, of a server. */
  private String stands(String server) throws IOException {
    List<String> lines = said("show stat").lines().toList();
    List<String> columns = List.of(lines.getFirst().substring(2).split(",", -1));
    String row =
        lines.stream()
            .filter(line -> line.startsWith("resolvers," + server + ","))
            .findFirst()
            .orElseThrow();
    List<String> values = List.of(row.split(",", -1));
    return values.get(columns.indexOf("status"))
        + " "
        + values.get(columns.indexOf("weight"))
        + " "
        + values.get(columns.indexOf("last_agt"));
  }

  private String said(String command) throws IOException {
    try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.connect(UnixDomainSocketAddress.of(statistics));
      socket.write(ByteBuffer.wrap((command + "\n").getBytes(UTF_8)));
      return new String(Channels.newInputStream(socket).readAllBytes(), UTF_8);
    }
  }

  /** HAProxy may not have opened its socket yet, nor have asked for the first time. */
  private void awaitStands(String server, String expected) {
    await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(20))
        .ignoreExceptions()
        .untilAsserted(() -> assertEquals(expected, stands(server)));
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
    said("set server resolvers/kai state maint");
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
