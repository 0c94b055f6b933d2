package io.risefall.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Rcode;

/**
 * The three ways to the same answer: what Java says, a running agent says as well, and so does what
 * stands in the native binary's place (a binary itself where there is one, see {@link Ways}).
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(Ways.ForParameters.class)
class PathsIT {

  private final ToyNameServer well = ToyNameServer.answering("192.0.2.1");
  private final ToyNameServer sick = ToyNameServer.failing(Rcode.SERVFAIL);
  private final ToyNameServer silent = ToyNameServer.silent();
  private HttpServer web;
  private Ways.Started ways;
  private Launcher java;
  private Way agent;
  private Launcher binary;

  @BeforeAll
  void start() throws IOException {
    web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    page("/", 200, "café\n".getBytes(UTF_8));
    page("/down", 503, "café\n".getBytes(UTF_8));
    page("/windows-1252", 200, new byte[] {'c', 'a', 'f', (byte) 0xe9, '\n'});
    web.start();
  }

  private void page(String path, int status, byte[] body) {
    web.createContext(
        path,
        exchange -> {
          if (path.startsWith("/windows")) {
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=windows-1252");
          }
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  @BeforeAll
  void take(Ways.Started started) {
    ways = started;
    java = started.java().forced();
    agent = started.agent();
    binary = started.binary().forced();
  }

  @AfterAll
  void stop() {
    web.stop(0);
    well.close();
    sick.close();
    silent.close();
  }

  private String[] words(String line) {
    return Arrays.stream(line.split(" "))
        .map(
            word ->
                word.replace("NEWLINE", "\n")
                    .replace("WELL", well.address())
                    .replace("SILENT", silent.address())
                    .replace("SICK", sick.address())
                    .replace("WEB", "127.0.0.1:" + web.getAddress().getPort()))
        .toArray(String[]::new);
  }

  /** Without times; what is said of Java is another thing in a binary. */
  private static Outcome masked(Outcome outcome) {
    String out = outcome.masked().replaceAll("\\(Java [^)]+\\)", "(Java V)");
    return new Outcome(outcome.code(), out, outcome.err());
  }

  /** What an agent does for others: no way falls back to another one. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "dns a.example --server WELL",
        "dns a.example --server WELL --source 127.0.0.1 --transport tcp",
        "dns a.example --server WELL --output json --expect-answer ^192",
        "dns a.example --server WELL --output nagios --exit nagios",
        "dns a.example --server WELL --output none",
        "dns control.example --server WELL",
        "dns a.example --server WELL --verbose --exit=dynamic",
        "dns a.example --server WELL --expect-answer é",
        "dns bücher.example --server WELL",
        "dns a.example --server SILENT --deadline 2s --exit nagios",
        "dns a.example --server SICK",
        "dns a.example --server SICK --exit nagios --output nagios",
        "dns a.example --server SICK --expect-status SERVFAIL",
        "dns a.example --server WELL --source 192.0.2.77",
        "dns a.example --server WELL --source 192.0.2.77 --exit nagios",
        "dns a.example --server 127.0.0.1:1 --transport tcp --output json",
        "dns-zone a.example --server WELL --master SICK",
        "dns-zone a.example --server WELL --master WELL --output json",
        "dig-wrapper 127.0.0.1 IN A a.example 127.0.0.2 1 1 SERVFAIL udp",
        "dig-wrapper 127.0.0.1 IN A a.example 127.0.0.2 1 1 SERVFAIL",
        "dig-wrapper 127.0.0.1 IN A a.example 127.0.0.2 1 1 SERVFAIL sctp",
        "dig-wrapper 127.0.0.1 IN A a.example 127.0.0.2 1 1 SERVFAIL tcpNEWLINE",
        "dns a.example --server WELL --expect-answer ^192NEWLINE",
        "tcp WEB",
        "tcp 127.0.0.1:1 --verbose",
        "tcp bücher.invalid:1 --source 192.0.2.77",
        "tcp WEB --send GET\\r\\n\\r\\n --expect ^SSH --timeout 2s",
        "http http://WEB/",
        "http http://WEB/ --expect-body caf --verbose --output json",
        "http http://WEB/ --expect-body thé",
        "http http://WEB/windows-1252 --expect-body café",
        "http http://WEB/down --exit nagios",
        "http http://WEB/ --warn-above 1ms --header X:y"
      })
  void everyWaySaysTheSame(String line) {
    // A machine that has much to do is no reason for another verdict.
    String[] words = words(line.startsWith("dns") ? line + " --timeout 20s" : line);
    Outcome said = masked(java.run(words));
    assertEquals(said, masked(agent.run(words)), "by an agent");
    assertEquals(
        said,
        masked(agent.runBy(agent.launcher().with("LANG", "C.UTF-8"), words)),
        "by an agent, in a locale of UTF-8");
    assertEquals(said, masked(binary.run(words)), "by the binary");
  }

  /** What an agent leaves to its callers: to do, or to be told that it is wrong. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "dns a.example --server nonsense",
        "dns a.example",
        "dns --help",
        "dig-wrapper 127.0.0.1 IN A a.example",
        "dig-wrapper 127.0.0.1 IN A a.example;id 127.0.0.2 1 1 SERVFAIL",
        "dig-wrapper 127.0.0.1 IN A a.exampleNEWLINE 127.0.0.2 1 1 SERVFAIL",
        "dig-wrapper 127.0.0.1 IN A NEWLINE 127.0.0.2 1 1 SERVFAIL",
        "dig-wrapper 127.0.0.1NEWLINE IN A a.example 127.0.0.2 1 1 SERVFAIL",
        "dig-wrapper 127.0.0.1 IN A a.example 127.0.0.2 1 1NEWLINE SERVFAIL",
        "dig-wrapper 127.0.0.1 IN A a.example 127.0.0.2 1 1 SERVNEWLINEFAIL tcp",
        "dig-wrapper 127.0.0.1 IN A a_b.example 127.0.0.2 1 1 SERVFAIL udp",
        "tcp WEB --tls --ca /nowhere",
        "http ftp://WEB/",
        "exec -- /bin/sh -c exit",
        "exec --read nagios -- /bin/echo é",
        "exec --read first-line -- /bin/echo 75 --exit nagios",
        "exec --read first-line --exit dynamic -- /bin/echo 75",
        "exec -- /bin/false",
        "ping 127.0.0.1 --deadline 3s",
        "ping nonsense..",
        "version",
        "checkers dns",
        "nonsense",
        "exec -- /bin/echo -Dx=y -Xmx1m -XX:none . -- .-D",
        "dns a.example --server WELL --control",
        "dns a.example --server WELL --control a --control=b",
        "--control"
      })
  void whatNoAgentDoesIsTheSameWithOne(String line) {
    Outcome said = masked(java.run(words(line)));
    assertEquals(said, masked(agent.launcher().run(words(line))), "with an agent");
    assertEquals(
        said,
        masked(agent.launcher().with("LANG", "C.UTF-8").run(words(line))),
        "with an agent, in a locale of UTF-8");
    assertEquals(said, masked(binary.run(words(line))), "by the binary");
  }

  /** By the launcher itself, or by the control socket. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ask kai",
        "ask nobody",
        "ask",
        "check kai",
        "check nobody",
        "status",
        "status --json",
        "status kai nobody",
        "explain nobody",
        "ready kai"
      })
  void anAgentSaysTheSameToAllWhoAskIt(String line) {
    Outcome said = withoutNumbers(agent.run(words(line)));
    assertEquals(said, withoutNumbers(ways.asking(ways.java()).run(words(line))), "by Java");
    assertEquals(said, withoutNumbers(ways.asking(ways.binary()).run(words(line))), "by a binary");
  }

  private static Outcome withoutNumbers(Outcome outcome) {
    String out = outcome.out().replaceAll("[0-9][0-9.:TZsmh-]*", "N").replaceAll(" +", " ");
    return new Outcome(outcome.code(), out, outcome.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"$@\" | true; exit ${PIPESTATUS[0]}", "\"$@\" >/dev/full", "\"$@\" >&-"})
  void whereNobodyReadsTheVerdictIsTheExitCode(String script) {
    for (Launcher launcher : List.of(java, agent.forced(), binary)) {
      Launcher unread = launcher.byShell(script);
      assertEquals(new Outcome(0, "", ""), unread.run(words("dns a.example --server WELL")));
      assertEquals(
          new Outcome(2, "", ""), unread.run(words("dns a.example --server SICK --exit nagios")));
    }
  }

  @Test
  void whatItsCallersShellIsLikeIsNothingToIt(@TempDir Path directory) throws IOException {
    Path noise = Files.writeString(directory.resolve("env"), "echo noise; exit 7\n");
    for (Launcher launcher : List.of(java, agent.forced(), binary)) {
      Launcher odd =
          launcher
              .with("SHELLOPTS", "errexit:nounset:noglob:noexec")
              .with("BASHOPTS", "failglob")
              .with("POSIXLY_CORRECT", "1")
              .with("BASH_ENV", noise.toString())
              .with("BASH_FUNC_printf%%", "() { echo noise; }");
      for (String line : List.of("dns a.example --server WELL", "dns a.example --server SICK")) {
        assertEquals(masked(launcher.run(words(line))), masked(odd.run(words(line))));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exec -- /bin/true",
        "ping 127.0.0.1",
        "tcp WEB --tls --ca /etc/ssl/certs/ca-certificates.crt",
        "http https://WEB/ --client-certificate /c --client-key /k",
        "dns",
        "version"
      })
  void whatIsItsCallersOwnIsNot(String line) {
    assertEquals(
        new Outcome(1, "", "risefall: the agent does no such command for others\n"),
        agent.forced().run(words(line)));
  }

  @Test
  void aPathThatIsNotThereIsTold(@TempDir Path directory) throws IOException {
    Launcher launcher = Launcher.packaged().copiedTo(directory.resolve("copy"));
    Path missing = launcher.home().resolve("bin/risefall-native");
    Files.deleteIfExists(missing);
    assertEquals(
        new Outcome(1, "", "risefall: no agent runs by /nowhere\n"),
        launcher.with("RISEFALL_PATH", "agent").run("dns", "a", "--control", "/nowhere"));
    assertEquals(
        new Outcome(3, "", "risefall: no native binary " + missing + "\n"),
        launcher.with("RISEFALL_PATH", "native").run("dns", "--exit", "nagios"));
    assertEquals(
        new Outcome(1, "", "risefall: RISEFALL_PATH 'c', allowed: agent, native, java\n"),
        launcher.with("RISEFALL_PATH", "c").run("dns"));
  }
}
