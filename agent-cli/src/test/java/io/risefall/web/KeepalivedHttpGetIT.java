package io.risefall.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckResult;
import io.risefall.check.Reason;
import io.risefall.cli.peers.Peer;
import io.risefall.cli.peers.RequiresPeer;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** keepalived's HTTP_GET asks {@code /health/NAME}. */
class KeepalivedHttpGetIT {

  private final WatchedSite site =
      WatchedSite.of(
              Map.of(
                  "kai", CheckResult.pass("it answers"),
                  "lena", CheckResult.fail(Reason.TIMEOUT, "nothing for 1 s")))
          .runAll();

  KeepalivedHttpGetIT() throws IOException {}

  @AfterEach
  void close() {
    site.close();
  }

  /** What keepalived 2.2 sends for {@code http_protocol} 1.0, its default; it reads to the end. */
  private String answer(String name) throws IOException {
    String request =
        "GET /health/%s HTTP/1.0\r\nUser-Agent: KeepAliveClient\r\nHost: 127.0.0.1:%d\r\n\r\n"
            .formatted(name, site.publisher.port());
    try (Socket socket = site.socket(request)) {
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private static void assertAnswer(String status, String body, String answer) {
    assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
    assertTrue(answer.contains("\r\nContent-length: " + body.length() + "\r\n"), answer);
    assertTrue(answer.endsWith("\r\n\r\n" + body), answer);
  }

  @Test
  void theStatusIsTheAnswerAndTheConnectionEnds() throws IOException {
    assertAnswer("200", "UP ok: it answers\n", answer("kai"));
    assertAnswer("503", "DOWN timeout: nothing for 1 s\n", answer("lena"));
    assertAnswer("404", "no check or group of that name\n", answer("nobody"));
  }

  /** genhash is keepalived by another name, and does one HTTP_GET by the same code. */
  @ParameterizedTest
  @ValueSource(strings = {"1.0", "1.0c", "1.1"})
  @RequiresPeer(Peer.GENHASH)
  void keepalivedReadsIt(String protocol) throws Exception {
    assertStatus("200 OK", "kai", protocol);
    assertStatus("503 Service Unavailable", "lena", protocol);
  }

  private void assertStatus(String expected, String name, String protocol) throws Exception {
    Process process = new ProcessBuilder(command(name, protocol)).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), said);
    assertTrue(said.lines().anyMatch(("HTTP/1.1 " + expected)::equals), said);
    assertTrue(said.contains("HTML hash final resulting"), said);
  }

  private List<String> command(String name, String protocol) {
    String port = Integer.toString(site.publisher.port());
    return List.of(
        Peer.GENHASH.path(),
        "-s",
        "127.0.0.1",
        "-p",
        port,
        "-u",
        "/health/" + name,
        "-P",
        protocol,
        "-t",
        "5",
        "-v");
  }
}
