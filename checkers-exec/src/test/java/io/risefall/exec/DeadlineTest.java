package io.risefall.exec;

import static io.risefall.exec.Exec.AMPLE;
import static io.risefall.exec.Exec.BRIEF;
import static io.risefall.exec.Exec.assertFails;
import static io.risefall.exec.Exec.context;
import static io.risefall.exec.Exec.sh;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckResult;
import io.risefall.check.Checker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The deadline ends the program and all of its children. */
@Isolated("other tests start programs too, and what is measured here is how late a check ends")
class DeadlineTest {

  private final Processes processes = new Processes();

  @AfterEach
  void killWhatIsLeft() {
    processes.close();
  }

  private CheckResult endsInTime(Exec exec) throws Exception {
    CheckResult result = assertFails("timeout", processes.mark(exec).within(BRIEF).inTime());
    processes.awaitNone();
    return result;
  }

  @Test
  void aSilentProgramIsKilled() throws Exception {
    CheckResult result = endsInTime(Exec.of("sleep", "1000"));
    assertEquals("sleep did not end in time and was killed, it wrote nothing", result.message());
    assertTrue(result.facts().isEmpty(), result::toString);
  }

  @Test
  void whatItWroteUntilThenIsTold() throws Exception {
    CheckResult result = endsInTime(sh("echo half; echo way >&2; exec sleep 1000"));
    assertEquals(
        "/bin/sh did not end in time and was killed, it wrote 5 octets: half", result.message());
    assertEquals("half", result.facts().get("output"));
    assertEquals("way", result.facts().get("stderr"));
  }

  @Test
  void theContextsDeadlineComesBeforeTheCheckersOwnTimeout() throws Exception {
    Exec exec = processes.mark(Exec.of("sleep", "1000"));
    assertFails("timeout", exec.inTime(BRIEF));
    processes.awaitNone();
  }

  @ParameterizedTest
  @ValueSource(strings = {"exit", "nagios", "first-line"})
  void anAnswerBeforeIsNoAnswer(String read) throws Exception {
    endsInTime(sh("echo 1; exec sleep 1000").with("read", read));
  }

  @Test
  void childrenAndGrandchildrenAreKilled() throws Exception {
    endsInTime(sh("sleep 1000 & sh -c 'sleep 1000 & sh -c \"sleep 1000\" & wait' & wait"));
  }

  @Test
  void aProgramThatIgnoresEverySignalItCanIsKilled() throws Exception {
    endsInTime(sh("trap '' TERM INT HUP QUIT; while :; do sleep 1; done"));
  }

  @Test
  void aGrandchildThatIgnoresSigtermIsKilled() throws Exception {
    endsInTime(sh("sh -c \"trap '' TERM HUP; while :; do sleep 1; done\" & wait"));
  }

  @Test
  void aProgramThatIsStoppedIsKilled() throws Exception {
    endsInTime(sh("sleep 1000 & kill -STOP $$"));
  }

  @Test
  void aChildInASessionOfItsOwnIsKilled() throws Exception {
    endsInTime(sh("setsid sleep 1000 & wait; sleep 1000"));
  }

  @Test
  void aChildInAProcessGroupOfItsOwnIsKilled() throws Exception {
    endsInTime(Exec.of("bash", "-c", "set -m; sleep 1000 & sleep 1000 & wait"));
  }

  @Test
  void anOrphanInAProcessGroupOfItsOwnIsKilled() throws Exception {
    endsInTime(Exec.of("bash", "-c", "(set -m; sleep 1000 &) ; exec sleep 1000"));
  }

  @Test
  void anOrphanInASessionOfItsOwnThatHoldsTheOutputIsKilled() throws Exception {
    endsInTime(sh("(setsid sleep 1000 &); sleep 1000"));
  }

  @Test
  void childrenThatLeaveAllTheTimeAreKilled() throws Exception {
    endsInTime(sh("while :; do (setsid sleep 1000 &); setsid sleep 1000 & sleep 0.005; done"));
  }

  @Test
  void programsThatStartOthersAllTheTimeAreKilled() throws Exception {
    endsInTime(sh("while :; do sleep 1000 & sleep 0.01; done"));
  }

  @Test
  void aProgramThatClosesItsOutputAndLivesOnIsKilled() throws Exception {
    endsInTime(sh("exec >&- 2>&-; sleep 1000"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "yes >&2", "yes & yes >&2", "cat /dev/zero"})
  void aProgramThatWritesWithoutAnEndIsKilled(String script) throws Exception {
    endsInTime(sh(script));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void interruptionKillsAtOnce(boolean virtual) throws Exception {
    Checker checker = processes.mark(sh("sleep 1000 & setsid sleep 1000 & wait")).checker();
    long millis = 0;
    for (int attempt = 0; attempt < 3; attempt++) {
      FutureTask<CheckResult> check = new FutureTask<>(() -> checker.check(context(AMPLE)));
      Thread thread = virtual ? Thread.ofVirtual().start(check) : Thread.ofPlatform().start(check);
      processes.await(3);
      long interrupted = System.nanoTime();
      thread.interrupt();
      ExecutionException thrown =
          assertThrows(ExecutionException.class, () -> check.get(10, TimeUnit.SECONDS));
      millis = (System.nanoTime() - interrupted) / 1_000_000;
      assertInstanceOf(InterruptedException.class, thrown.getCause());
      processes.awaitNone();
      if (millis <= 100) {
        return;
      }
    }
    throw new AssertionError("went on for " + millis + " ms after it was interrupted");
  }

  @Test
  void interruptionAtAnyMomentLeavesNothing() throws Exception {
    Checker checker = processes.mark(sh("sleep 1000 & wait")).checker();
    for (int delay = 0; delay < 12_000; delay += 400) {
      FutureTask<CheckResult> check = new FutureTask<>(() -> checker.check(context(AMPLE)));
      Thread thread = Thread.ofVirtual().start(check);
      TimeUnit.MICROSECONDS.timedJoin(thread, delay);
      thread.interrupt();
      assertThrows(ExecutionException.class, () -> check.get(10, TimeUnit.SECONDS));
    }
    processes.awaitNone();
  }

  /** By that the process knows that there is something left to be ended. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatEndsTheProgramIsNoDaemon(boolean virtual) throws Exception {
    Checker checker = processes.mark(sh("sleep 1000 & wait")).checker();
    FutureTask<CheckResult> check = new FutureTask<>(() -> checker.check(context(AMPLE)));
    Thread thread =
        virtual ? Thread.ofVirtual().start(check) : Thread.ofPlatform().daemon().start(check);
    processes.await(2);
    List<Thread> running =
        Thread.getAllStackTraces().keySet().stream()
            .filter(one -> one.getName().startsWith("risefall-exec"))
            .toList();
    assertTrue(!running.isEmpty() && running.stream().noneMatch(Thread::isDaemon));
    thread.interrupt();
    processes.awaitNone();
  }

  @Test
  void aThreadThatIsInterruptedAlreadyStartsNothing() {
    Checker checker = processes.mark(Exec.of("sleep", "1000")).checker();
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> checker.check(context(AMPLE)));
    assertEquals(0, processes.alive().size());
  }

  @Test
  void aDeadlineThatHasPassedStartsNothing() throws Exception {
    CheckResult result = Exec.of("/bin/true").checker().check(context(Duration.ZERO));
    Exec.assertBroken("no-resources", result);
  }
}
