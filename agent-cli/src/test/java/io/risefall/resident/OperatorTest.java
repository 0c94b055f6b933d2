package io.risefall.resident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.Checkers;
import io.risefall.control.Answer;
import io.risefall.control.Service.Left;
import io.risefall.control.Service.Taken;
import io.risefall.control.Service.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an agent takes, for how long, and from whom. */
@Timeout(60)
class OperatorTest {

  private ResidentAgent agent;
  private Operator operator;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("risefall.yaml");
    Files.writeString(
        file,
        """
        control: %s/run
        checks:
          kai: {tcp: {address: "127.0.0.1:1", timeout: 40s}, interval: 1h}
          lena: {tcp: {address: "127.0.0.1:1", timeout: 1s}, interval: 1h, depends-on: [kai]}
        """
            .formatted(directory));
    agent = ResidentAgent.start(file, Checkers.installed(), Optional.empty());
    operator = new Operator(agent);
  }

  @AfterEach
  void close() {
    agent.close();
  }

  private Taken take(String... words) {
    return operator.take(List.of(words), false);
  }

  private Duration within(String... words) {
    return assertInstanceOf(Task.class, take(words)).within();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ask kai", "status", "status kai", "explain lena", "check lena", "drain kai"})
  void noCommandWaitsForAReloadThatTakesLong(String line) throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    CountDownLatch held = new CountDownLatch(1);
    Thread reload = Thread.ofPlatform().start(() -> holdAsAReloadDoes(agent, held, over));
    held.await();
    try {
      FutureTask<Answer> answer =
          new FutureTask<>(
              () -> assertInstanceOf(Task.class, take(line.split(" "))).work().run().orElseThrow());
      Thread.ofPlatform().daemon().start(answer);
      assertTrue(answer.get(20, TimeUnit.SECONDS).err().isEmpty());
    } finally {
      over.countDown();
      reload.join();
    }
  }

  private static void holdAsAReloadDoes(
      ResidentAgent agent, CountDownLatch held, CountDownLatch over) {
    synchronized (agent) {
      held.countDown();
      try {
        over.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Test
  void aRunThatAnOperatorAsksForMayTakeAsLongAsTheCheck() {
    assertEquals(Duration.ofMillis(41_200), within("check", "kai"));
    assertEquals(Duration.ofMillis(41_200), within("check", "--json", "kai"));
    assertEquals(Duration.ofSeconds(30), within("check", "lena"));
    assertEquals(Duration.ofSeconds(30), within("check", "ghost"));
    assertEquals(Duration.ofSeconds(30), within("check"));
    assertEquals(Duration.ofSeconds(30), within("explain", "kai"));
  }

  @Test
  void aCheckOfSomebodyElseMayTakeItsDeadline() {
    assertEquals(
        Duration.ofSeconds(3), within("tcp", "127.0.0.1:1", "--timeout", "2s", "--deadline", "3s"));
  }

  @Test
  void whatIsNoneOfItsCommandsIsLeftToTheCaller() {
    Left none = new Left("the agent does no such command for others");
    assertEquals(none, take());
    assertEquals(none, take("nonsense"));
    assertEquals(none, take("exec", "--", "/bin/true"));
    assertEquals(none, take("tcp", "nowhere"));
  }

  @Test
  void checksOfOthersAreTakenAThousandTimesASecondAndNotMore() {
    int taken = 0;
    Taken last = take("tcp", "127.0.0.1:1");
    while (last instanceof Task && taken < 1_000_000) {
      taken++;
      last = take("tcp", "127.0.0.1:1");
    }
    assertTrue(taken >= 1000, taken + " taken");
    assertEquals(
        new Left("the agent has too much to do, allowed: 1000 runs a second in all"), last);
    // What needs no run is not refused, and neither is what an operator says.
    assertEquals(new Left("the agent does no such command for others"), take("nonsense"));
    assertInstanceOf(Task.class, take("ask", "kai"));
  }

  @Test
  void runsThatAnOperatorAsksForAreTenASecond() {
    Answer answer = operator.run(List.of("check", "lena"), false);
    for (int i = 0; answer.err().isEmpty() && i < 10_000; i++) {
      answer = operator.run(List.of("check", "lena"), false);
    }
    assertEquals(
        Answer.trouble(
            "risefall check: too many at once, allowed: 10 runs a second in all; see risefall check"
                + " --help"),
        answer);
  }
}
