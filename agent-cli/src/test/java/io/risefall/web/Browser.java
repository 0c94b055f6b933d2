package io.risefall.web;

import static org.awaitility.Awaitility.await;

import io.risefall.cli.peers.Peer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A Chromium without a window, spoken to by its DevTools protocol: one tab. */
final class Browser implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern LISTENING = Pattern.compile("ws://127[.]0[.]0[.]1:(\\d+)/");

  private final HttpClient client = HttpClient.newHttpClient();
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final Process process;
  private final WebSocket tab;
  private int sent;

  Browser(Path directory) throws Exception {
    Path log = directory.resolve("chromium.log");
    process =
        new ProcessBuilder(
                Peer.CHROMIUM.path(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                "--user-data-dir=" + directory.resolve("profile"),
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    await("chromium listens")
        .atMost(PATIENCE)
        .until(() -> LISTENING.matcher(Files.readString(log)).find());
    int port = Integer.parseInt(first(LISTENING, Files.readString(log)));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/new?about:blank"))
            .PUT(HttpRequest.BodyPublishers.noBody())
            .build();
    String about = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    String address = first(Pattern.compile("\"webSocketDebuggerUrl\": *\"([^\"]+)\""), about);
    tab = client.newWebSocketBuilder().buildAsync(URI.create(address), new Frames()).join();
  }

  private static String first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new AssertionError("no " + pattern + " in " + text);
    }
    return matcher.group(1);
  }

  private final class Frames implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        answers.add(text.toString());
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }
  }

  private String ask(String method, String parameters) throws InterruptedException {
    sent++;
    tab.sendText(
            "{\"id\":" + sent + ",\"method\":\"" + method + "\",\"params\":{" + parameters + "}}",
            true)
        .join();
    String answer = answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    while (answer != null && !answer.startsWith("{\"id\":" + sent + ",")) {
      answer = answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
    if (answer == null || answer.contains("\"error\":{")) {
      throw new AssertionError(method + ": " + answer);
    }
    return answer;
  }

  void looksLike(int width, int height, boolean dark) throws InterruptedException {
    ask(
        "Emulation.setDeviceMetricsOverride",
        "\"width\":"
            + width
            + ",\"height\":"
            + height
            + ",\"deviceScaleFactor\":1,\"mobile\":true");
    String scheme = dark ? "dark" : "light";
    ask(
        "Emulation.setEmulatedMedia",
        "\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"" + scheme + "\"}]");
  }

  void open(URI address) throws InterruptedException {
    ask("Page.navigate", "\"url\":\"" + address + "\"");
  }

  /** Waits until an expression, without double quotes in it, is true in the page. */
  void awaitTrue(String expression) {
    await(expression)
        .atMost(PATIENCE)
        .until(
            () ->
                ask("Runtime.evaluate", "\"expression\":\"!!(" + expression + ")\"")
                    .contains("\"value\":true"));
  }

  void screenshot(Path file) throws InterruptedException, IOException {
    String answer = ask("Page.captureScreenshot", "\"format\":\"png\"");
    Files.write(
        file, Base64.getDecoder().decode(first(Pattern.compile("\"data\":\"([^\"]+)"), answer)));
  }

  @Override
  public void close() {
    tab.abort();
    client.shutdownNow();
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
