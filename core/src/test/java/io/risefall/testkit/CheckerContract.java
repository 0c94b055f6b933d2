package io.risefall.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.risefall.check.CheckContext;
import io.risefall.check.CheckResult;
import io.risefall.check.Checker;
import io.risefall.check.Reason;
import io.risefall.check.Verdict;
import io.risefall.time.Ticker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * What every checker keeps, as tests: extend this class, say how your checker is made and how a
 * healthy server answers it, and the rest follows. All servers are on the loopback interface, on
 * ports of the system's choice, and are closed after each test.
 *
 * <pre>{@code
 * class GreetingCheckerTest extends CheckerContract {
 *   protected Checker checker(InetSocketAddress target, Duration timeout) {
 *     return new GreetingChecker(target, timeout);
 *   }
 *
 *   protected Transport transport() {
 *     return Transport.TCP;
 *   }
 *
 *   protected void serveHealthy(Socket client) throws IOException {
 *     client.getOutputStream().write("HELLO\r\n".getBytes(US_ASCII));
 *   }
 * }
 * }</pre>
 *
 * <p>Configure the checker so that it needs an answer of at least three bytes that random bytes are
 * not: one that is content with a connection cannot see that its target is silent.
 *
 * <p><b>Time.</b> A check must end within 100 ms after its deadline. A busy machine can be late
 * without the checker's fault, so a check that ended late is made again, three times in all, and
 * one that is in time is enough. Verdicts are never given a second chance.
 */
@Timeout(60)
@Isolated("what this process holds is counted")
public abstract class CheckerContract {

  private static final Duration TIMEOUT = Duration.ofMillis(300);
  private static final Duration TOLERANCE = Duration.ofMillis(100);
  private static final Duration AMPLE = Duration.ofSeconds(10);
  private static final Duration HOPELESS = Duration.ofSeconds(15);

  /** From the first contact until the checker waits for the answer, about. */
  private static final Duration SETTLING = Duration.ofMillis(20);

  private static final int ATTEMPTS = 3;

  private Servers servers;

  /** For subclasses. */
  protected CheckerContract() {}

  /**
   * Makes the checker under test, for one attempt.
   *
   * @param target where its server is
   * @param timeout what {@link Checker#timeout()} is to be, about
   */
  protected abstract Checker checker(InetSocketAddress target, Duration timeout);

  /** What the checker speaks over. */
  protected abstract Transport transport();

  /**
   * A healthy server's answer to one datagram; every test of a UDP checker overrides this. Called
   * by many threads at once.
   *
   * @param request what the checker sent
   */
  protected byte[] healthyDatagram(byte[] request) {
    throw new AssertionError(
        getClass().getName() + ": the transport is UDP, so override healthyDatagram");
  }

  /**
   * Serves one connection as a healthy server does; every test of a TCP checker overrides this. The
   * connection is closed when it returns. Called by many threads at once.
   *
   * @throws IOException if the client goes away, which is not held against it
   */
  protected void serveHealthy(Socket client) throws IOException {
    throw new AssertionError(
        getClass().getName() + ": the transport is TCP, so override serveHealthy");
  }

  @BeforeEach
  final void makeServers() {
    servers =
        new Servers(
            transport(),
            this::serveHealthy,
            (request, answer) -> answer.send(healthyDatagram(request)));
  }

  @AfterEach
  final void closeServers() throws IOException, InterruptedException {
    servers.close();
  }

  @Test
  final void aHealthyTargetPasses() throws Exception {
    CheckResult result = run(checker(servers.healthy().address(), AMPLE), AMPLE).result();
    assertTrue(result.verdict().isPass(), () -> "a healthy target must pass, but: " + result);
  }

  @Test
  final void aRefusedPortFails() throws Exception {
    failsInTime(servers.refusing());
  }

  @Test
  final void silenceFailsByTheDeadline() throws Exception {
    failsInTime(servers.silent());
  }

  @Test
  final void theContextsDeadlineComesBeforeTheCheckersOwnTimeout() throws Exception {
    failsInTime(checker(servers.silent().address(), AMPLE));
  }

  @Test
  final void aHalfCloseFails() throws Exception {
    failsInTime(servers.halfClosing());
  }

  @Test
  final void oneByteAtATimeFailsByTheDeadline() throws Exception {
    // Three bytes take longer than the deadline, each of them less than a time-out of its own.
    failsInTime(servers.dripping(TIMEOUT.multipliedBy(2).dividedBy(5)));
  }

  @Test
  final void garbageFailsByTheDeadline() throws Exception {
    failsInTime(servers.garbage());
  }

  @Test
  final void oversizeGarbageFailsByTheDeadline() throws Exception {
    failsInTime(servers.oversize());
  }

  @Test
  final void aResetFails() throws Exception {
    failsInTime(servers.resetting());
  }

