package io.risefall.icmp;

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

  /** Loopback; a silent neighbour at 10.99.0.2 and 2001:db8:99::2; nobody for 10.98.0.0/16. */
  private static final String NETWORK =
      """
      set -e
      ip link set lo up
      ip link add near type veth peer name far
      ip link set near up
      ip link set far up
      ip address add 10.99.0.1/24 dev near
      ip -6 address add 2001:db8:99::1/64 dev near nodad
      ip neighbour add 10.99.0.2 lladdr 02:00:00:00:00:02 dev near
      ip -6 neighbour add 2001:db8:99::2 lladdr 02:00:00:00:00:02 dev near
      ip route add unreachable 10.98.0.0/16
      """;

  private final boolean root;
  private final List<String> inside = new ArrayList<>();
  private String setUp = NETWORK;

  private Namespace(boolean root) {
    this.root = root;
  }

  /** For anybody: where this process is not root's, root of a user namespace makes the network. */
  static Namespace fresh() throws Exception {
    boolean root = "0".equals(output(List.of("id", "-u")));
    Namespace namespace = new Namespace(root);
    need(namespace.command("true"));
    return namespace;
  }

  /** For what root of a user namespace cannot do. */
  static Namespace ofRoot() throws Exception {
    Namespace namespace = fresh();
    if (!namespace.root) {
      missing("only root can change to other users");
    }
    return namespace;
  }

  /** Runs the drill by this program, which takes a command as its last arguments. */
  Namespace by(String... program) throws Exception {
    inside.addAll(List.of(program));
    need(command("true"));
    return this;
  }

  /** Runs more of a shell's commands before. */
  Namespace after(String commands) {
    setUp += commands;
    return this;
  }

  /** The lines that the drill printed, each split at its tabs. */
  List<String[]> run(String drill, String... pings) throws Exception {
    List<String> java = new ArrayList<>();
    java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    java.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp"));
    java.add(System.getProperty("java.class.path"));
    java.add(Drill.class.getName());
    java.add(drill);
    java.addAll(List.of(pings));
    String lines = output(command(java.toArray(String[]::new)));
    return Arrays.stream(lines.split("\n", -1)).map(line -> line.split("\t", -1)).toList();
  }

  private List<String> command(String... program) {
    List<String> command = new ArrayList<>(List.of("unshare", root ? "-n" : "-Urn"));
    command.addAll(List.of("sh", "-c", setUp + "\"$@\"", "sh"));
    command.addAll(inside);
    command.addAll(List.of(program));
    return command;
  }

  private static void need(List<String> command) throws Exception {
    try {
      output(command);
    } catch (IOException | AssertionError e) {
      missing("no namespace of a network here: " + e.getMessage());
    }
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
