package io.risefall.publish;

import io.risefall.config.AgentConfig.Bng;
import io.risefall.config.AgentConfig.Transport;
import io.risefall.option.Endpoint;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells BalanceNG of one check or group: {@code 1} for up, {@code 0} for all else. A connection is
 * answered at once and closed, a datagram with a datagram. Safe for use by many threads.
 */
final class BngPublisher implements Publisher {

  private final Bng config;
  private final Told told;
  private @Nullable Acceptor acceptor;
  private @Nullable DatagramAnswers datagrams;

  BngPublisher(Bng config, Told told) {
    this.config = config;
    this.told = told;
  }

  @Override
  public void open() throws IOException {
    String name = toString();
    Allowed allowed = new Allowed(config.allow());
    Endpoint listen = config.listen();
    if (config.transport() != Transport.UDP) {
      Acceptor opened =
          new Acceptor(
              name, listen, allowed, question -> Optional.of(BngCodec.line(told.isUp(check()))));
      acceptor = opened;
      listen = Endpoint.of(listen.address(), opened.port());
    }
    if (config.transport() != Transport.TCP) {
      try {
        datagrams =
            new DatagramAnswers(
                name,
                config.listen().port() == 0 ? listen : config.listen(),
                allowed,
                length -> BngCodec.answer(length, told.isUp(check())));
      } catch (IOException e) {
        close();
        throw e;
      }
    }
  }

  private String check() {
    return config.check();
  }

  int tcpPort() throws IOException {
    return acceptor == null ? 0 : acceptor.port();
  }

  int udpPort() throws IOException {
    return datagrams == null ? 0 : datagrams.port();
  }

  @Override
  public String toString() {
    return "bng " + config.listen();
  }

  @Override
  public void close() {
    if (acceptor != null) {
      acceptor.close();
    }
    if (datagrams != null) {
      datagrams.close();
    }
  }
}
