package io.risefall.exec;

import static io.risefall.exec.Exec.AMPLE;
import static io.risefall.exec.Exec.BRIEF;
import static io.risefall.exec.Exec.assertBroken;
import static io.risefall.exec.Exec.assertFails;
import static io.risefall.exec.Exec.assertPasses;
import static io.risefall.exec.Exec.context;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckResult;
import io.risefall.check.Checker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** So many programs run at once and no more. */
class PlacesTest {

  private final Processes processes = new Processes();
  private final List<Thread> threads = new ArrayList<>();

  @AfterEach
  void endChecks() throws InterruptedException {
    for (Thread thread : threads) {
      thread.interrupt();
      thread.join();
    }
    processes.close();
  }

  /** Takes a place, or several, until the test ends. */
  private void occupy(int places, ExecCheckerProvider provider) {
    Checker hanging = processes.mark(Exec.of("sleep", "1000")).by(provider).checker();
    for (int i = 0; i < places; i++) {
      assertFalse(start(hanging).isDone());
    }
    processes.await(places);
  }

  private FutureTask<CheckResult> start(Checker checker) {
    FutureTask<CheckResult> check = new FutureTask<>(() -> checker.check(context(AMPLE)));
    threads.add(Thread.ofVirtual().start(check));
    return check;
  }

  @Test
  void whoGetsNoPlaceByTheDeadlineIsBroken() throws Exception {
    ExecCheckerProvider two = new ExecCheckerProvider(2);
    occupy(2, two);

    CheckResult result = Exec.of("/bin/true").by(two).within(BRIEF).inTime();

    assertBroken("no-resources", result);
    assertEquals("no place for /bin/true: 2 programs run already", result.message());
    assertPasses(Exec.of("/bin/true").by(new ExecCheckerProvider(1)).check());
    assertEquals(2, processes.alive().size());
  }

  @Test
  void waitingCountsTowardsTheDeadline() throws Exception {
    ExecCheckerProvider one = new ExecCheckerProvider(1);
    Exec exec = processes.mark(Exec.of("sleep", "0.15")).by(one);
    FutureTask<CheckResult> first = start(exec.checker());
    processes.await(1);
    assertFails("timeout", Exec.of("sleep", "1000").by(one).within(BRIEF).inTime());
    assertPasses(first.get(10, TimeUnit.SECONDS));
  }

  @Test
  void neverDoMoreRunAtOnce(@TempDir Path directory) throws Exception {
    Exec exec =
        Exec.sh(
                "mkdir \"$1/$$\" && sleep 0.02 && ls \"$1\" | wc -l && rmdir \"$1/$$\"",
                directory.toString())
            .by(new ExecCheckerProvider(3));
    Checker checker = exec.checker();
    List<FutureTask<CheckResult>> checks = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      checks.add(start(checker));
    }
    for (FutureTask<CheckResult> check : checks) {
      CheckResult result = assertPasses(check.get(30, TimeUnit.SECONDS));
      int together = Integer.parseInt(String.valueOf(result.facts().get("output")));
      assertTrue(together <= 3, result::toString);
    }
  }

  @Test
  void aPlaceIsGivenBackHoweverTheCheckEnds() throws Exception {
    ExecCheckerProvider one = new ExecCheckerProvider(1);
    for (int i = 0; i < 3; i++) {
      assertPasses(Exec.of("true").by(one).check());
      assertFails("exec-exit", Exec.of("false").by(one).check());
      assertBroken("exec-not-found", Exec.of("no-such-check").by(one).check());
      assertFails("timeout", Exec.of("sleep", "1000").by(one).within(BRIEF).check());
      FutureTask<CheckResult> check =
          start(processes.mark(Exec.of("sleep", "1000")).by(one).checker());
      processes.await(1);
      threads.get(threads.size() - 1).interrupt();
      assertThrows(ExecutionException.class, () -> check.get(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void whoWaitsForAPlaceCanBeInterrupted() throws Exception {
    ExecCheckerProvider one = new ExecCheckerProvider(1);
    occupy(1, one);
    FutureTask<CheckResult> waiting = start(Exec.of("true").by(one).checker());
    threads.get(1).interrupt();
    ExecutionException thrown =
        assertThrows(ExecutionException.class, () -> waiting.get(10, TimeUnit.SECONDS));
    assertInstanceOf(InterruptedException.class, thrown.getCause());
  }

  @Test
  void allInstalledCheckersShareTheSamePlaces() {
    assertSame(Places.ofThisProcess(), Places.ofThisProcess());
    assertEquals(2 * Runtime.getRuntime().availableProcessors(), Places.ofThisProcess().all());
  }

  @Test
  void lessThanOnePlaceIsRefused() {
    for (int places : new int[] {0, -1}) {
      IllegalArgumentException thrown =
          assertThrows(IllegalArgumentException.class, () -> new ExecCheckerProvider(places));
      assertEquals(places + " at once; allowed: 1 or more", thrown.getMessage());
    }
  }

  @Test
  void programsBlockNoVirtualThread() throws Exception {
    int many = 4 * Runtime.getRuntime().availableProcessors();
    occupy(many, new ExecCheckerProvider(many));
    FutureTask<String> other = new FutureTask<>(() -> "runs");
    Thread.ofVirtual().start(other);
    assertEquals("runs", other.get(2, TimeUnit.SECONDS));
  }
}
