package io.risefall.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A signal to {@code risefall exec} ends the program too, which is in a group of its own. */
class ExecSignalsIT {

  private static final String PROGRAM =
      "trap '' TERM; sleep 1000 & setsid sleep 1000 & while :; do sleep 1000; done";
  private static final int ITS_PROCESSES = 4;

  private final String mark = "MARK=" + UUID.randomUUID();

  private Launcher.Running start(String dialect) {
    return Launcher.packaged()
        .by("setsid", "env", "--default-signal")
        .start(
            "exec",
            "--timeout",
            "50s",
            "--exit",
            dialect,
            "--env",
            mark,
            "--",
            "/bin/sh",
            "-c",
            PROGRAM);
  }

  /** The program's processes, wherever they went. */
  private List<ProcessHandle> program() {
    String[] names = Path.of("/proc").toFile().list((folder, name) -> name.matches("\\d+"));
    return Arrays.stream(names == null ? new String[0] : names)
        .filter(this::isMarked)
        .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
        .toList();
  }

  private boolean isMarked(String pid) {
    try {
      String environment = Files.readString(Path.of("/proc", pid, "environ"), ISO_8859_1);
      return List.of(environment.split("\0", -1)).contains(mark);
    } catch (IOException e) {
      return false;
    }
  }

  private void awaitProgram(int processes) {
    await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(Duration.ofSeconds(20))
        .until(() -> program().size() == processes);
  }

  @AfterEach
  void killWhatIsLeft() {
    program().forEach(ProcessHandle::destroyForcibly);
  }

  private static void assertPrompt(long start) {
    long millis = (System.nanoTime() - start) / 1_000_000;
    assertTrue(millis < 5000, "took " + millis + " ms");
  }

  @ParameterizedTest
  @CsvSource({
    "TERM, false, plain, 1",
    "TERM, true, plain, 1",
    "TERM, false, nagios, 3",
    "TERM, true, nagios, 3",
    "TERM, true, dynamic, 1",
    "INT, false, plain, 1",
    "INT, true, plain, 1",
    "HUP, false, plain, 1",
    "HUP, true, plain, 1",
    "QUIT, false, plain, 1"
  })
  void aSignalEndsTheProgramAndItsChildren(String signal, boolean group, String dialect, int code) {
    Launcher.Running running = start(dialect);
    awaitProgram(ITS_PROCESSES);
    List<ProcessHandle> launched = running.process().children().toList();
    long start = System.nanoTime();

    running.signal(signal, group);

    assertEquals(new Outcome(code, "", ""), running.outcome());
    assertPrompt(start);
    awaitProgram(0);
    assertEquals(List.of(), launched.stream().filter(ProcessHandle::isAlive).toList());
  }

  @ParameterizedTest
  @CsvSource({"false, plain, 1", "true, plain, 1", "true, nagios, 3"})
  void aSignalAtAnyMomentLeavesNothing(boolean group, String dialect, int code) throws Exception {
    for (int delay = 0; delay < 160; delay += 8) {
      Launcher.Running running = start(dialect);
      LauncherSignalsIT.awaitTrap(running.process());
      assertTrue(!running.process().waitFor(delay, TimeUnit.MILLISECONDS));

      running.signal("TERM", group);

      assertEquals(new Outcome(code, "", ""), running.outcome(), "after " + delay + " ms");
      awaitProgram(0);
    }
  }

  @Test
  void aJvmThatIsToldToEndEndsTheProgram() {
    Launcher.Running running = start("nagios");
    awaitProgram(ITS_PROCESSES);
    running.process().children().forEach(ProcessHandle::destroy);
    assertEquals(new Outcome(3, "", ""), running.outcome());
    awaitProgram(0);
  }

  /** Nothing can be done for the program then. */
  @Test
  void aJvmThatDoesNotEndIsKilledAfterASecond() throws Exception {
    Launcher.Running running = start("plain");
    awaitProgram(ITS_PROCESSES);
    ProcessHandle jvm = running.process().children().findFirst().orElseThrow();
    Process stop = new ProcessBuilder("kill", "-STOP", Long.toString(jvm.pid())).start();
    assertTrue(stop.waitFor(10, TimeUnit.SECONDS));
    long start = System.nanoTime();

    running.signal("TERM", false);

    assertEquals(new Outcome(1, "", ""), running.outcome());
    assertPrompt(start);
    assertTrue(!jvm.isAlive());
  }
}
