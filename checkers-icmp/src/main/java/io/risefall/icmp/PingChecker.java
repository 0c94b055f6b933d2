package io.risefall.icmp;

import io.risefall.check.CheckContext;
import io.risefall.check.CheckFailedException;
import io.risefall.check.CheckResult;
import io.risefall.check.Checker;
import io.risefall.check.Reason;
import io.risefall.check.Timings;
import io.risefall.net.RoutingTable;
import io.risefall.net.Target;
import io.risefall.option.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Pings one host. */
final class PingChecker implements Checker {

  private final Target target;
  private final Optional<Endpoint> source;
  private final Duration timeout;
  private final Echo echo;

  PingChecker(Target target, Optional<Endpoint> source, Duration timeout, Echo echo) {
    this.target = target;
    this.source = source;
    this.timeout = timeout;
    this.echo = echo;
  }

  @Override
  public Duration timeout() {
    return timeout;
  }

  @Override
  public CheckResult check(CheckContext context) throws InterruptedException {
    CheckContext whole = context.atMost(timeout);
    try {
      long start = whole.ticker().read();
      Endpoint address = target.resolve(source, whole);
      boolean lookedUp = target.numeric().isEmpty();
      long resolve = lookedUp ? whole.ticker().read() - start : Timings.NONE;
      return ping(address, resolve, whole).withFacts(Map.of("address", address.toString()));
    } catch (CheckFailedException e) {
      return e.result();
    }
  }

  private CheckResult ping(Endpoint address, long resolve, CheckContext context)
      throws InterruptedException {
    Timings timings = new Timings(resolve, Timings.NONE, Timings.NONE, Timings.NONE, Timings.NONE);
    try {
      InetAddress host = scoped(address);
      Optional<NetworkInterface> network =
          source.isEmpty() ? Optional.empty() : network(source.get(), host, address);
      long roundTrip = echo.of(host, address, source, network, target.text(0), context);
      return CheckResult.pass(target.text(0) + " answered")
          .withTimings(new Timings(resolve, Timings.NONE, Timings.NONE, roundTrip, Timings.NONE));
    } catch (IOException e) {
      return RoutingTable.explain(e, target.text(0), source, address, false).withTimings(timings);
    } catch (CheckFailedException e) {
      return e.result().withTimings(timings);
    }
  }

  /** Where there is no way at all, it does not matter which source the JDK would take. */
  private Optional<NetworkInterface> network(Endpoint from, InetAddress host, Endpoint address)
      throws CheckFailedException, IOException {
    try {
      return SourceAddress.of(from).bindingFor(host);
    } catch (CheckFailedException e) {
      Optional<CheckResult> noWay =
          RoutingTable.fault(source, address, target.text(0))
              .filter(fault -> !fault.reason().equals(Reason.SOURCE_UNAVAILABLE));
      throw noWay.isPresent() ? new CheckFailedException(noWay.get()) : e;
    }
  }

  private static InetAddress scoped(Endpoint address) throws CheckFailedException {
    try {
      return address.toSocketAddress().getAddress();
    } catch (SocketException e) {
      throw new CheckFailedException(
          CheckResult.broken(Reason.NO_ROUTE, String.valueOf(e.getMessage())));
    }
  }
}
