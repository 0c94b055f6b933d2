package io.risefall.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.Reason;
import io.risefall.cli.TcpCase.Word;
import io.risefall.cli.peers.LoopbackPort;
import io.risefall.cli.peers.Peer;
import io.risefall.cli.peers.PeerCondition;
import io.risefall.cli.peers.RequiresPeer;
import io.risefall.net.testkit.TestCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A real check_tcp and {@code risefall tcp}: the same verdicts, but for what is listed. */
@RequiresPeer(Peer.CHECK_TCP)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CheckTcpIT {

  private static final Pattern WORD = Pattern.compile("\\b(OK|WARNING|CRITICAL|UNKNOWN)\\b");
  private static final Path LISTED = Path.of("..", "docs", "differences.md");

  private final ExecutorService threads = Executors.newFixedThreadPool(6);
  private final Map<TcpCase, Future<List<Outcome>>> answers = new HashMap<>();
  private TestCertificate authority;
  private Path ca;

  /** All at once, since many wait for a time-out. */
  @BeforeAll
  void ask(@TempDir Path directory) throws Exception {
    authority = TestCertificate.named("Test CA").authority().selfSigned();
    ca = authority.writeTo(directory.resolve("ca.pem"));
    for (TcpCase one : cases()) {
      answers.put(one, threads.submit(() -> ask(one)));
    }
    for (Future<List<Outcome>> answer : answers.values()) {
      answer.get(60, TimeUnit.SECONDS);
    }
  }

  @AfterAll
  void stop() {
    threads.shutdownNow();
  }

  static List<TcpCase> cases() {
    boolean ipv6 = LoopbackPort.missingIpv6().isEmpty();
    return TcpCases.all().stream()
        .filter(one -> ipv6 || one.stage() != TcpStage.OVER_IPV6)
        .toList();
  }

  /** What check_tcp says, and what we say. */
  private List<Outcome> ask(TcpCase one) throws Exception {
    try (TcpStage.Open server = one.stage().open(authority)) {
      String host = one.stage() == TcpStage.OVER_IPV6 ? "::1" : "127.0.0.1";
      List<String> before = new ArrayList<>(List.of(Peer.CHECK_TCP.path(), "-H", host));
      before.addAll(List.of("-p", Integer.toString(server.port()), "-t", limit(one.plugins())));
      before.addAll(TcpCase.words(one.plugin()));
      List<String> now = new ArrayList<>(List.of("tcp", address(host, server.port())));
      now.addAll(
          List.of("--timeout", limit(one.ours()) + "s", "--output", "nagios", "--exit", "nagios"));
      for (String word : TcpCase.words(one.risefall())) {
        now.add(word.equals("CA") ? ca.toString() : word);
      }
      return List.of(plugin(before), risefall(now.toArray(String[]::new)));
    }
  }

  /**
   * A busy machine can be late, which is told by a reason of its own; nothing else is asked anew.
   */
  private static Outcome risefall(String... arguments) {
    Outcome outcome = Outcome.of(arguments);
    for (int i = 1; i < 5 && outcome.out().contains(Reason.DEADLINE_IGNORED.code()); i++) {
      outcome = Outcome.of(arguments);
    }
    return outcome;
  }

  /** Seconds: few for a verdict that may have to be waited for, plenty for one that may not. */
  private static String limit(Word word) {
    return word == Word.CRITICAL ? "1" : "20";
  }

  private static String address(String host, int port) {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  private static Outcome plugin(List<String> command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("check_tcp does not end");
    }
    return new Outcome(process.exitValue(), said, "");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void theVerdictIsThePlugins(TcpCase one) throws Exception {
    if (one.stage() == TcpStage.OVER_IPV6) {
      PeerCondition.assume(LoopbackPort.missingIpv6());
    }
    List<Outcome> both = Objects.requireNonNull(answers.get(one)).get();
    assertSays("check_tcp", one.plugins(), both.get(0));
    assertSays("risefall tcp", one.ours(), both.get(1));
  }

  /** Where a word is written, which check_tcp does not do for each failure, it is this one. */
  private static void assertSays(String who, Word word, Outcome outcome) {
    assertEquals(word.code(), outcome.code(), () -> who + ": " + outcome);
    Matcher written = WORD.matcher(outcome.out());
    if (written.find()) {
      assertEquals(word.name(), written.group(), () -> who + ": " + outcome);
    }
  }

  @Test
  void theTableIsLongAndEachDifferenceHasItsReason() {
    assertTrue(cases().size() >= 60, () -> cases().size() + " cases");
    assertEquals(
        cases().size(), new HashSet<>(cases().stream().map(TcpCase::name).toList()).size());
    for (TcpCase one : cases()) {
      assertEquals(one.plugins() == one.ours(), one.why().isEmpty(), one::name);
    }
  }

  @Test
  void everyDifferenceIsListedAndNoOther() throws Exception {
    String text = Files.readString(LISTED);
    int begin = text.indexOf("## tcp against check_tcp\n");
    assertFalse(begin < 0, "no section of check_tcp");
    int end = text.indexOf("\n## ", begin + 1);
    String section = text.substring(begin, end < 0 ? text.length() : end);
    assertEquals(
        cases().stream().filter(one -> !one.why().isEmpty()).map(TcpCase::row).toList(),
        section.lines().filter(line -> line.startsWith("| ")).skip(1).toList());
  }
}
