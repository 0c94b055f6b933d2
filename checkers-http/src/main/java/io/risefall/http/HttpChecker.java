package io.risefall.http;

import io.risefall.check.CheckContext;
import io.risefall.check.CheckFailedException;
import io.risefall.check.CheckResult;
import io.risefall.check.Checker;
import io.risefall.check.Patterns;
import io.risefall.check.Reason;
import io.risefall.check.Timings;
import io.risefall.check.Verdict;
import io.risefall.http.Expectations.Head;
import io.risefall.net.Connection;
import io.risefall.net.Target;
import io.risefall.net.Tls;
import io.risefall.option.Endpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;

/** Makes a request, follows redirects if told to, and judges the answer. */
final class HttpChecker implements Checker {

  static final Reason REDIRECTS = new Reason("http-redirects");

  private static final int LONGEST_LOCATION = 200;

  /** RFC 9110, section 15.4: those that name one place to go on to. */
  private static final Set<Integer> REDIRECTING = Set.of(301, 302, 303, 307, 308);

  /**
   * How a server is reached.
   *
   * @param connect the address instead of the URL's own
   * @param minDays the days that its certificate must be good for
   */
  record Route(
      Optional<Endpoint> connect,
      Optional<Endpoint> source,
      Tls tls,
      Tls tlsElsewhere,
      OptionalLong minDays) {}

  private final Url url;
  private final Route route;
  private final Request request;
  private final int redirects;
  private final Duration timeout;
  private final Expectations expectations;

  /**
   * @param redirects so many are followed; 0: a redirect is an answer like any other
   */
  HttpChecker(
      Url url,
      Route route,
      Request request,
      int redirects,
      Duration timeout,
      Expectations expectations) {
    this.url = url;
    this.route = route;
    this.request = request;
    this.redirects = redirects;
    this.timeout = timeout;
    this.expectations = expectations;
  }

  @Override
  public Duration timeout() {
    return timeout;
  }

  @Override
  public CheckResult check(CheckContext context) throws InterruptedException {
    Map<String, String> facts = new LinkedHashMap<>();
    try {
      return follow(context.atMost(timeout), facts).withFacts(facts);
    } catch (CheckFailedException e) {
      facts.putAll(e.result().facts());
      return e.result().withFacts(facts);
    }
  }

  private CheckResult follow(CheckContext context, Map<String, String> facts)
      throws CheckFailedException, InterruptedException {
    Hop hop = new Hop(url, request, true, Optional.empty());
    StringBuilder chain = new StringBuilder();
    for (int left = redirects; ; left--) {
      Optional<CheckResult> result = ask(hop, left, context, facts);
      if (result.isPresent()) {
        return result.get();
      }
      hop = hop.next();
      chain.append(chain.isEmpty() ? "" : ", ").append(hop.url);
      facts.put("redirects", chain.toString());
    }
  }

  /** One request of the chain, and where its answer leads. */
  private static final class Hop {

    final Url url;
    final Request request;
    final boolean home;
    private Optional<CheckResult> warning;
    private int status;
    private String location = "";

    /**
     * @param home whether it goes to the server that the user named
     * @param warning what was found on the way here
     */
    Hop(Url url, Request request, boolean home, Optional<CheckResult> warning) {
      this.url = url;
      this.request = request;
      this.home = home;
      this.warning = warning;
    }

    Hop next() throws CheckFailedException {
      try {
        Url next = url.resolve(location);
        boolean sameOrigin = next.isSameOrigin(url);
        return new Hop(next, request.redirected(status, sameOrigin), home && sameOrigin, warning);
      } catch (IllegalArgumentException e) {
        throw new CheckFailedException(
            CheckResult.fail(
                REDIRECTS,
                status
                    + " from "
                    + url.target()
                    + " leads nowhere, "
                    + e.getMessage()
                    + ": "
                    + location.substring(0, Math.min(location.length(), LONGEST_LOCATION))));
      }
    }
  }

  /** The result; nothing if {@code hop} knows where to go on. */
  private Optional<CheckResult> ask(
      Hop hop, int left, CheckContext context, Map<String, String> facts)
      throws CheckFailedException, InterruptedException {
    Target target =
        route
            .connect()
            .filter(address -> hop.url.isSameOrigin(url))
            .map(Target::of)
            .orElse(hop.url.target());
    try (Connection connection = Connection.open(target, route.source(), context)) {
      facts.keySet().removeIf(fact -> !fact.equals("redirects")); // those of the hop before
      facts.putAll(connection.facts());
      Optional<CheckResult> certificate = secure(connection, hop, facts);
      if (certificate.isPresent() && certificate.get().verdict() == Verdict.FAIL) {
        return certificate.map(result -> result.withTimings(connection.timings(Timings.NONE)));
      }
      Exchange exchange = new Exchange(connection, hop.request, target.toString());
      ClassicHttpResponse response = exchange.ask(hop.url, context);
      facts.put("status", Integer.toString(response.getCode()));
      facts.put("protocol", String.valueOf(response.getVersion()));
      if (hop.warning.isEmpty()) {
        hop.warning = certificate;
      }
      if (leadsOn(hop, response, left)) {
        return Optional.empty();
      }
      CheckResult result =
          judge(exchange, response, target.toString(), context, facts)
              .withTimings(exchange.timings());
      return Optional.of(
          hop.warning.isPresent() && result.verdict().isPass()
              ? hop.warning.get().withTimings(result.timings())
              : result);
    }
  }

  private Optional<CheckResult> secure(Connection connection, Hop hop, Map<String, String> facts)
      throws CheckFailedException, InterruptedException {
    if (!hop.url.https()) {
      return Optional.empty();
    }
    Optional<CheckResult> certificate =
        connection
            .secure(hop.home ? route.tls() : route.tlsElsewhere(), hop.url.target().host())
            .judge(route.minDays(), hop.url.target().toString());
    facts.putAll(connection.facts());
    return certificate;
  }

  private boolean leadsOn(Hop hop, ClassicHttpResponse response, int left)
      throws CheckFailedException {
    int status = response.getCode();
    Header location = response.getFirstHeader("Location");
    if (redirects == 0 || !REDIRECTING.contains(status) || location == null) {
      return false;
    }
    if (left == 0) {
      throw new CheckFailedException(
          CheckResult.fail(
              REDIRECTS, "more than " + redirects + " redirects from " + url.target()));
    }
    if (Arrays.stream(response.getHeaders("Location")).map(Header::getValue).distinct().count()
        > 1) {
      throw new CheckFailedException(
          CheckResult.fail(
              REDIRECTS, status + " from " + hop.url.target() + " leads to two places"));
    }
    hop.status = status;
    hop.location = String.valueOf(location.getValue());
    return true;
  }

  private CheckResult judge(
      Exchange exchange,
      ClassicHttpResponse response,
      String peer,
      CheckContext context,
      Map<String, String> facts)
      throws CheckFailedException, InterruptedException {
    Head head = Exchange.head(response);
    try {
      Optional<CheckResult> onHead = expectations.judge(head, peer, context);
      if (onHead.isPresent()) {
        return onHead.get();
      }
      return expectations.judge(head, exchange.body(response), peer, context, facts);
    } catch (IOException e) {
      throw exchange.failure(e);
    } catch (Patterns.TooCostlyException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return CheckResult.broken(Reason.PATTERN_TOO_COSTLY, String.valueOf(e.getMessage()));
    }
  }
}
