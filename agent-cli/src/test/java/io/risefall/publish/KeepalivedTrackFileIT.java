package io.risefall.publish;

import io.risefall.agent.CheckSnapshot;
import io.risefall.cli.peers.KeepalivedRouter;
import io.risefall.cli.peers.NetworkNamespace;
import io.risefall.cli.peers.Peer;
import io.risefall.cli.peers.RequiresPeer;
import io.risefall.config.AgentConfig.FileStyle;
import io.risefall.config.AgentConfig.KeepalivedFile;
import io.risefall.state.AdminState;
import io.risefall.time.Ticker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** keepalived, in a network of its own that nothing leaves, follows a file. */
@RequiresPeer(Peer.KEEPALIVED)
class KeepalivedTrackFileIT {

  private final NetworkNamespace network = NetworkNamespace.make();
  private final Watched watched = new Watched("kai");
  private final Path directory;
  private final KeepalivedFiles files;
  private final KeepalivedRouter keepalived;

  KeepalivedTrackFileIT(@TempDir Path temp) throws Exception {
    directory = temp.resolve("files");
    files =
        new KeepalivedFiles(
            new KeepalivedFile(directory, FileStyle.VRRP, true, Optional.empty()),
            watched.agent()::snapshot,
            () -> watched.agent().snapshot().stream().map(CheckSnapshot::name).toList(),
            new Settling(() -> Duration.ofSeconds(10), Ticker.system()),
            Duration.ofMillis(300));
    watched.up("kai").agent().addListener(files);
    files.open();
    keepalived = KeepalivedRouter.start(network, temp, config(directory.resolve("kai")), Map.of());
  }

  private static String config(Path file) {
    return """
        track_file kai {
          file %s
          weight 0 reverse
        }
        vrrp_instance resolver {
          state BACKUP
          interface near
          virtual_router_id 51
          priority 100
          advert_int 0.1
          virtual_ipaddress {
            10.99.0.9/32 dev near
          }
          track_file {
            kai
          }
        }
        """
        .formatted(file);
  }

  @AfterEach
  void close() {
    watched.close();
    files.close();
    keepalived.close();
    network.close();
  }

  private void awaitState(String expected) {
    keepalived.awaitState("resolver", expected);
  }

  @Test
  void theRouterFollowsTheCheckAndTheAdministrator() throws Exception {
    awaitState("MASTER");
    watched.down("kai");
    awaitState("FAULT");
    watched.up("kai");
    awaitState("MASTER");
    watched.agent().administer("kai", AdminState.DRAIN, "memory");
    awaitState("FAULT");
    watched.agent().administer("kai", AdminState.READY, "");
    awaitState("MASTER");
    watched.agent().change(change -> change.remove("kai"));
    awaitState("FAULT");
  }

  @Test
  void theRouterGivesUpWhenTheAgentEndsAndSaysSo() throws Exception {
    awaitState("MASTER");
    watched.close();
    files.close();
    awaitState("FAULT");
  }

  @Test
  void aMissingFileIsAFaultUntilItIsWrittenAgain() throws Exception {
    awaitState("MASTER");
    int heard = keepalived.heard();
    Files.delete(directory.resolve("kai"));
    keepalived.awaitNotice(heard, notice -> notice.state().equals("FAULT"));
    awaitState("MASTER");
  }
}
