package io.risefall.exec;

import static io.risefall.exec.Exec.AMPLE;
import static io.risefall.exec.Exec.assertFails;
import static io.risefall.exec.Exec.assertPasses;
import static io.risefall.exec.Exec.sh;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckResult;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program ends, and something that it has started does not. */
class LeftoversTest {

  private static final Duration LONG_AFTER = AMPLE.dividedBy(2);

  private final Processes processes = new Processes();

  @AfterEach
  void killWhatIsLeft() {
    processes.close();
  }

  private CheckResult check(String script) throws Exception {
    CheckResult result = processes.mark(sh(script)).check();
    assertTrue(result.timings().total() < LONG_AFTER.toNanos(), result::toString);
    return result;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo all is well; sleep 1000 &",
        "echo all is well; sleep 1000 2>/dev/null &",
        "echo all is well; sleep 1000 >/dev/null &",
        "echo all is well; (sleep 1000 & sleep 1000 &) & ",
        "echo all is well; sh -c \"trap '' TERM; sleep 1000; :\" &",
        "echo all is well; yes &"
      })
  void aChildThatHoldsTheOutputIsNotWaitedForAndKilled(String script) throws Exception {
    CheckResult result = assertPasses(check(script));
    assertTrue(result.message().startsWith("exit code 0: "), result::toString);
    processes.awaitNone();
  }

  @Test
  void whatTheProgramWroteOutlivesWhatItLeftBehind() throws Exception {
    Process program =
        new ProcessBuilder("setsid", "sh", "-c", "echo all is well; sleep 20 &").start();
    program.waitFor();
    new ProcessGroup(program).killLeftovers(0);
    assertEquals("all is well\n", new String(program.getInputStream().readAllBytes(), ISO_8859_1));
  }

  @Test
  void itsExitCodeIsTheProgramsOwn() throws Exception {
    assertFails("exec-exit", check("sleep 1000 & exit 7"));
    processes.awaitNone();
  }

  @ParameterizedTest
  @ValueSource(strings = {"setsid sleep 1000 & exit 0", "setsid sh -c 'sleep 1000; echo' & exit 0"})
  void aChildThatHoldsTheOutputInASessionOfItsOwnIsNotWaitedFor(String script) throws Exception {
    for (int i = 0; i < 5; i++) {
      assertPasses(check(script));
    }
  }

  @Test
  void oneThatWritesWithoutAnEndIsEndedByItsClosedPipe() throws Exception {
    assertPasses(check("setsid yes & exit 0"));
    processes.awaitNone();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sleep 1000 >/dev/null 2>&1 &",
        "setsid sleep 1000 >/dev/null 2>&1 &",
        "sleep 1000 >/dev/null 2>&1 & echo started"
      })
  void aServiceWithOutputOfItsOwnLivesOn(String script) throws Exception {
    assertPasses(check(script));
    processes.await(1);
  }

  @Test
  void aServiceThatWritesToItsLoggerLivesOn(@TempDir Path directory) throws Exception {
    String log = directory.resolve("log").toString();
    Exec exec = sh("{ sleep 1000 2>&1 | cat >\"$1\" 2>/dev/null; } >/dev/null 2>&1 &", log);
    assertPasses(processes.mark(exec).check());
    processes.await(3);
  }
}
