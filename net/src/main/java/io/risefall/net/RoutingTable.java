package io.risefall.net;

import io.risefall.check.CheckResult;
import io.risefall.check.NetworkFailure;
import io.risefall.check.Reason;
import io.risefall.check.Verdict;
import io.risefall.option.Endpoint;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.util.Optional;

/**
 * Whether this host has a way to an address. Its own routing table and a router on the way refuse
 * in the same words; but a datagram socket is connected by looking at the table, without sending
 * anything, so that nobody else can refuse it.
 */
public final class RoutingTable {

  private RoutingTable() {}

  /**
   * What an exception of a socket means: {@link NetworkFailure#of}, and where that may be the
   * routing table's doing or a router's, the table is asked.
   *
   * @param peer the target, for the sentence
   * @param source the address of this host to come from
   * @param underWay whether something had been sent when it was thrown: only then may somebody else
   *     have refused it
   */
  public static CheckResult explain(
      IOException e, String peer, Optional<Endpoint> source, Endpoint address, boolean underWay) {
    CheckResult result = NetworkFailure.of(e, peer);
    boolean denied = result.reason().equals(Reason.NOT_PERMITTED);
    boolean noAddressOrPort = NetworkFailure.isAboutTheLocalAddress(e);
    boolean aboutTheWay =
        result.reason().equals(Reason.NO_ROUTE)
            || result.reason().equals(Reason.UNREACHABLE)
            || result.reason().equals(Reason.CONNECTION_FAILED)
            || noAddressOrPort
            || (denied && underWay);
    if (!aboutTheWay) {
      return result;
    }
    Optional<CheckResult> ours = fault(source, address, peer);
    if (ours.isPresent()) {
      return ours.get();
    }
    boolean byARouter =
        result.reason().equals(Reason.NO_ROUTE)
            || (denied && address.isIpv6()); // RFC 4443, section 3.1: administratively prohibited
    return byARouter ? CheckResult.fail(Reason.UNREACHABLE, peer + " is unreachable") : result;
  }

  /**
   * What keeps this host from sending anything to an address; empty where nothing does.
   *
   * @param source the address of this host to come from
   * @param peer the target, for the sentence
   * @return {@code BROKEN}: {@code no-route}, {@code not-permitted} where the route is a
   *     prohibition, {@code source-unavailable} or {@code no-resources}
   */
  public static Optional<CheckResult> fault(
      Optional<Endpoint> source, Endpoint address, String peer) {
    try (DatagramChannel channel = DatagramChannel.open(family(address))) {
      if (source.isPresent()) {
        try {
          channel.bind(source.get().toSocketAddress());
        } catch (IOException e) {
          return Optional.of(NetworkFailure.ofBinding(e, source.get().host()));
        }
      }
      channel.connect(address.withPort(ANY_PORT).toSocketAddress());
      return Optional.empty();
    } catch (IOException | UnsupportedOperationException e) {
      IOException io = e instanceof IOException own ? own : new SocketException(e.getMessage());
      CheckResult result = NetworkFailure.of(io, peer);
      boolean itsOwnWords =
          result.verdict() == Verdict.BROKEN && !NetworkFailure.isAboutTheLocalAddress(io);
      return Optional.of(
          itsOwnWords
              ? result
              : CheckResult.broken(Reason.NO_ROUTE, "this host has no route to " + peer));
    }
  }

  /** Discard (RFC 863); connecting a datagram socket wants a port. */
  private static final int ANY_PORT = 9;

  private static ProtocolFamily family(Endpoint address) {
    return address.isIpv6() ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
  }
}