  @Test
  final void interruptionEndsItPromptly() throws Exception {
    long late = 0;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      LoopbackServer server = servers.silent();
      Checker checker = checker(server.address(), AMPLE);
      FutureTask<CheckResult> check = new FutureTask<>(() -> checker.check(within(AMPLE)));
      Thread thread = Thread.ofVirtual().start(check);
      assertTrue(server.awaitContact(AMPLE), "the checker must get in touch with its target");
      LockSupport.parkNanos(SETTLING.toNanos());
      long interrupted = System.nanoTime();
      thread.interrupt();
      Throwable thrown = thrownBy(check);
      late = System.nanoTime() - interrupted;
      assertInstanceOf(InterruptedException.class, thrown);
      if (late <= TOLERANCE.toNanos()) {
        return;
      }
    }
    fail("went on for " + late / 1_000_000 + " ms after it was interrupted, allowed: 100 ms");
  }

  private static @Nullable Throwable thrownBy(FutureTask<CheckResult> check)
      throws InterruptedException {
    try {
      CheckResult result = getWithin(check, HOPELESS);
      throw new AssertionError("an interrupted check must throw, but: " + result);
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }

  @Test
  final void manyThreadsUseOneCheckerAtOnce() throws Exception {
    Checker checker = checker(servers.healthy().address(), AMPLE);
    for (CheckResult result : all(64, i -> () -> checker.check(within(AMPLE)))) {
      assertTrue(result.verdict().isPass(), () -> "a healthy target must pass, but: " + result);
    }
    failIfTheServerDid();
  }

  @Test
  final void nothingLeaksAfterTwoHundredSickTargets() throws Exception {
    checkTheSick(40); // what the checker and the JDK set up once, on first use, is no leak
    Leaks before = Leaks.now();
    checkTheSick(200);
    int allowed = 20; // carriers and the like come and go; a leak shows as one for each check
    Leaks after = Leaks.settled(before, allowed, Duration.ofSeconds(3));
    assertFalse(
        after.exceeds(before, allowed),
        () -> "before 200 checks of sick targets: " + before + ", after: " + after);
  }

  private void checkTheSick(int times) throws Exception {
    Duration brief = Duration.ofMillis(60);
    List<Checker> checkers = new ArrayList<>();
    for (LoopbackServer server :
        List.of(
            servers.refusing(),
            servers.silent(),
            servers.halfClosing(),
            servers.dripping(brief.dividedBy(2)),
            servers.garbage(),
            servers.resetting())) {
      checkers.add(checker(server.address(), brief));
    }
    for (CheckResult result :
        all(times, i -> () -> checkers.get(i % checkers.size()).check(within(brief)))) {
      requireFailure(result);
    }
    servers.close();
  }

  private interface Checks {
    Callable<CheckResult> number(int i);
  }

  /** Makes checks, up to 20 of them at once, each on a virtual thread. */
  private static List<CheckResult> all(int times, Checks checks) throws Exception {
    List<CheckResult> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(20, Thread.ofVirtual().factory())) {
      List<Future<CheckResult>> running = new ArrayList<>();
      for (int i = 0; i < times; i++) {
        running.add(threads.submit(checks.number(i)));
      }
      for (Future<CheckResult> check : running) {
        results.add(requireWellFormed(getWithin(check, HOPELESS)));
      }
    }
    return results;
  }

  private void failsInTime(LoopbackServer server) throws Exception {
    failsInTime(checker(server.address(), TIMEOUT));
  }

  private void failsInTime(Checker checker) throws Exception {
    long took = 0;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Timed timed = run(checker, TIMEOUT);
      requireFailure(timed.result());
      took = timed.nanos();
      if (took <= TIMEOUT.plus(TOLERANCE).toNanos()) {
        return;
      }
    }
    fail(
        "took "
            + took / 1_000_000
            + " ms at a deadline of "
            + TIMEOUT.toMillis()
            + " ms, allowed: 100 ms more");
  }

  private record Timed(CheckResult result, long nanos) {}

  /** Makes one check on a virtual thread, as the agent does. */
  private Timed run(Checker checker, Duration deadline) throws Exception {
    FutureTask<Timed> check =
        new FutureTask<>(
            () -> {
              long start = System.nanoTime();
              CheckResult result = checker.check(within(deadline));
              return new Timed(result, System.nanoTime() - start);
            });
    Thread thread = Thread.ofVirtual().start(check);
    try {
      Timed timed = getWithin(check, deadline.plus(HOPELESS));
      failIfTheServerDid();
      requireWellFormed(timed.result());
      return timed;
    } catch (ExecutionException e) {
      throw new AssertionError("a checker never throws for a sick target", e.getCause());
    } finally {
      thread.interrupt();
    }
  }

  private static <T> T getWithin(Future<T> check, Duration limit)
      throws InterruptedException, ExecutionException {
    try {
      return check.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("the check goes on long after its deadline", e);
    }
  }

  private static CheckContext within(Duration limit) {
    return CheckContext.within(limit, Ticker.system());
  }

  private void failIfTheServerDid() {
    Throwable defect = servers.defect();
    if (defect != null) {
      throw new AssertionError("the healthy server of this test failed: " + defect, defect);
    }
  }

  private static void requireFailure(CheckResult result) {
    assertEquals(Verdict.FAIL, result.verdict(), () -> "a sick target must FAIL, but: " + result);
    assertNotEquals(Reason.OK, result.reason(), () -> "a failure needs a reason: " + result);
  }

  private static CheckResult requireWellFormed(CheckResult result) {
    String message = result.message();
    assertFalse(message.isBlank(), () -> "a result needs a message: " + result);
    assertTrue(
        message.chars().noneMatch(Character::isISOControl),
        () -> "a message is one line without control characters: " + result);
    assertFalse(message.endsWith("."), () -> "a message has no full stop: " + result);
    return result;
  }
}
