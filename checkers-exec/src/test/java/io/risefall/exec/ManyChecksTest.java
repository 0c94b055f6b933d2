package io.risefall.exec;

import static io.risefall.exec.Exec.AMPLE;
import static io.risefall.exec.Exec.context;
import static io.risefall.exec.Exec.sh;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckResult;
import io.risefall.check.Checker;
import io.risefall.check.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many checks at once, and one after the other. */
class ManyChecksTest {

  private static final ExecCheckerProvider TWENTY = new ExecCheckerProvider(20);

  private final Processes processes = new Processes();

  @AfterEach
  void killWhatIsLeft() {
    processes.close();
  }

  private static List<CheckResult> all(int times, List<Checker> checkers) throws Exception {
    List<CheckResult> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(20, Thread.ofVirtual().factory())) {
      List<Future<CheckResult>> running = new ArrayList<>();
      for (int i = 0; i < times; i++) {
        Checker checker = checkers.get(i % checkers.size());
        running.add(threads.submit(() -> checker.check(context(AMPLE))));
      }
      for (Future<CheckResult> check : running) {
        results.add(check.get(60, TimeUnit.SECONDS));
      }
    }
    return results;
  }

  @Test
  void manyThreadsUseOneCheckerAtOnce() throws Exception {
    Checker checker = sh("echo \"$$\"").by(TWENTY).checker();
    List<CheckResult> results = all(64, List.of(checker));
    results.forEach(Exec::assertPasses);
    assertEquals(64, results.stream().map(CheckResult::message).distinct().count());
  }

  /** Whoever would be found with the output has ended by then, and has children that have it. */
  @Test
  void nobodyIsLeftByThoseThatEndWhileTheyAreLookedAt() throws Exception {
    Checker checker = processes.mark(sh("(sleep 1000 & sleep 1000 &) &")).by(TWENTY).checker();
    all(100, List.of(checker)).forEach(Exec::assertPasses);
    processes.awaitNone();
  }

  @Test
  void nothingLeaksAfterTwoHundredSickPrograms() throws Exception {
    Duration brief = Duration.ofMillis(250);
    List<Checker> sick = new ArrayList<>();
    for (Exec exec :
        List.of(
            sh("sleep 1000 & sleep 1000"),
            sh("setsid sleep 1000 & wait; sleep 1000"),
            sh("yes & yes >&2; :"),
            sh("exec >&- 2>&-; exec sleep 1000"),
            sh("sleep 1000 & exit 1"),
            sh("kill -KILL $$"),
            Exec.of("/bin/false"),
            Exec.of("no-such-check"),
            Exec.of("/"))) {
      sick.add(processes.mark(exec).by(TWENTY).within(brief).checker());
    }
    all(45, sick); // what the checker and the JDK set up once, on first use, is no leak
    processes.awaitNone();
    Held before = Held.now();

    for (CheckResult result : all(200, sick)) {
      assertFalse(result.verdict().isPass(), result::toString);
      assertNotEquals(Reason.INTERNAL_ERROR, result.reason(), result::toString);
    }

    processes.awaitNone();
    // The JDK's threads that wait for children come and go; a leak shows as one for each check.
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> Held.now().isNotMuchMoreThan(before));
  }

  /** What this process holds. */
  private record Held(int threads, int descriptors) {

    static Held now() {
      return new Held(count("/proc/self/task"), count("/proc/self/fd"));
    }

    private static int count(String directory) {
      String[] names = Path.of(directory).toFile().list();
      return names == null ? 0 : (int) Arrays.stream(names).count();
    }

    void isNotMuchMoreThan(Held before) {
      assertTrue(
          threads <= before.threads + 20 && descriptors <= before.descriptors + 5,
          () -> "before: " + before + ", after: " + this);
    }
  }
}
