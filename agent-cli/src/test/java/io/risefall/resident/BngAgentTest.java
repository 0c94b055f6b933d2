package io.risefall.resident;

import static io.risefall.publish.Peers.ask;
import static io.risefall.publish.Peers.askByDatagram;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.risefall.check.CheckResult;
import io.risefall.check.Checker;
import io.risefall.check.Checkers;
import io.risefall.check.Reason;
import io.risefall.cli.peers.LoopbackPort;
import io.risefall.config.AgentConfig.Bng;
import io.risefall.config.AgentConfig.Transport;
import io.risefall.config.Network;
import io.risefall.option.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BngAgentTest {

  private final int port = LoopbackPort.pick();
  private @Nullable BngAgent running;

  @AfterEach
  void close() {
    if (running != null) {
      running.close();
    }
  }

  private BngAgent agent(Checker script, Duration interval, Network... allow) throws IOException {
    Endpoint listen = Endpoint.parse("127.0.0.1:" + port, 0);
    return new BngAgent(
        script, interval, new Bng(listen, Transport.BOTH, BngAgent.SCRIPT, List.of(allow)));
  }

  private String answer() throws IOException {
    String answer = ask("127.0.0.1", port, "").strip();
    assertEquals(answer, askByDatagram("127.0.0.1", port, new byte[1]));
    return answer;
  }

  @Test
  void theScriptRunsAtOnceAndUntilItHasAnsweredTheAnswerIsNought() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch answers = new CountDownLatch(1);
    Checker slow =
        context -> {
          begun.countDown();
          answers.await();
          return CheckResult.pass("the program says 1");
        };
    running = agent(slow, Duration.ofHours(24));
    begun.await();
    assertEquals("0", answer());
    answers.countDown();
    await().until(() -> answer().equals("1"));
  }

  @Test
  void theNewestAnswerAloneCountsAndWhatIsNoneIsNought() throws Exception {
    CheckResult one = CheckResult.pass("the program says 1");
    AtomicReference<CheckResult> result = new AtomicReference<>(one);
    running = agent(context -> result.get(), Duration.ofMillis(10));
    for (CheckResult other :
        List.of(
            CheckResult.fail(Reason.TIMEOUT, "did not end in time"),
            CheckResult.broken(new Reason("exec-output"), "the first line is empty"),
            CheckResult.broken(new Reason("exec-not-found"), "no program"))) {
      await().until(() -> answer().equals("1"));
      result.set(other);
      await().until(() -> answer().equals("0"));
      result.set(one);
    }
    await().until(() -> answer().equals("1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo 1 0",
        "echo 1garbage",
        "echo; echo 1",
        "printf '1\\000\\n'",
        "echo 1; kill -SEGV $$",
        "echo 1; kill -KILL $$",
        "exit 0",
        "echo 1 >&2"
      })
  void aScriptThatDoesNotPlainlySayOneIsNought(String line, @TempDir Path directory)
      throws Exception {
    AtomicReference<Checker> script = new AtomicReference<>(script(directory, "echo 1"));
    running = agent(context -> script.get().check(context), Duration.ofMillis(50));
    await().until(() -> answer().equals("1"));
    script.set(script(directory, line));
    await().until(() -> answer().equals("0"));
  }

  private static Checker script(Path directory, String line) throws IOException {
    Path file = Files.createTempFile(directory, "script", "");
    Files.writeString(file, "#!/bin/sh\n" + line + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return Checkers.installed()
        .create("exec", Map.of("command", List.of(file.toString()), "read", List.of("first-line")));
  }

  @Test
  void whoeverIsNotAllowedGetsNoAnswer() throws Exception {
    running =
        agent(
            context -> CheckResult.pass("1"), Duration.ofHours(24), Network.parse("192.0.2.0/24"));
    assertEquals("", ask("127.0.0.1", port, ""));
  }

  @Test
  void aPortThatIsTakenIsToldAndNoScriptRuns() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThrows(
          IOException.class,
          () ->
              agent(
                  context -> {
                    runs.incrementAndGet();
                    return CheckResult.pass("1");
                  },
                  Duration.ofHours(24)));
      assertEquals(port, taken.getLocalPort());
    }
    assertEquals(0, runs.get());
  }
}
