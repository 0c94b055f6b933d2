package io.risefall.net.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A network namespace in which a test's program runs, whose host refuses some ways and whose router
 * others. Nothing leaves it.
 *
 * <p>This host is 10.99.0.1 and 2001:db8:99::1. Its own table refuses 10.94, 10.93 and 10.92
 * (unreachable, prohibited, a black hole; the same of 2001:db8:) and knows nothing of 192.0.2.0/24
 * and 2001:db8:ff::/48. Behind the router at 10.99.0.2 and 2001:db8:99::2 lie 10.97, 10.96 and
 * 10.95, where that one knows no way, has an unreachable one and a prohibited one.
 */
public final class RoutedNetwork {

  /** The ways that this host refuses, as IPv4 and IPv6. */
  public static final List<String> REFUSED_HERE =
      List.of(
          "192.0.2.1",
          "10.94.0.1",
          "10.92.0.1",
          "2001:db8:ff::1",
          "2001:db8:94::1",
          "2001:db8:92::1");

  /** The ways that this host forbids. */
  public static final List<String> FORBIDDEN_HERE = List.of("10.93.0.1", "2001:db8:93::1");

  /** The ways that the router forbids, of which it tells any socket. */
  public static final List<String> FORBIDDEN_BY_THE_ROUTER = List.of("10.95.0.1", "2001:db8:95::1");

  private static final String NETWORK =
      """
      set -e
      unshare -n sleep 60 &
      router=$!
      trap 'kill $router' EXIT
      until [ "$(readlink /proc/$router/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do :; done
      ip link set lo up
      ip link add near type veth peer name far
      ip link set far netns $router
      ip link set near up
      ip address add 10.99.0.1/24 dev near
      ip -6 address add 2001:db8:99::1/64 dev near nodad
      nsenter -t $router -n sh -c '
        echo 1 >/proc/sys/net/ipv4/ip_forward
        echo 1 >/proc/sys/net/ipv6/conf/all/forwarding
        echo 0 >/proc/sys/net/ipv4/icmp_ratelimit
        echo 0 >/proc/sys/net/ipv6/icmp/ratelimit
        ip link set lo up
        ip link set far up
        ip address add 10.99.0.2/24 dev far
        ip -6 address add 2001:db8:99::2/64 dev far nodad
        ip route add unreachable 10.96.0.0/16
        ip -6 route add unreachable 2001:db8:96::/48
        ip route add prohibit 10.95.0.0/16
        ip -6 route add prohibit 2001:db8:95::/48'
      for way in 97 96 95; do
        ip route add 10.$way.0.0/16 via 10.99.0.2
        ip -6 route add 2001:db8:$way::/48 via 2001:db8:99::2
      done
      ip route add unreachable 10.94.0.0/16
      ip -6 route add unreachable 2001:db8:94::/48
      ip route add prohibit 10.93.0.0/16
      ip -6 route add prohibit 2001:db8:93::/48
      ip route add blackhole 10.92.0.0/16
      ip -6 route add blackhole 2001:db8:92::/48
      """;

  private RoutedNetwork() {}

  /** This host's address of the same family as another. */
  public static String sourceFor(String address) {
    return address.contains(":") ? "2001:db8:99::1" : "10.99.0.1";
  }

  /**
   * Runs the main method of a class there.
   *
   * @return what it prints, line by line; nothing where the system gives no namespace, unless
   *     {@code risefall.peers} is 'required'
   */
  public static List<String> run(Class<?> program, String... args) throws Exception {
    boolean root = output(List.of("id", "-u")).equals("0");
    List<String> enter =
        List.of("unshare", root ? "-n" : "-Urn", "sh", "-c", NETWORK + "\"$@\"", "sh");
    try {
      output(joined(enter, List.of("true")));
    } catch (IOException e) {
      if ("required".equals(System.getProperty("risefall.peers"))) {
        throw e;
      }
      return List.of();
    }
    List<String> java = new ArrayList<>();
    java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    java.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp"));
    java.add(System.getProperty("java.class.path"));
    java.add(program.getName());
    java.addAll(List.of(args));
    return output(joined(enter, java)).lines().filter(line -> !line.startsWith("SLF4J")).toList();
  }

  private static List<String> joined(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  private static String output(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(command + ": " + output);
      }
      return output;
    } finally {
      process.destroyForcibly();
    }
  }
}
