package com.example.redis;

import io.risefall.check.Checker;
import io.risefall.check.CheckerProvider;
import io.risefall.option.Endpoint;
import io.risefall.option.InvalidOptionException;
import io.risefall.option.Option;
import io.risefall.option.OptionKind;
import io.risefall.option.Options;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Declares the options of {@code redis-ping} and makes the checker from their values. */
public final class RedisPingProvider implements CheckerProvider {

  /** The port of Redis, where none is given. */
  static final int PORT = 6379;

  private static final Option<Endpoint> ADDRESS =
      Option.of("address", OptionKind.endpoint(PORT), "the server; port 6379 if none is given")
          .positional();

  private static final Option<Endpoint> SOURCE =
      Option.of("source", OptionKind.ADDRESS, "the address of this host to ask from");

  private static final Option<Duration> TIMEOUT =
      Option.of("timeout", OptionKind.DURATION, "time for the connection and the answer")
          .orElse("1s");

  private static final Option<Boolean> ALLOW_LOADING =
      Option.of(
          "allow-loading",
          OptionKind.FLAG,
          "a server that still loads its data is DEGRADED instead of FAIL");

  @Override
  public String type() {
    return "redis-ping";
  }

  @Override
  public String summary() {
    return "whether a Redis server answers PING";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(ADDRESS, SOURCE, TIMEOUT, ALLOW_LOADING);
  }

  @Override
  public Checker create(Options options) {
    Endpoint address = options.get(ADDRESS);
    Optional<Endpoint> source = options.find(SOURCE);
    if (source.isPresent() && source.get().isIpv6() != address.isIpv6()) {
      throw new InvalidOptionException(
          SOURCE.name(), "'" + source.get() + "'", "an address of the same family as " + address);
    }
    return new RedisPingChecker(
        address, source, options.get(TIMEOUT), options.isSet(ALLOW_LOADING));
  }
}
