package io.risefall.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.agent.CheckSnapshot;
import io.risefall.cli.peers.Peer;
import io.risefall.cli.peers.PeerCondition;
import io.risefall.cli.peers.RequiresPeer;
import io.risefall.config.AgentConfig.FileStyle;
import io.risefall.config.AgentConfig.KeepalivedFile;
import io.risefall.state.AdminState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** keepalived, in a network of its own that nothing leaves, follows a file. */
@RequiresPeer(Peer.KEEPALIVED)
class KeepalivedTrackFileIT {

  private static final String NETWORK =
      """
      set -e
      ip link set lo up
      ip link add near type veth peer name far
      ip link set near up
      ip link set far up
      ip address add 10.99.0.1/24 dev near
      """;

  private static final Pattern STATE = Pattern.compile("Entering (\\w+) STATE");

  private final Watched watched = new Watched("kai");
  private final Path directory;
  private final Path log;
  private final KeepalivedFiles files;
  private final Process keepalived;

  KeepalivedTrackFileIT(@TempDir Path temp) throws Exception {
    directory = temp.resolve("files");
    log = temp.resolve("log");
    files =
        new KeepalivedFiles(
            new KeepalivedFile(directory, FileStyle.VRRP, true),
            watched.agent()::snapshot,
            () -> watched.agent().snapshot().stream().map(CheckSnapshot::name).toList());
    watched.up("kai").agent().addListener(files);
    files.open();
    PeerCondition.assume(missingNamespace());
    Path config = temp.resolve("keepalived.conf");
    Files.writeString(config, config(directory.resolve("kai")));
    keepalived =
        new ProcessBuilder(
                inNamespace(
                    Peer.KEEPALIVED.path(),
                    "-n",
                    "-l",
                    "-P",
                    "-f",
                    config.toString(),
                    "-p",
                    temp.resolve("pid").toString(),
                    "-r",
                    temp.resolve("vrrp-pid").toString()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
  }

  private static String config(Path file) {
    return """
        global_defs {
          vrrp_version 3
        }
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

  private static List<String> inNamespace(String... command) {
    boolean root = "root".equals(System.getProperty("user.name"));
    List<String> all =
        new ArrayList<>(
            List.of("unshare", root ? "-n" : "-Urn", "sh", "-c", NETWORK + "exec \"$@\"", "sh"));
    all.addAll(List.of(command));
    return all;
  }

  private static Optional<String> missingNamespace() throws IOException, InterruptedException {
    Process process = new ProcessBuilder(inNamespace("true")).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    return process.waitFor() == 0
        ? Optional.empty()
        : Optional.of("no namespace of a network here: " + said);
  }

  @AfterEach
  void close() throws InterruptedException {
    watched.close();
    files.close();
    keepalived.destroy();
    if (!keepalived.waitFor(10, TimeUnit.SECONDS)) {
      keepalived.destroyForcibly();
    }
  }

  private String state() throws IOException {
    Matcher states = STATE.matcher(Files.readString(log));
    String last = "";
    while (states.find()) {
      last = states.group(1);
    }
    return last;
  }

  private void awaitState(String expected) throws IOException {
    try {
      await("keepalived is " + expected)
          .atMost(Duration.ofSeconds(15))
          .pollInterval(Duration.ofMillis(20))
          .until(() -> state().equals(expected));
    } finally {
      assertTrue(Files.readString(log).contains(expected), Files.readString(log));
    }
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
  void aMissingFileIsAFault() throws Exception {
    awaitState("MASTER");
    Files.delete(directory.resolve("kai"));
    awaitState("FAULT");
  }
}
