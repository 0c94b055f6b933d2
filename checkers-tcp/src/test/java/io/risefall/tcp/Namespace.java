package io.risefall.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A network namespace of a test's own, in which a {@link Drill} runs. Nothing leaves it. Where the
 * system gives no namespace the test is skipped, or fails if {@code risefall.peers} is 'required'.
 */
final class Namespace {

  /**
   * One router at 10.99.0.2, in a namespace inside, that forwards and has a route to nowhere; this
   * side has routes through it, some that are refused here, and none of all else.
   */
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
      ip -6 address add fe80::1/64 dev near nodad
      ip -6 address add 2001:db8:99::1/64 dev near nodad
      echo 20 >/proc/sys/net/ipv4/neigh/near/retrans_time_ms
      echo 20 >/proc/sys/net/ipv6/neigh/near/retrans_time_ms
      nsenter -t $router -n sh -c '
        echo 1 >/proc/sys/net/ipv4/ip_forward
        echo 1 >/proc/sys/net/ipv6/conf/all/forwarding
        echo 0 >/proc/sys/net/ipv4/icmp_ratelimit
        echo 0 >/proc/sys/net/ipv6/icmp/ratelimit
        ip link set far up
        ip address add 10.99.0.2/24 dev far
        ip -6 address add 2001:db8:99::2/64 dev far nodad
        ip route add unreachable 10.96.0.0/16
        ip route add prohibit 10.95.0.0/16'
      ip route add 10.97.0.0/16 via 10.99.0.2
      ip route add 10.96.0.0/16 via 10.99.0.2
      ip route add 10.95.0.0/16 via 10.99.0.2
      ip -6 route add 2001:db8:97::/48 via 2001:db8:99::2
      ip route add unreachable 10.94.0.0/16
      ip route add prohibit 10.93.0.0/16
      ip route add blackhole 10.92.0.0/16
      """;

  private Namespace() {}

  /** The lines that the drill prints there. */
  static List<String> run(String drill, String... checks) throws Exception {
    String kind = "0".equals(output(List.of("id", "-u"))) ? "-n" : "-Urn";
    List<String> enter = List.of("unshare", kind, "sh", "-c", NETWORK + "\"$@\"", "sh");
    try {
      output(joined(enter, List.of("true")));
    } catch (IOException | AssertionError e) {
      missing("no namespace of a network here: " + e.getMessage());
    }
    return lines(joined(enter, java(drill, checks)));
  }

  /** The lines that the drill prints if it may have so many descriptors. */
  static List<String> runWithDescriptors(int most, String drill, String... checks)
      throws Exception {
    List<String> limited = List.of("sh", "-c", "ulimit -n " + most + "\nexec \"$@\"", "sh");
    return lines(joined(limited, java(drill, checks)));
  }

  private static List<String> java(String drill, String... checks) {
    List<String> java = new ArrayList<>();
    java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    java.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp"));
    java.add(System.getProperty("java.class.path"));
    java.addAll(List.of(Drill.class.getName(), drill));
    java.addAll(List.of(checks));
    return java;
  }

  private static List<String> joined(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  private static List<String> lines(List<String> command) throws Exception {
    return Arrays.asList(output(command).split("\n", -1));
  }

  private static void missing(String why) {
    if ("required".equals(System.getProperty("risefall.peers"))) {
      fail(why + "; risefall.peers is 'required'");
    }
    abort(why);
  }

  private static String output(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new AssertionError("still running: " + command);
      }
      assertEquals(0, process.exitValue(), () -> command + ": " + output);
      return output;
    } finally {
      process.destroyForcibly();
    }
  }
}
