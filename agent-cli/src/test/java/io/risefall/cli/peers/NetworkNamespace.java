package io.risefall.cli.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A network that nothing leaves: a loopback interface of its own, and {@code near}, an Ethernet of
 * which nobody has the other end. It goes with the last process in it, and at the latest with this
 * JVM. Immutable.
 */
public final class NetworkNamespace implements AutoCloseable {

  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

  /** Waits for the end of its input, which comes with the end of this JVM too. */
  private static final String MAKE =
      """
      set -e
      PATH=$PATH:/usr/sbin:/sbin
      ip link set lo up
      ip link add near type veth peer name far
      ip link set near up
      ip link set far up
      ip address add 10.99.0.1/24 dev near
      echo made
      exec cat
      """;

  private final Process holder;

  private NetworkNamespace(Process holder) {
    this.holder = holder;
  }

  /** Makes one, or skips the test, or fails it where {@code risefall.peers=required}. */
  public static NetworkNamespace make() throws IOException {
    Process holder =
        new ProcessBuilder("unshare", ROOT ? "-n" : "-Urn", "sh", "-c", MAKE)
            .redirectErrorStream(true)
            .start();
    String said =
        new BufferedReader(new InputStreamReader(holder.getInputStream(), UTF_8)).readLine();
    if (!"made".equals(said)) {
      holder.destroy();
      PeerCondition.assume(Optional.of("no namespace of a network here: " + said));
    }
    return new NetworkNamespace(holder);
  }

  /** What is missing for a keepalived in it that runs scripts: it has to drop its groups first. */
  public static Optional<String> missingRoot() {
    return ROOT ? Optional.empty() : Optional.of("only for root does keepalived run scripts here");
  }

  /** What a command line in this network begins with. */
  public List<String> enter() {
    List<String> enter =
        new ArrayList<>(List.of("nsenter", "-t", Long.toString(holder.pid()), "-n"));
    if (!ROOT) {
      enter.addAll(List.of("-U", "--preserve-credentials"));
    }
    return List.copyOf(enter);
  }

  @Override
  public void close() {
    holder.destroy();
  }
}
