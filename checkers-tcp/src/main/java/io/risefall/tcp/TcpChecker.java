package io.risefall.tcp;

import io.risefall.check.CheckContext;
import io.risefall.check.CheckFailedException;
import io.risefall.check.CheckResult;
import io.risefall.check.Checker;
import io.risefall.check.Reason;
import io.risefall.check.Timings;
import io.risefall.check.Verdict;
import io.risefall.net.Connection;
import io.risefall.net.Target;
import io.risefall.net.Tls;
import io.risefall.net.TlsSession;
import io.risefall.option.Endpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Connects, speaks TLS if told to, says and hears a few words. */
final class TcpChecker implements Checker {

  /**
   * The TLS part.
   *
   * @param serverName the name to ask for and to find in the certificate
   * @param minDays the days that the certificate must be good for
   */
  record Security(Tls tls, String serverName, OptionalLong minDays) {}

  private final Target target;
  private final Optional<Endpoint> source;
  private final Duration timeout;
  private final Optional<Security> security;
  private final Dialogue dialogue;

  TcpChecker(
      Target target,
      Optional<Endpoint> source,
      Duration timeout,
      Optional<Security> security,
      Dialogue dialogue) {
    this.target = target;
    this.source = source;
    this.timeout = timeout;
    this.security = security;
    this.dialogue = dialogue;
  }

  @Override
  public Duration timeout() {
    return timeout;
  }

  @Override
  public CheckResult check(CheckContext context) throws InterruptedException {
    CheckContext limited = context.atMost(timeout);
    try (Connection connection = Connection.open(target, source, limited)) {
      return talk(connection, limited);
    } catch (CheckFailedException e) {
      return e.result().reason().equals(Reason.CONNECT_RESET) && connectsOnly()
          ? Dialogue.connected(target.toString())
              .withTimings(e.result().timings())
              .withFacts(e.result().facts())
          : e.result();
    }
  }

  /**
   * Whether a target that resets a connection which it has accepted does what is asked of it: a
   * connection that it does not accept is refused (RFC 9293, section 3.5.2), not reset. Whether the
   * reset comes before this side sees that it is connected, is chance.
   */
  private boolean connectsOnly() {
    return security.isEmpty() && dialogue.isSilent();
  }

  private CheckResult talk(Connection connection, CheckContext context)
      throws CheckFailedException, InterruptedException {
    String peer = target.toString();
    Optional<CheckResult> certificate = Optional.empty();
    if (security.isPresent()) {
      TlsSession session = connection.secure(security.get().tls(), security.get().serverName());
      certificate = session.judge(security.get().minDays(), peer);
    }
    Map<String, String> facts = connection.facts();
    if (certificate.isPresent() && certificate.get().verdict() == Verdict.FAIL) {
      return certificate.get().withTimings(connection.timings(Timings.NONE)).withFacts(facts);
    }
    try {
      CheckResult result = dialogue.hold(connection, peer, context, facts).withFacts(facts);
      return certificate.isPresent() && result.verdict().isPass()
          ? certificate.get().withTimings(result.timings()).withFacts(facts)
          : result;
    } catch (IOException e) {
      throw connection.failure(e);
    }
  }
}
