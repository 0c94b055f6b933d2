package io.risefall.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.sun.net.httpserver.HttpExchange;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.risefall.agent.CheckSnapshot;
import io.risefall.agent.HealthAgent;
import io.risefall.history.CheckJson;
import io.risefall.history.History;
import io.risefall.history.Past;
import io.risefall.history.Why;
import io.risefall.metrics.FailureMeters;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** What is found where. Safe for use by many threads. */
final class Site {

  private static final String JSON = "application/json";
  private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

  private final JsonFactory json = new JsonFactory();
  private final HealthAgent agent;
  private final History history;
  private final PrometheusMeterRegistry registry;
  private final FailureMeters failures;
  private final Page page;
  private final Streams streams;
  private final Map<String, Reply> files;

  Site(
      HealthAgent agent,
      History history,
      PrometheusMeterRegistry registry,
      FailureMeters failures,
      Page page,
      Streams streams) {
    this.agent = agent;
    this.history = history;
    this.registry = registry;
    this.failures = failures;
    this.page = page;
    this.streams = streams;
    files =
        Map.of(
            "/page.js", file("page.js", "text/javascript; charset=utf-8"),
            "/page.css", file("page.css", "text/css; charset=utf-8"),
            "/icon.svg", file("icon.svg", "image/svg+xml"));
  }

  private static Reply file(String name, String type) {
    try (InputStream in = Objects.requireNonNull(Site.class.getResourceAsStream(name), name)) {
      return Reply.octets(200, type, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Reply reply(HttpExchange exchange) {
    String path = Objects.requireNonNullElse(exchange.getRequestURI().getRawPath(), "");
    String query = Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), "");
    return switch (path) {
      case "/health" -> Reply.text(200, "UP ok: the agent works");
      case "/checks" -> json(200, this::checks);
      case "/metrics" -> Reply.streamed(METRICS, this::metrics);
      case "/" -> page(query);
      case "/events" -> streams.reply(exchange);
      case "/page.js", "/page.css", "/icon.svg" -> Objects.requireNonNull(files.get(path));
      default -> below(path, exchange);
    };
  }

  private void metrics(OutputStream out) throws IOException {
    failures.update();
    registry.scrape(out, METRICS);
  }

  private Reply below(String path, HttpExchange exchange) {
    try {
      if (path.startsWith("/health/")) {
        return named(path, check -> health(check, prefersJson(exchange)));
      }
      if (path.startsWith("/checks/")) {
        return named(path, check -> json(200, out -> CheckJson.write(out, check, past(check))));
      }
    } catch (IllegalArgumentException e) {
      return Reply.text(400, "a name in a path is percent-encoded UTF-8");
    }
    return Reply.text(404, "nothing is here");
  }

  private Past past(CheckSnapshot check) {
    return history.of(check.name());
  }

  private Reply named(String path, Function<CheckSnapshot, Reply> found) {
    Optional<CheckSnapshot> check =
        agent.snapshot(decoded(path.substring(path.indexOf('/', 1) + 1)));
    return check.map(found).orElseGet(() -> Reply.text(404, "no check or group of that name"));
  }

  /** In a path a plus sign is a plus sign. */
  private static String decoded(String raw) {
    return URLDecoder.decode(raw.replace("+", "%2B"), UTF_8);
  }

  private Reply health(CheckSnapshot check, boolean asJson) {
    int status = check.status().isUp() ? 200 : 503;
    if (asJson) {
      return json(status, out -> CheckJson.write(out, check));
    }
    Why why = Why.of(check);
    String sentence = why.message().isEmpty() ? "" : ": " + why.message();
    return Reply.text(status, check.status() + " " + why.reason() + sentence);
  }

  private static boolean prefersJson(HttpExchange exchange) {
    return exchange.getRequestHeaders().getOrDefault("Accept", List.of()).stream()
        .anyMatch(accept -> accept.contains(JSON));
  }

  @FunctionalInterface
  private interface Json {
    void write(JsonGenerator out) throws IOException;
  }

  private Reply json(int status, Json content) {
    Reply reply = Reply.streamed(JSON, out -> write(out, content));
    return new Reply(status, reply.headers(), reply.body(), reply.length(), false);
  }

  private void write(OutputStream out, Json content) throws IOException {
    try (JsonGenerator generator = json.createGenerator(out)) {
      content.write(generator);
      generator.writeRaw('\n');
    }
  }

  private void checks(JsonGenerator out) throws IOException {
    out.writeStartArray();
    for (CheckSnapshot check : agent.snapshot()) {
      CheckJson.write(out, check);
    }
    out.writeEndArray();
  }

  private Reply page(String query) {
    Filter filter = Filter.of(query);
    long sequence = streams.sequence();
    return Reply.streamed("text/html; charset=utf-8", out -> page.write(out, filter, sequence));
  }
}
