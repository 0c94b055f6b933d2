package io.risefall.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Rcode;

/**
 * The three ways to the same answer: what Java says, a running agent says as well, and so does what
 * stands in the native binary's place (a binary itself with {@code -Drisefall.binary=FILE}).
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
class PathsIT {

  private final ToyNameServer well = ToyNameServer.answering("192.0.2.1");
  private final ToyNameServer sick = ToyNameServer.failing(Rcode.SERVFAIL);
  private HttpServer web;
  private Launcher.Running agent;
  private Launcher java;
  private Launcher asking;
  private Launcher binary;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    web.createContext(
        "/",
        exchange -> {
          byte[] body = "café\n".getBytes(UTF_8);
          exchange.sendResponseHeaders(
              exchange.getRequestURI().getPath().equals("/") ? 200 : 503, 5);
          exchange.getResponseBody().write(body, 0, 5);
          exchange.close();
        });
    web.start();
    Path control = directory.resolve("run");
    Path file = directory.resolve("risefall.yaml");
    Files.writeString(
        file,
        "control: %s\nchecks: {kai: {tcp: {address: \"127.0.0.1:1\"}, interval: 1h}}\n"
            .formatted(control));
    java = Launcher.packaged().with("RISEFALL_PATH", "java");
    asking = Launcher.packaged().with("RISEFALL_CONTROL", control.toString());
    binary =
        Launcher.of(withBinary(directory.resolve("copy")).resolve("bin/risefall"))
            .with("RISEFALL_PATH", "native");
    agent = asking.start("agent", "--config", file.toString());
    await().until(() -> Files.exists(control.resolve("launcher")));
  }

  private static Path withBinary(Path to) throws IOException {
    Path copy = Launcher.copyDistribution(to);
    Path binary = copy.resolve("bin/risefall-native");
    String given = System.getProperty("risefall.binary", "");
    if (given.isEmpty()) {
      Files.writeString(
          binary,
          """
          #!/bin/bash
          lib=${0%/*}/../lib
          exec "$JAVA_HOME/bin/java" "@$lib/java.options" -Xlog:disable -cp "$lib/*" io.risefall.cli.NativeMain "$@"
          """);
    } else {
      Files.copy(Path.of(given), binary);
    }
    Files.setPosixFilePermissions(binary, PosixFilePermissions.fromString("rwxr-xr-x"));
    return copy;
  }

  @AfterAll
  void stop() {
    agent.signal("TERM", false);
    assertEquals(0, agent.outcome().code());
    web.stop(0);
    well.close();
    sick.close();
  }

  private String[] words(String line) {
    return Arrays.stream(line.split(" "))
        .map(
            word ->
                word.replace("WELL", well.address())
                    .replace("SICK", sick.address())
                    .replace("WEB", "127.0.0.1:" + web.getAddress().getPort()))
        .toArray(String[]::new);
  }

  private static Outcome masked(Outcome outcome) {
    return new Outcome(outcome.code(), outcome.masked(), outcome.err());
  }

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
        "dns a.example --server SICK",
        "dns a.example --server SICK --exit nagios --output nagios",
        "dns a.example --server SICK --expect-status SERVFAIL",
        "dns a.example --server WELL --source 192.0.2.77",
        "dns a.example --server WELL --source 192.0.2.77 --exit nagios",
        "dns a.example --server 127.0.0.1:1 --transport tcp --output json",
        "dns a.example --server nonsense",
        "dns a.example",
        "dns --help",
        "dns-zone a.example --server WELL --master SICK",
        "dig-wrapper 127.0.0.1 IN A a.example 127.0.0.2 1 1 SERVFAIL udp",
        "dig-wrapper 127.0.0.1 IN A a.example",
        "tcp WEB",
        "tcp 127.0.0.1:1 --verbose",
        "tcp WEB --send GET\\r\\n\\r\\n --expect ^SSH --timeout 2s",
        "tcp WEB --tls --ca /nowhere",
        "http http://WEB/",
        "http http://WEB/ --expect-body caf --verbose --output json",
        "http http://WEB/ --expect-body thé",
        "http http://WEB/down --exit nagios",
        "http http://WEB/ --warn-above 1ms --header X:y",
        "http ftp://WEB/",
        "exec -- /bin/sh -c exit",
        "exec --read first-line -- /bin/echo 75 --exit nagios",
        "exec --read first-line --exit dynamic -- /bin/echo 75",
        "exec -- /bin/false",
        "ping 127.0.0.1 --deadline 3s",
        "ping nonsense..",
        "version",
        "checkers dns",
        "nonsense",
        "--control"
      })
  void allPathsSayTheSame(String line) {
    Outcome said = masked(java.run(words(line)));
    assertEquals(said, masked(asking.run(words(line))), "with an agent");
    assertEquals(
        said,
        masked(asking.with("LANG", "C.UTF-8").run(words(line))),
        "with an agent, counting characters");
    assertEquals(said, masked(binary.run(words(line))), "by the binary");
  }

  /** No Java can be found: nothing but the agent can have answered. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "dns a.example --server WELL",
        "dns control.example --server WELL",
        "dig-wrapper 127.0.0.1 IN A a.example 127.0.0.2 1 1 SERVFAIL",
        "http http://WEB/",
        "tcp WEB"
      })
  void whatAsksServersIsDoneByTheAgent(String line) {
    Launcher forced =
        asking.with("RISEFALL_PATH", "agent").with("RISEFALL_JAVA_OPTS", "-XX:NoSuchOption");
    assertEquals(masked(java.run(words(line))), masked(forced.run(words(line))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"$@\" | true; exit ${PIPESTATUS[0]}", "\"$@\" >/dev/full", "\"$@\" >&-"})
  void whereNobodyReadsTheVerdictIsTheExitCode(String script) {
    for (Launcher launcher : new Launcher[] {java, asking}) {
      Launcher unread = launcher.byShell(script);
      assertEquals(new Outcome(0, "", ""), unread.run(words("dns a.example --server WELL")));
      assertEquals(
          new Outcome(2, "", ""), unread.run(words("dns a.example --server SICK --exit nagios")));
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
        asking.with("RISEFALL_PATH", "agent").run(words(line)));
  }

  @Test
  void aPathThatIsNotThereIsTold() {
    Launcher launcher = Launcher.packaged();
    assertEquals(
        new Outcome(1, "", "risefall: no agent runs by /nowhere\n"),
        launcher.with("RISEFALL_PATH", "agent").run("dns", "a", "--control", "/nowhere"));
    assertEquals(
        new Outcome(
            3,
            "",
            "risefall: no native binary " + Launcher.DISTRIBUTION + "/bin/risefall-native\n"),
        launcher.with("RISEFALL_PATH", "native").run("dns", "--exit", "nagios"));
    assertEquals(
        new Outcome(1, "", "risefall: RISEFALL_PATH 'c', allowed: agent, native, java\n"),
        launcher.with("RISEFALL_PATH", "c").run("dns"));
  }
}
