package io.risefall.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.cli.HttpCase.Word;
import io.risefall.cli.peers.LoopbackPort;
import io.risefall.cli.peers.Peer;
import io.risefall.cli.peers.PeerCondition;
import io.risefall.cli.peers.RequiresPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The monitoring plugins' check_http, and {@code risefall http} as a plugin: the same words. */
@RequiresPeer(Peer.CHECK_HTTP)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CheckHttpIT {

  private static final int AT_ONCE = 6;

  private record Both(Outcome theirs, Outcome ours) {}

  private final Map<String, Future<Both>> answers = new HashMap<>();
  private HttpCaseServers servers;

  static List<HttpCase> cases() {
    return HttpCases.all();
  }

  @BeforeAll
  void askAll(@TempDir Path directory) throws Exception {
    servers = new HttpCaseServers(directory);
    ours(servers.fill("https://127.0.0.1:GOOD/ --timeout 20s")); // Java's first TLS takes its time
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      for (HttpCase one : cases()) {
        answers.put(
            one.name(),
            threads.submit(
                () ->
                    new Both(theirs(servers.fill(one.theirs())), ours(servers.fill(one.ours())))));
      }
    }
  }

  @AfterAll
  void stop() throws IOException {
    servers.close();
  }

  private static Outcome theirs(String line) throws Exception {
    List<String> command = new ArrayList<>(List.of(Peer.CHECK_HTTP.path()));
    command.addAll(HttpCase.words(line));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertTrue(process.waitFor(30, TimeUnit.SECONDS), "check_http does not end");
    return new Outcome(process.exitValue(), out, "");
  }

  private static Outcome ours(String line) {
    List<String> args = new ArrayList<>(List.of("http"));
    args.addAll(HttpCase.words(line));
    args.addAll(List.of("--output", "nagios", "--exit", "nagios"));
    return Outcome.of(args.toArray(String[]::new));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void theWordIsTheSameOrTheDifferenceIsIntended(HttpCase one) throws Exception {
    if (one.name().equals("IPv6")) {
      PeerCondition.assume(LoopbackPort.missingIpv6());
    }
    Both both = Objects.requireNonNull(answers.get(one.name())).get();
    assertSays("check_http", one.theirWord(), both.theirs);
    assertSays("risefall", one.ourWord(), both.ours);
  }

  private static void assertSays(String who, Word word, Outcome outcome) {
    assertEquals(word.exitCode, outcome.code(), () -> who + ": " + outcome);
    if (word != Word.UNKNOWN) {
      assertTrue(outcome.out().contains(word.toString()), () -> who + ": " + outcome);
    }
  }

  @Test
  void thereAreManyCasesAndEachHasItsName() {
    assertTrue(cases().size() >= 40);
    assertEquals(cases().size(), cases().stream().map(HttpCase::name).distinct().count());
  }

  @Test
  void everyDifferenceIsDocumented() throws Exception {
    String expected =
        cases().stream()
            .map(HttpCase::row)
            .flatMap(Optional::stream)
            .collect(Collectors.joining("\n"));
    String page = Files.readString(Path.of("..", "docs", "check_http.md"));
    String rows =
        page.lines()
            .filter(line -> line.startsWith("| ") && !line.startsWith("| situation"))
            .collect(Collectors.joining("\n"));
    assertEquals(expected, rows);
  }
}
