package io.risefall.publish;

import io.risefall.agent.CheckSnapshot;
import io.risefall.config.AgentConfig.HaProxy;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells HAProxy's agent-check: of one check or group, or of the one that the first line names,
 * which is {@code agent-send}. Safe for use by many threads.
 */
final class HaProxyPublisher implements Publisher {

  private final HaProxy config;
  private final Told told;
  private final Set<String> weighted = ConcurrentHashMap.newKeySet();
  private @Nullable Acceptor acceptor;

  HaProxyPublisher(HaProxy config, Told told) {
    this.config = config;
    this.told = told;
  }

  @Override
  public void open() throws IOException {
    acceptor = new Acceptor(toString(), config.listen(), new Allowed(config.allow()), this::answer);
  }

  private Optional<byte[]> answer(Question question) throws IOException {
    Optional<String> named = config.check().isPresent() ? config.check() : question.line();
    return named.map(String::strip).map(this::lineOf);
  }

  private byte[] lineOf(String name) {
    return told.of(name).map(this::lineOf).orElseGet(() -> HaProxyLine.unknown(name));
  }

  private byte[] lineOf(CheckSnapshot check) {
    if (check.weight().isPresent()) {
      weighted.add(check.name());
    }
    return HaProxyLine.of(check, weighted.contains(check.name()));
  }

  int port() throws IOException {
    return acceptor == null ? 0 : acceptor.port();
  }

  @Override
  public String toString() {
    return "haproxy " + config.listen();
  }

  @Override
  public void close() {
    if (acceptor != null) {
      acceptor.close();
    }
  }
}
