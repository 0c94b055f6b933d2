package io.risefall.cli.peers;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of the loopback interface. */
public final class LoopbackPort {

  static final InetAddress IPV4 = address("127.0.0.1");
  static final InetAddress IPV6 = address("::1");

  /** What this process was given before, and may use some time. */
  private static final Set<Integer> PICKED = ConcurrentHashMap.newKeySet();

  private LoopbackPort() {}

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  public static boolean hasIpv6() {
    return isFree(IPV6, 0);
  }

  /** What is missing where there is no ::1, as in some containers. */
  public static Optional<String> missingIpv6() {
    return hasIpv6()
        ? Optional.empty()
        : Optional.of("no ::1 on this host (sysctl net.ipv6.conf.lo.disable_ipv6=0)");
  }

  /** What is missing where this process may not have a port of 127.0.0.1. */
  public static Optional<String> missingPort(int port) {
    return isFree(IPV4, port)
        ? Optional.empty()
        : Optional.of(
            "port "
                + port
                + " of 127.0.0.1 is taken, or only root may have it"
                + " (sysctl net.ipv4.ip_unprivileged_port_start)");
  }

  /**
   * A port that nobody has for UDP or TCP, another one with each call. Below those that Linux gives
   * to clients, so that it is most likely still free when a server that was stopped wants it again.
   */
  public static int pick() {
    List<InetAddress> addresses = hasIpv6() ? List.of(IPV4, IPV6) : List.of(IPV4);
    return ThreadLocalRandom.current()
        .ints(20_000, 30_000)
        .limit(1000)
        .filter(port -> addresses.stream().allMatch(address -> isFree(address, port)))
        .filter(PICKED::add)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no free port"));
  }

  static boolean isFree(InetAddress address, int port) {
    try (ServerSocket tcp = new ServerSocket(port, 1, address);
        DatagramSocket udp = new DatagramSocket(new InetSocketAddress(address, port))) {
      return tcp.isBound() && udp.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
