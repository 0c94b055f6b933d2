package io.risefall.web;

import io.risefall.check.CheckResult;
import io.risefall.check.Reason;
import io.risefall.cli.peers.HaProxyServer;
import io.risefall.cli.peers.Peer;
import io.risefall.cli.peers.RequiresPeer;
import io.risefall.state.AdminState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HAProxy's own checks ask {@code /health/NAME}, by one name or by the name of each server. */
@RequiresPeer(Peer.HAPROXY)
class HaProxyHttpCheckIT {

  private final WatchedSite site =
      WatchedSite.of(
              Map.of("kai", CheckResult.pass("it answers"), "lena", CheckResult.pass("it too")))
          .runAll();
  private final HaProxyServer haproxy;

  HaProxyHttpCheckIT(@TempDir Path temp) throws IOException {
    haproxy = HaProxyServer.start(temp, servers(site.publisher.port()));
  }

  private static String servers(int port) {
    return """
        frontend web
          bind 127.0.0.1:PORT
          default_backend one
        backend one
          option httpchk GET /health/kai
          default-server check addr 127.0.0.1 port %1$d inter 50ms rise 1 fall 1
          server kai 127.0.0.1:9
        backend each
          option httpchk
          http-check send meth GET uri-lf /health/%%[srv_name]
          http-check expect status 200
          default-server check addr 127.0.0.1 port %1$d inter 50ms rise 1 fall 1
          server kai 127.0.0.1:9
          server lena 127.0.0.1:9
          server nobody 127.0.0.1:9
        """
        .formatted(port);
  }

  @AfterEach
  void close() {
    haproxy.close();
    site.close();
  }

  private void awaitStands(String proxy, String server, String expected) {
    haproxy.awaitStands(proxy, server, List.of("status", "check_status", "check_code"), expected);
  }

  @Test
  void aServerIsUpAndDownAsItsCheckIs() {
    awaitStands("one", "kai", "UP L7OK 200");
    site.finds("kai", CheckResult.fail(Reason.TIMEOUT, "nothing for 1 s"));
    awaitStands("one", "kai", "DOWN L7STS 503");
    awaitStands("each", "kai", "DOWN L7STS 503");
    awaitStands("each", "lena", "UP L7OK 200");
    site.finds("kai", CheckResult.pass("it answers again"));
    awaitStands("one", "kai", "UP L7OK 200");
    awaitStands("each", "kai", "UP L7OK 200");
  }

  @Test
  void anAdministratorTakesAServerOutAndANameThatNobodyKnowsIsDown() {
    site.agent.administer("lena", AdminState.DRAIN, "new disks");
    awaitStands("each", "lena", "DOWN L7STS 503");
    awaitStands("each", "nobody", "DOWN L7STS 404");
    site.agent.administer("lena", AdminState.READY, "");
    awaitStands("each", "lena", "UP L7OK 200");
  }
}
