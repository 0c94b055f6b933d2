package io.risefall.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.Checkers;
import io.risefall.cli.WrapperCase.Target;
import io.risefall.cli.peers.LoopbackPort;
import io.risefall.cli.peers.NamedServer;
import io.risefall.cli.peers.Peer;
import io.risefall.cli.peers.PeerCondition;
import io.risefall.cli.peers.RequiresPeer;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The old Perl wrapper around a real dig, and {@code dig-wrapper}: the same verdicts. */
@RequiresPeer({Peer.NAMED, Peer.DIG, Peer.PERL})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
class DigWrapperIT {

  private NamedServer named;
  private Path script;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    script = directory.resolve("dig-wrapper.pl");
    try (InputStream text =
        Objects.requireNonNull(DigWrapperIT.class.getResourceAsStream("dig-wrapper.pl"))) {
      Files.copy(text, script);
    }
    named =
        NamedServer.builder()
            // dig has to ask twice for this one: it sends a cookie, and is given one first.
            .option("require-server-cookie yes;")
            .primary("ok.test", Zones.ofEverything())
            .primary("denied.test", Zones.of(1), "allow-query { none; };")
            .missing("missing.test")
            .abandonedSecondary("expired.test", Zones.of(1, "1 1 3"))
            .start();
    named.awaitLog("zone expired.test/IN: expired");
  }

  @AfterAll
  void stop() {
    named.close();
  }

  static List<WrapperCase> cases() {
    return WrapperCases.all();
  }

  @Test
  void theTableIsLongAndDifferencesAreFew() {
    assertTrue(cases().size() >= 200);
    assertEquals(4, cases().stream().filter(one -> one.before() != one.now()).count());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void theVerdictIsTheOldOne(WrapperCase one) throws Exception {
    if (one.line().contains("::")) {
      PeerCondition.assume(LoopbackPort.missingIpv6());
    }
    Target target = one.target();
    List<String> arguments = one.arguments();
    assertEquals(
        one.before(),
        target.verdict(named.port(), port -> before(arguments, port)),
        () -> "the old wrapper on " + one);
    assertEquals(
        one.now(),
        target.verdict(named.port(), port -> now(arguments, port)),
        () -> "dig-wrapper on " + one);
  }

  private boolean before(List<String> arguments, int port) throws Exception {
    List<String> command = new ArrayList<>(List.of(Peer.PERL.path(), script.toString()));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(Redirect.DISCARD);
    builder.environment().put("DIG", Peer.DIG.path());
    builder.environment().put("DIG_PORT", Integer.toString(port));
    Process process = builder.start();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the old wrapper does not end");
    }
    return process.exitValue() == 0;
  }

  /** As {@link DigWrapper#run}, but for the port. */
  private static boolean now(List<String> args, int port) {
    try {
      Arguments arguments = Arguments.parse(DigWrapper.NAME, CheckCommand.OWN, args);
      Map<String, List<String>> texts = DigWrapper.translate(arguments.positional());
      Map<String, List<String>> moved = new HashMap<>(texts);
      moved.computeIfPresent("server", (name, server) -> List.of(at(server.get(0), port)));
      PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
      CheckCommand command = new CheckCommand(Checkers.installed(), nowhere);
      return command.run(command.prepare(DigWrapper.NAME, arguments, moved, "dns")) == 0;
    } catch (UsageException e) {
      return false;
    }
  }

  private static String at(String address, int port) {
    return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
  }
}
