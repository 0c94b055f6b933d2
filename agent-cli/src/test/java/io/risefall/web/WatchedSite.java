package io.risefall.web;

import static org.awaitility.Awaitility.await;

import io.risefall.agent.HealthAgent;
import io.risefall.check.CheckContext;
import io.risefall.check.CheckResult;
import io.risefall.check.Checker;
import io.risefall.config.AgentConfig;
import io.risefall.config.Network;
import io.risefall.history.History;
import io.risefall.option.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** An agent whose checks find what a test says, and its site on a free port. */
final class WatchedSite implements AutoCloseable {

  private final Map<String, CheckResult> findings = new ConcurrentHashMap<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private final String address;
  final History history = new History();
  final HealthAgent agent;
  final HttpPublisher publisher;

  private WatchedSite(String address, List<Network> allow, Map<String, CheckResult> findings)
      throws IOException {
    this.address = address;
    this.findings.putAll(findings);
    HealthAgent.Builder builder = HealthAgent.builder().listener(history);
    findings.keySet().stream()
        .sorted()
        .forEach(
            name ->
                builder.check(
                    name,
                    new Told(this.findings, name),
                    check -> check.interval(Duration.ofHours(1)).rise(1).fall(1)));
    agent = builder.start();
    InetAddress listen = Endpoint.parse(address, 0).address();
    publisher =
        new HttpPublisher(
            new AgentConfig.Http(Endpoint.of(listen, 0), allow),
            agent,
            history,
            () -> Map.of("state-file", 3L));
    agent.addListener(publisher);
    publisher.open();
  }

  private record Told(Map<String, CheckResult> findings, String name) implements Checker {
    @Override
    public CheckResult check(CheckContext context) {
      return findings.getOrDefault(name, CheckResult.pass("well"));
    }

    @Override
    public Duration timeout() {
      return Duration.ofSeconds(5);
    }
  }

  static WatchedSite of(Map<String, CheckResult> findings) throws IOException {
    return new WatchedSite("127.0.0.1", List.of(), findings);
  }

  static WatchedSite of(String address, List<Network> allow, Map<String, CheckResult> findings)
      throws IOException {
    return new WatchedSite(address, allow, findings);
  }

  /** The check finds this from now on, and has found it when this returns. */
  void finds(String name, CheckResult result) {
    findings.put(name, result);
    run(name);
  }

  /** Has every check run once. */
  WatchedSite runAll() {
    findings.keySet().forEach(this::run);
    return this;
  }

  private void run(String name) {
    CheckResult expected = findings.getOrDefault(name, CheckResult.pass("well"));
    agent.runNow(name);
    await(name + " has run")
        .pollInterval(Duration.ofMillis(2))
        .until(
            () ->
                agent
                        .snapshot(name)
                        .flatMap(check -> check.lastResult())
                        .filter(last -> last.message().equals(expected.message()))
                        .isPresent()
                    && history.of(name).results().stream()
                        .anyMatch(past -> past.message().equals(expected.message())));
  }

  URI uri(String path) {
    String host = address.contains(":") ? "[" + address + "]" : address;
    return URI.create("http://" + host + ":" + publisher.port() + path);
  }

  HttpResponse<String> get(String path, String... headers) throws Exception {
    return send("GET", path, headers);
  }

  HttpResponse<String> send(String method, String path, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path))
            .timeout(Duration.ofSeconds(20))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** The events, line by line. */
  HttpResponse<InputStream> events(String since) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(uri("/events?since=" + since)).build();
    return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
  }

  /** A client that says what it likes. */
  Socket socket(String said) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress(InetAddress.getByName(address), publisher.port()));
    socket.setSoTimeout(20_000);
    socket.getOutputStream().write(said.getBytes(StandardCharsets.ISO_8859_1));
    return socket;
  }

  @Override
  public void close() {
    client.close();
    publisher.close();
    agent.close();
  }
}
