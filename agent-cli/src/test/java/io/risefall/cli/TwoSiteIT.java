package io.risefall.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.cli.peers.NginxServer;
import io.risefall.cli.peers.Peer;
import io.risefall.cli.peers.RequiresPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two sites by real nginx, failed over by the packaged agent; every reload is counted. */
@RequiresPeer(Peer.NGINX)
@Timeout(120)
class TwoSiteIT {

  private static final String QUICK = "interval: 50ms, rise: 2, fall: 2";
  private static final String BY_HAND = "interval: 23h, rise: 2, fall: 2, stale-after: 24h";

  @TempDir private Path directory;
  private NginxServer nl;
  private NginxServer au;
  private SeenLink link;

  @BeforeEach
  void begin() throws IOException {
    nl = site("nl");
    au = site("au");
    for (String mode : List.of("normal", "nl-only", "au-only")) {
      Files.writeString(directory.resolve("routes." + mode), mode);
    }
    Path reload = directory.resolve("reload");
    Files.writeString(
        reload,
        """
        #!/bin/sh
        echo "$1 $(cat %1$s/routes)" >>%1$s/reloads
        """
            .formatted(directory));
    assertTrue(reload.toFile().setExecutable(true));
    link = new SeenLink(directory.resolve("routes"));
  }

  @AfterEach
  void end() {
    link.close();
    nl.close();
    au.close();
  }

  private NginxServer site(String name) throws IOException {
    return NginxServer.start(
        Files.createDirectory(directory.resolve(name)),
        """
        server {
          listen 127.0.0.1:HTTP;
          if (-f DIR/sick) { return 503; }
          location = /index.html { return 200 "%s\n"; }
        }
        """
            .formatted(name));
  }

  private Path config(String settings) throws IOException {
    return Files.writeString(
        directory.resolve("risefall.yaml"),
        """
        control: %1$s/run
        state-file: %1$s/state.json
        defaults: {%4$s}
        checks:
          nl:
            http: {url: "http://127.0.0.1:%2$d/index.html"}
          au:
            http: {url: "http://127.0.0.1:%3$d/index.html"}
        modes:
          sites:
            choose:
              - {when: "au and nl", mode: normal}
              - {when: "nl", mode: nl-only}
              - {when: "au", mode: au-only}
              - {otherwise: normal}
            link: {path: %1$s/routes, to: "%1$s/routes.{mode}"}
            run: [%1$s/reload, "{mode}"]
        """
            .formatted(directory, nl.http(), au.http(), settings));
  }

  private Launcher.Running start(String settings) throws IOException {
    return Launcher.packaged().start("agent", "--config", config(settings).toString());
  }

  private Outcome ask(String... words) {
    return Launcher.packaged()
        .with("RISEFALL_CONTROL", directory.resolve("run").toString())
        .run(words);
  }

  private List<String> reloads() throws IOException {
    Path file = directory.resolve("reloads");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  /** Waits for one more reload; by then the link leads to its mode. */
  private void assertNext(List<String> modes, String mode) {
    modes.add(mode + " " + mode);
    await(mode)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> reloads().size() >= modes.size() && link.targets().size() >= modes.size());
  }

  private static void end(Launcher.Running agent) {
    agent.signal("TERM", false);
    assertEquals(0, agent.outcome().code());
  }

  @Test
  void eachOutageSwitchesAndReloadsOnceAndNothingElseDoes() throws Exception {
    List<String> modes = new ArrayList<>();
    Launcher.Running agent = start(QUICK);
    try {
      assertNext(modes, "normal");
      nl.stop();
      assertNext(modes, "au-only");
      nl.start();
      assertNext(modes, "normal");
      au.stop();
      assertNext(modes, "nl-only");
      nl.stop();
      assertNext(modes, "normal");
      au.start();
      assertNext(modes, "au-only");
      au.stop();
      assertNext(modes, "normal");
      nl.start();
      assertNext(modes, "nl-only");
      au.start();
      assertNext(modes, "normal");
    } finally {
      end(agent);
    }
    assertEquals(modes, reloads());
    assertEquals(modes.size(), link.targets().size(), () -> "switches: " + link.targets());
    link.assertNeverMissed();
  }

  @Test
  void aHiccupAReloadOfTheFileAndARestartSwitchNothing() throws Exception {
    List<String> modes = new ArrayList<>();
    Launcher.Running agent = start(QUICK);
    try {
      assertNext(modes, "normal");
      // Not before it is ready: a SIGHUP that nobody handles yet ends a process.
      Path log = agent.err();
      await().until(() -> Files.readString(log).contains("ready: "));
      config(BY_HAND);
      agent.signal("HUP", false);
      await().until(() -> Files.readString(log).contains("0 added, 2 changed, 0 removed"));
      assertTrue(ask("reload").out().contains("0 changed, 0 removed, 2 as before"));

      Path sick = Files.createFile(directory.resolve("nl/sick"));
      assertEquals(1, ask("check", "nl").code());
      assertTrue(ask("explain", "nl").out().contains("0 passes and 1 failures in a row"));
      assertEquals(0, ask("ask", "nl").code());
      Files.delete(sick);
      assertEquals(0, ask("check", "nl").code());
      Files.createFile(sick);
      assertEquals(1, ask("check", "nl").code());
      assertEquals(modes, reloads());
      assertEquals(1, link.targets().size());

      assertEquals(1, ask("check", "nl").code());
      assertNext(modes, "au-only");
      Files.delete(sick);
    } finally {
      end(agent);
    }

    agent = start(BY_HAND);
    try {
      // Once at start, by the state that was kept: the daemon may have been started meanwhile too.
      modes.add("au-only au-only");
      await().until(() -> reloads().size() == modes.size());
      assertEquals(2, link.targets().size(), "the link was right already");
      for (int i = 0; i < 2; i++) {
        assertEquals(0, ask("check", "nl").code());
      }
      modes.add("normal normal");
      await().until(() -> reloads().size() == modes.size());
    } finally {
      end(agent);
    }
    assertEquals(modes, reloads());
    assertEquals(3, link.targets().size(), () -> "switches: " + link.targets());
    link.assertNeverMissed();
  }
}
