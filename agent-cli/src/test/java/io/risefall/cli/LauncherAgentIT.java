package io.risefall.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Agents that die, hang or talk nonsense when the launcher asks them for a check. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class LauncherAgentIT {

  private static final String PASSED = "PASS dns NOERROR, 1 answer from 127.0.0.1:PORT in T ms\n";
  private static final String NOTHING_LEFT =
      "BROKEN dns deadline-ignored: the agent was asked first and took all of the time";
  private static final String HEAD = "wait 3000\n";

  @TempDir private Path directory;
  private final CountDownLatch answered = new CountDownLatch(1);
  private final ToyNameServer server = ToyNameServer.answering("192.0.2.1");
  private final List<Socket> clients = new ArrayList<>();

  @AfterEach
  void leave() throws IOException {
    server.close();
    for (Socket client : clients) {
      client.close();
    }
  }

  /** Something that listens where an agent should, and says this and no more. */
  private ServerSocket agent(String says, boolean hangs) throws IOException {
    ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(() -> serve(listening, says, hangs));
    tell(listening.getLocalPort(), Instant.now());
    return listening;
  }

  private void serve(ServerSocket listening, String says, boolean hangs) {
    try {
      while (true) {
        Socket client = listening.accept();
        clients.add(client);
        assertTrue(client.getInputStream().read(new byte[4096]) > 0);
        client.getOutputStream().write(says.getBytes(UTF_8));
        answered.countDown();
        if (!hangs) {
          client.close();
        }
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void tell(int port, Instant time) throws IOException {
    Files.writeString(
        directory.resolve("launcher"), port + " token " + time.getEpochSecond() + "\n");
  }

  private Outcome run(String... more) {
    List<String> words = new ArrayList<>(List.of("dns", "a.example", "--server", server.address()));
    words.addAll(List.of(more));
    return Launcher.packaged()
        .with("RISEFALL_CONTROL", directory.toString())
        .run(words.toArray(String[]::new));
  }

  private void assertPasses() {
    Outcome outcome = run("--deadline", "3s");
    assertEquals(
        new Outcome(0, PASSED, ""), new Outcome(outcome.code(), outcome.masked(), outcome.err()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "wait",
        "wait a[$(touch /dev/null)]",
        "HTTP/1.1 400 Bad Request\r\n\r\n",
        HEAD,
        HEAD + "0",
        HEAD + "0\u001f",
        HEAD + "0\u001f\u001fPASS dns",
        HEAD + "\u001f\u001f\u0004",
        HEAD + "0\u0004",
        HEAD + "300\u001f\u001fhello\n\u0004",
        HEAD + "2\u001f\u001fhello\n\u0004",
        HEAD + "-1\u001f\u001fhello\n\u0004",
        HEAD + "a[$(id)]\u001f\u001fhello\n\u0004",
        HEAD + "self too much to do\n",
        "wait 09000\n",
        "wait 99999999999999999999\n",
        "self nothing for others\n"
      })
  void whoDiesOrTalksNonsenseIsPassedBy(String says) throws Exception {
    try (ServerSocket agent = agent(says, false)) {
      assertPasses();
      assertTrue(agent.isBound());
    }
  }

  @Test
  void whoTakesNothingOfALongCommandIsPassedBy() throws Exception {
    try (ServerSocket agent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofPlatform().daemon().start(() -> closeAll(agent));
      tell(agent.getLocalPort(), Instant.now());
      Outcome outcome = run("--expect-answer", "x".repeat(100_000) + "|192", "--deadline", "3s");
      assertEquals("", outcome.err());
      assertEquals(PASSED, outcome.masked());
    }
  }

  private static void closeAll(ServerSocket listening) {
    try {
      while (true) {
        listening.accept().close();
      }
    } catch (IOException e) {
      // closed
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "wa"})
  void whoHangsAtOnceIsPassedByWithWhatIsLeftOfTheDeadline(String says) throws Exception {
    try (ServerSocket agent = agent(says, true)) {
      assertPasses();
      assertTrue(agent.isBound());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "wa", "wait"})
  void whoHangsForLongerThanTheDeadlineLeavesNothingOfIt(String says) throws Exception {
    try (ServerSocket agent = agent(says, true)) {
      Outcome outcome = run("--deadline", "300ms");
      assertEquals(1, outcome.code());
      assertTrue(outcome.out().startsWith(NOTHING_LEFT), outcome.toString());
      assertEquals(3, run("--deadline", "300ms", "--exit", "nagios").code());
      assertTrue(agent.isBound());
    }
  }

  @ParameterizedTest
  @CsvSource({"0, plain, 0", "1, plain, 1", "2, nagios, 2", "3, nagios, 3", "102, dynamic, 102"})
  void whatTheAgentSaysIsSaid(int says, String exit, int code) throws Exception {
    String answer = HEAD + says + "\u001fa warning\u001fgrüezi%\\n\n\u0004";
    try (ServerSocket agent = agent(answer, false)) {
      Outcome expected = new Outcome(code, "grüezi%\\n\n", "a warning\n");
      assertEquals(expected, run("--exit", exit));
      assertEquals(expected, run("--exit=" + exit));
      assertTrue(agent.isBound());
    }
  }

  @ParameterizedTest
  @CsvSource({"2, plain", "50, plain", "4, nagios", "50, nagios", "103, dynamic", "300, dynamic"})
  void aCodeThatTheDialectHasNotIsNoAnswer(int says, String exit) throws Exception {
    try (ServerSocket agent = agent(HEAD + says + "\u001f\u001fhello\n\u0004", false)) {
      Outcome outcome = run("--deadline", "3s", "--exit", exit);
      assertEquals(
          new Outcome(0, PASSED, ""), new Outcome(outcome.code(), outcome.masked(), outcome.err()));
      assertTrue(agent.isBound());
    }
  }

  @Test
  void aLongAnswerIsSaidWhole() throws Exception {
    String lines = "kai UP since 2026-11-21, 0 failures in a row\n".repeat(10_000);
    try (ServerSocket agent = agent(HEAD + "0\u001f\u001f" + lines + "\u0004", false)) {
      assertEquals(new Outcome(0, lines, ""), run());
      assertTrue(agent.isBound());
    }
  }

  @Test
  void whoHangsInTheMidstOfItCostsTheDeadlineAndAFailure() throws Exception {
    try (ServerSocket agent = agent("wait 800\n", true)) {
      long start = System.nanoTime();
      assertEquals(new Outcome(1, "", "risefall: the agent did not answer in time\n"), run());
      assertEquals(3, run("--exit", "nagios").code());
      long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
      assertTrue(millis > 1600 && millis < 4000, millis + " ms");
      assertTrue(agent.isBound());
    }
  }

  @Test
  void whoHasNotSaidThatItLivesIsNotAsked() throws Exception {
    try (ServerSocket agent = agent("wait 9000\n", true)) {
      tell(agent.getLocalPort(), Instant.now().minusSeconds(5));
      assertPasses();
    }
  }

  @Test
  void whoIsGoneOrHasAFileThatIsNoneIsPassedBy() throws Exception {
    ServerSocket gone = agent("", false);
    gone.close();
    assertPasses();
    for (String text :
        List.of("", "\n", "nonsense", "1 2 a[$(id)]\n", "99999 token 9999999999\n")) {
      Files.writeString(directory.resolve("launcher"), text);
      assertPasses();
    }
  }

  @Test
  void aSignalWhileTheAgentWorksEndsItAtOnceWithOne() throws Exception {
    try (ServerSocket agent = agent("wait 60000\n", true)) {
      Launcher.Running running =
          Launcher.packaged()
              .by("setsid", "env", "--default-signal")
              .with("RISEFALL_CONTROL", directory.toString())
              .start("dns", "a.example", "--server", server.address());
      LauncherSignalsIT.awaitTrap(running.process());
      assertTrue(answered.await(20, TimeUnit.SECONDS));
      long start = System.nanoTime();
      running.signal("TERM", true);
      assertEquals(new Outcome(1, "", ""), running.outcome());
      assertTrue(Duration.ofNanos(System.nanoTime() - start).toSeconds() < 5);
      assertTrue(agent.isBound());
    }
  }
}
