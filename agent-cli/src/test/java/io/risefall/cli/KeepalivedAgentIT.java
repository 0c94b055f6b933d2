package io.risefall.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.cli.peers.KeepalivedRouter;
import io.risefall.cli.peers.KeepalivedRouter.Notice;
import io.risefall.cli.peers.NetworkNamespace;
import io.risefall.cli.peers.Peer;
import io.risefall.cli.peers.PeerCondition;
import io.risefall.cli.peers.RequiresPeer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * keepalived beside the packaged agent, in one network: three routers, of which one has its state
 * by a file, one its priority by that file, and one its state by a script that asks the agent.
 */
@RequiresPeer(Peer.KEEPALIVED)
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(120)
class KeepalivedAgentIT {

  private static final Duration SOON = Duration.ofMillis(100);

  /** What a machine that does something else in the meantime may take, once. */
  private static final Duration SLACK = Duration.ofSeconds(3);

  private static final int ROUNDS = 6;
  private static final Pattern TRANSITION =
      Pattern.compile("\"time\":\"([^\"]+)\".*\"to\":\"(\\w+)\"");

  private final NetworkNamespace network = NetworkNamespace.make();
  private final Path directory;
  private final Launcher.Running agent;
  private final KeepalivedRouter keepalived;

  KeepalivedAgentIT(@TempDir Path directory) throws Exception {
    this.directory = directory;
    Files.createFile(service());
    // keepalived wants it when it starts, and takes a file that is missing for a service that is.
    Files.createDirectory(directory.resolve("files"));
    Path config = Files.writeString(directory.resolve("risefall.yaml"), agentConfig());
    agent =
        Launcher.packaged()
            .by(network.enter().toArray(String[]::new))
            .start("agent", "--config", config.toString());
    keepalived =
        KeepalivedRouter.start(
            network,
            directory,
            track("fault", "weight 0 reverse")
                + track("weight", "weight 50")
                + script()
                + router("fault", 51, "track_file")
                + router("weight", 52, "track_file")
                + router("script", 53, "track_script"),
            // No JVM can be started by its scripts.
            Map.of("RISEFALL_JAVA_OPTS", "-XX:NoSuchOption"));
  }

  /** Is there while the service works. */
  private Path service() {
    return directory.resolve("service-works");
  }

  private Path tracked() {
    return directory.resolve("files/service");
  }

  private String agentConfig() {
    return """
        control: %1$s/run
        defaults: {interval: 50ms, rise: 1, fall: 1}
        checks:
          service: {exec: {command: [/usr/bin/test, -e, %2$s]}}
        publish:
          - {dialect: keepalived-file, directory: %1$s/files, style: vrrp, on-exit: down}
          - {dialect: event-log, file: %1$s/events.jsonl}
        """
        .formatted(directory, service());
  }

  private String track(String name, String weight) {
    return """
        track_file %s {
          file %s
          %s
        }
        """
        .formatted(name, tracked(), weight);
  }

  private String script() {
    return """
        vrrp_script script {
          script "%s/bin/risefall ask service --control %s/run"
          interval 1
          timeout 2
        }
        """
        .formatted(Launcher.DISTRIBUTION, directory);
  }

  private static String router(String name, int id, String tracking) {
    return """
        vrrp_instance %1$s {
          state BACKUP
          interface near
          virtual_router_id %2$d
          priority 100
          advert_int 0.1
          virtual_ipaddress {
            10.99.0.%2$d/32 dev near
          }
          %3$s {
            %1$s
          }
        }
        """
        .formatted(name, id, tracking);
  }

  @BeforeAll
  void allAreMasters() {
    List.of("fault", "weight", "script").forEach(router -> keepalived.awaitState(router, "MASTER"));
  }

  @AfterAll
  void close() {
    keepalived.close();
    agent.signal("TERM", false);
    assertEquals(0, agent.outcome().code());
    network.close();
  }

  private void works(boolean works) {
    try {
      if (works) {
        Files.createFile(service());
      } else {
        Files.delete(service());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> events() throws IOException {
    return Files.readAllLines(directory.resolve("events.jsonl"));
  }

  /** How long after the agent's transition keepalived told of what it made of it. */
  private Duration lag(boolean works, Predicate<Notice> reaction) throws IOException {
    int events = events().size();
    int heard = keepalived.heard();
    works(works);
    Notice notice = keepalived.awaitNotice(heard, reaction);
    await().pollInterval(Duration.ofMillis(2)).until(() -> events().size() > events);
    Matcher transition = TRANSITION.matcher(events().get(events));
    assertTrue(transition.find());
    assertEquals(works ? "UP" : "DOWN", transition.group(2));
    return Duration.between(Instant.parse(transition.group(1)), notice.time());
  }

  private void followsSoon(String what, Predicate<Notice> down, Predicate<Notice> up)
      throws IOException {
    List<Duration> lags = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      lags.add(lag(false, down));
      lags.add(lag(true, up));
    }
    lags.sort(null);
    Duration median = lags.get(lags.size() / 2);
    Duration longest = lags.getLast();
    System.out.printf(
        "keepalived's %s after the agent's transition: median %.1f ms, longest %.1f ms of %d%n",
        what, median.toNanos() / 1e6, longest.toNanos() / 1e6, lags.size());
    assertTrue(median.compareTo(SOON) < 0, lags::toString);
    assertTrue(longest.compareTo(SLACK) < 0, lags::toString);
  }

  private static Predicate<Notice> state(String router, String state) {
    return notice -> notice.instance().equals(router) && notice.state().equals(state);
  }

  private static Predicate<Notice> priority(int priority) {
    return state("weight", "MASTER_PRIORITY").and(notice -> notice.priority() == priority);
  }

  @Test
  void faultFollowsTheFile() throws IOException {
    followsSoon("FAULT", state("fault", "FAULT"), state("fault", "BACKUP"));
    keepalived.awaitState("fault", "MASTER");
  }

  @Test
  void priorityFollowsTheFile() throws IOException {
    followsSoon("priority", priority(100), priority(150));
  }

  @Test
  void aScriptThatAsksTheAgentIsFollowed() {
    PeerCondition.assume(NetworkNamespace.missingRoot());
    keepalived.awaitState("script", "MASTER");
    works(false);
    keepalived.awaitState("script", "FAULT");
    works(true);
    keepalived.awaitState("script", "MASTER");
  }
}
