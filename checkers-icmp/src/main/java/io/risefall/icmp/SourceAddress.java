package io.risefall.icmp;

import io.risefall.check.CheckFailedException;
import io.risefall.check.CheckResult;
import io.risefall.check.NetworkFailure;
import io.risefall.check.Reason;
import io.risefall.option.Endpoint;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The address to ping from. The JDK binds a ping to an interface, and takes that interface's first
 * address of the target's family, in the order of {@link NetworkInterface#getInetAddresses()}. Any
 * other address can be had only where the system would choose it by itself.
 */
final class SourceAddress {

  /** Discard (RFC 863); connecting a datagram socket sends nothing, but wants a port. */
  private static final int ANY_PORT = 9;

  private final Endpoint endpoint;
  private final InetAddress address;

  private SourceAddress(Endpoint endpoint, InetAddress address) {
    this.endpoint = endpoint;
    this.address = address;
  }

  /**
   * @throws CheckFailedException {@code BROKEN}, {@code source-unavailable}, if its scope is no
   *     interface of this host
   */
  static SourceAddress of(Endpoint endpoint) throws CheckFailedException {
    try {
      return new SourceAddress(endpoint, endpoint.toSocketAddress().getAddress());
    } catch (SocketException e) {
      throw new CheckFailedException(NetworkFailure.ofBinding(e, endpoint.host()));
    }
  }

  /**
   * The interface to bind to, so that pings of {@code host} come from this address; absent where
   * they do without.
   *
   * @throws CheckFailedException {@code BROKEN}, {@code source-unavailable}, if they cannot
   */
  Optional<NetworkInterface> bindingFor(InetAddress host) throws CheckFailedException, IOException {
    List<NetworkInterface> networks = networks();
    Optional<NetworkInterface> itsFirst =
        networks.stream()
            .filter(n -> ours(n).findFirst().filter(this::isThis).isPresent())
            .findFirst();
    if (itsFirst.isPresent() || systemChoosesItFor(host)) {
      return itsFirst;
    }
    Optional<NetworkInterface> has =
        networks.stream().filter(n -> ours(n).anyMatch(this::isThis)).findFirst();
    throw unavailable(
        has.isEmpty()
            ? endpoint.host() + " is not an address of an interface of this host"
            : "Java can ping from "
                + Endpoint.format(ours(has.get()).findFirst().orElseThrow())
                + " alone of the addresses of "
                + has.get().getName()
                + ", not from "
                + endpoint.host());
  }

  /** Labels that an address may have (eth0:1) among them, each of which has a first address. */
  private static List<NetworkInterface> networks() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(n -> Stream.concat(Stream.of(n), n.subInterfaces()))
        .toList();
  }

  private Stream<InetAddress> ours(NetworkInterface network) {
    return network.inetAddresses().filter(a -> a.getClass() == address.getClass());
  }

  private boolean isThis(InetAddress other) {
    boolean otherScope =
        address instanceof Inet6Address mine
            && mine.getScopeId() != 0
            && other instanceof Inet6Address its
            && mine.getScopeId() != its.getScopeId();
    return address.equals(other) && !otherScope;
  }

  private boolean systemChoosesItFor(InetAddress host) {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(host, ANY_PORT));
      return isThis(socket.getLocalAddress());
    } catch (IOException e) {
      return false; // the ping itself will say why
    }
  }

  private static CheckFailedException unavailable(String message) {
    return new CheckFailedException(CheckResult.broken(Reason.SOURCE_UNAVAILABLE, message));
  }
}
