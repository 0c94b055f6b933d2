package io.risefall.resident;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.Checkers;
import io.risefall.control.ControlClient;
import io.risefall.publish.Peers;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever is told a reason is told why it is as it is now, and all are told the same. */
@Timeout(60)
class ReasonsTest {

  private static final String SOURCE =
      "source-unavailable: 192.0.2.5 is not an address of this host";

  @TempDir private Path directory;
  private final int haproxy = freePort();
  private final int http = freePort();
  private final int closed = freePort();
  private ServerSocket target = new ServerSocket();
  private Optional<ResidentAgent> running = Optional.empty();

  ReasonsTest() throws IOException {}

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @BeforeEach
  void start() throws Exception {
    target = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
    String open = "\"127.0.0.1:" + target.getLocalPort() + "\"";
    Path hook =
        Files.writeString(
            directory.resolve("hook"), "#!/bin/sh\necho \"$1 $2 $3: $4\" >>" + hooked() + "\n");
    assertTrue(hook.toFile().setExecutable(true));
    Path file =
        Files.writeString(
            directory.resolve("risefall.yaml"),
            """
            control: DIR/run
            state-file: DIR/state.json
            defaults: {interval: 100ms, fall: 1, rise: 1}
            checks:
              stale: {tcp: {address: OPEN, source: 192.0.2.5}, stale-after: 500ms}
              held: {tcp: {address: OPEN, source: 192.0.2.5}, stale-after: 500ms, on-stale: hold}
              drained: {tcp: {address: OPEN}}
              parent: {tcp: {address: "127.0.0.1:CLOSED"}}
              child: {tcp: {address: OPEN}, depends-on: [parent]}
            groups:
              pool: {all: [parent, drained]}
            publish:
              - {dialect: haproxy, listen: "127.0.0.1:HAPROXY"}
              - {dialect: http, listen: "127.0.0.1:HTTP"}
              - {dialect: event-log, file: DIR/events.jsonl}
            hooks:
              - {run: [DIR/hook, "{check}", "{to}", "{reason}", "{message}"]}
            """
                .replace("DIR", directory.toString())
                .replace("OPEN", open)
                .replace("CLOSED", "" + closed)
                .replace("HAPROXY", "" + haproxy)
                .replace("HTTP", "" + http));
    running = Optional.of(ResidentAgent.start(file, Checkers.installed(), Optional.empty()));
    ask("drain", "drained", "--reason", "new memory");
  }

  @AfterEach
  void close() throws IOException {
    running.ifPresent(ResidentAgent::close);
    target.close();
  }

  private Path hooked() {
    return directory.resolve("hooked");
  }

  private String ask(String... words) throws IOException {
    return ControlClient.ask(directory.resolve("run"), List.of(words), false)
        .out()
        .replaceAll("\\s+", " ");
  }

  private String got(String path) throws IOException {
    URL url = URI.create("http://127.0.0.1:" + http + path).toURL();
    HttpURLConnection connection = (HttpURLConnection) url.openConnection();
    try (var in =
        connection.getResponseCode() < 400
            ? connection.getInputStream()
            : connection.getErrorStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } finally {
      connection.disconnect();
    }
  }

  /** By who says so, all that is said of one check. */
  private Map<String, String> said(String name) throws IOException {
    Map<String, String> said = new LinkedHashMap<>();
    said.put("haproxy", Peers.ask("127.0.0.1", haproxy, name + "\n"));
    said.put("health", got("/health/" + name));
    said.put("check", got("/checks/" + name).replace("\",\"message\":\"", ": "));
    String all = got("/checks").replace("\",\"message\":\"", ": ");
    said.put("checks", all.substring(all.indexOf("{\"name\":\"" + name + "\"")));
    String page = got("/").replaceAll("<[^>]*>", " ").replaceAll("\\s+", " ");
    said.put("page", page.substring(page.indexOf(" " + name + " ")));
    said.put("ask", ask("ask", name));
    said.put("explain", ask("explain", name));
    String json = ask("status", "--json", name).replace("\",\"message\":\"", ": ");
    said.put("status --json", json);
    return said;
  }

  private void everybodySays(String name, String why) {
    await()
        .untilAsserted(
            () ->
                said(name)
                    .forEach(
                        (who, what) ->
                            assertTrue(
                                // On the page there are tags between the word and the sentence.
                                what.replace(": ", " ").contains(why.replace(": ", " ")),
                                () -> who + " says of " + name + ": " + what)));
  }

  private String told(Path file, String what) throws IOException {
    return Files.exists(file)
        ? Files.readAllLines(file).stream()
            .filter(line -> line.contains(what))
            .reduce("", (a, b) -> b)
        : "";
  }

  @Test
  void ofAStaleCheckTheReasonIsWhyNothingConclusiveCame() throws Exception {
    await().until(() -> ask("status", "stale").contains("DOWN*"));
    everybodySays("stale", "stale: no conclusive result");
    everybodySays("stale", "last: " + SOURCE);
    await()
        .until(
            () -> told(hooked(), "stale DOWN").contains("stale DOWN stale: no conclusive result"));
    assertTrue(told(hooked(), "stale DOWN").contains("last: " + SOURCE));
    await()
        .until(
            () ->
                told(directory.resolve("events.jsonl"), "\"check\":\"stale\"")
                    .contains("last: " + SOURCE));
  }

  @Test
  void soOfOneThatIsHeldAsItWas() throws Exception {
    await().until(() -> got("/checks/held").contains("\"stale\":true"));
    for (Map.Entry<String, String> one : said("held").entrySet()) {
      assertTrue(one.getValue().contains("no conclusive result"), one::toString);
      assertTrue(
          one.getValue().contains(SOURCE.replace(": ", one.getKey().equals("page") ? " " : ": "))
              || one.getValue().contains(SOURCE),
          one::toString);
    }
  }

  @Test
  void ofADrainedCheckItIsTheAdministrator() throws Exception {
    everybodySays("drained", "administrator: new memory");
    await()
        .until(
            () ->
                told(hooked(), "drained DRAIN")
                    .contains("drained DRAIN administrator: new memory"));
    ask("ready", "drained", "--reason", "memory is in");
    await()
        .untilAsserted(
            () -> assertTrue(got("/health/drained").startsWith("UP ok: "), got("/health/drained")));
  }

  @Test
  void belowWhatIsDownItIsThat() throws Exception {
    everybodySays("child", "suppressed: depends on parent, which is down");
  }

  @Test
  void ofAGroupItIsHowItsMembersStandNow() throws Exception {
    everybodySays("pool", "members: 0 of 2 up, needs 2");
    ask("ready", "drained");
    everybodySays("pool", "members: 1 of 2 up, needs 2");
    assertEquals(0, running.orElseThrow().failures().get("state-file"));
  }
}
