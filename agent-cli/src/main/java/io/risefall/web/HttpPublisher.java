package io.risefall.web;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.risefall.agent.HealthAgent;
import io.risefall.agent.Transition;
import io.risefall.check.CheckResult;
import io.risefall.config.AgentConfig;
import io.risefall.history.History;
import io.risefall.metrics.FailureMeters;
import io.risefall.metrics.RisefallMetrics;
import io.risefall.publish.Publisher;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells by HTTP: {@code /health}, {@code /checks}, {@code /metrics}, and a page at {@code /}. Safe
 * for use by many threads.
 */
public final class HttpPublisher implements Publisher {

  private static final int BACKLOG = 128;

  private final AgentConfig.Http config;
  private final HealthAgent agent;
  private final RisefallMetrics metrics = new RisefallMetrics();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Streams streams;
  private final Site site;
  private final Watchdog watchdog = new Watchdog();

  /**
   * Threads of the system: thousands of rows take a while, and virtual threads carry the checks.
   */
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("http-", 0).factory());

  private @Nullable HttpServer server;

  /**
   * Not yet open; is to be added to the agent's listeners before it is.
   *
   * @param failures what went wrong how often, for the metrics
   */
  public HttpPublisher(
      AgentConfig.Http config,
      HealthAgent agent,
      History history,
      Supplier<Map<String, Long>> failures) {
    this.config = config;
    this.agent = agent;
    Page page = new Page(agent, history);
    streams = new Streams(page, watchdog);
    site = new Site(agent, history, registry, new FailureMeters(registry, failures), page, streams);
    metrics.bindTo(registry);
  }

  @Override
  public synchronized void open() throws IOException {
    Bounds.set();
    metrics.learn(agent);
    try {
      HttpServer opened = HttpServer.create(config.listen().toSocketAddress(), BACKLOG);
      opened.setExecutor(threads);
      opened.createContext("/", new Door(config.allow(), site, watchdog));
      opened.start();
      server = opened;
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /**
   * The port that it listens on.
   *
   * @throws IllegalStateException if it is not open
   */
  public synchronized int port() {
    if (server == null) {
      throw new IllegalStateException("not open");
    }
    return server.getAddress().getPort();
  }

  /** Who follows the events now. */
  int followers() {
    return streams.followers();
  }

  @Override
  public void onTransition(Transition transition) {
    metrics.onTransition(transition);
    streams.changed(transition.name());
  }

  @Override
  public void onResult(String name, CheckResult result, Duration lag) {
    metrics.onResult(name, result, lag);
    streams.ran(name);
  }

  @Override
  public void onAdded(String name) {
    metrics.onAdded(name);
    streams.changed(name);
  }

  @Override
  public void onRemoved(String name) {
    metrics.onRemoved(name);
    streams.changed(name);
  }

  @Override
  public synchronized void close() {
    if (server != null) {
      server.stop(0);
      server = null;
    }
    threads.shutdownNow();
    watchdog.close();
    registry.close();
  }

  @Override
  public String toString() {
    return "http " + config.listen();
  }
}
