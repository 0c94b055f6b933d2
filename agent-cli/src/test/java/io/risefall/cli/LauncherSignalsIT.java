package io.risefall.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Signals: keepalived sends SIGTERM to the group of a check that takes too long, and takes 143 for
 * a weight. Each way, and with a script in the binary's place where there is none.
 */
@ParameterizedClass
@ArgumentsSource(Ways.WithStandIn.class)
class LauncherSignalsIT {

  private static final int SIGTERM = 15;
  private static final int KILLED_BY_SIGTERM = 128 + SIGTERM;

  @SuppressWarnings("NullAway.Init")
  private static ToyNameServer silent;

  private final Way way;

  LauncherSignalsIT(Way way) {
    this.way = way;
  }

  @BeforeAll
  static void listen() {
    silent = ToyNameServer.silent();
  }

  @AfterAll
  static void leave() {
    silent.close();
  }

  private Launcher.Running start(String dialect) {
    return start(way, dialect, silent);
  }

  /**
   * A check that waits, by the launcher as the leader of a group, no signal ignored, whatever runs
   * the tests. An agent goes on with what it was asked, without its caller, and has a bound on
   * that.
   */
  static Launcher.Running start(Way way, String dialect, ToyNameServer silent) {
    return way.forced()
        .by("setsid", "env", "--default-signal")
        .start(
            "dns",
            "a.example",
            "--timeout",
            way.startsProcess() ? "50s" : "5s",
            "--exit",
            dialect,
            "--server",
            silent.address());
  }

  @ParameterizedTest
  @CsvSource({
    "TERM, false, plain, 1", "TERM, true, plain, 1", "TERM, false, nagios, 3",
    "TERM, true, nagios, 3", "TERM, false, dynamic, 1", "INT, false, plain, 1",
    "INT, true, plain, 1", "HUP, false, plain, 1", "HUP, true, plain, 1",
    "QUIT, false, plain, 1", "ALRM, false, dynamic, 1", "USR1, true, nagios, 3",
    "XCPU, false, plain, 1"
  })
  void aSignalDuringACheckEndsItAtOnce(String signal, boolean group, String dialect, int code) {
    int before = silent.queries();
    Launcher.Running running = start(dialect);
    awaitQuery(before);
    List<ProcessHandle> children = running.process().descendants().toList();
    long start = System.nanoTime();

    running.signal(signal, group);

    assertEquals(new Outcome(code, "", ""), running.outcome());
    long millis = (System.nanoTime() - start) / 1_000_000;
    assertTrue(millis < 5000, "took " + millis + " ms");
    assertEquals(way.startsProcess() ? 1 : 0, children.size(), "children");
    assertGone(children);
  }

  private static void awaitQuery(int before) {
    awaitQuery(silent, before);
  }

  static void awaitQuery(ToyNameServer silent, int before) {
    await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(Duration.ofSeconds(20))
        .until(() -> silent.queries() > before);
  }

  /** Not even as zombies: who reaps orphans is not ours to know. */
  private static void assertGone(List<ProcessHandle> processes) {
    assertEquals(List.of(), processes.stream().filter(ProcessHandle::isAlive).toList());
  }

  @ParameterizedTest
  @CsvSource({"false, plain, 1", "true, plain, 1", "false, nagios, 3"})
  void aSignalAtAnyMomentLeavesNoOtherCode(boolean group, String dialect, int code)
      throws Exception {
    for (int delay = 0; delay < 120; delay += 6) {
      Launcher.Running running = start(dialect);
      awaitTrap(running.process());
      assertTrue(!running.process().waitFor(delay, TimeUnit.MILLISECONDS));
      List<ProcessHandle> children = running.process().descendants().toList();

      running.signal("TERM", group);

      assertEquals(new Outcome(code, "", ""), running.outcome(), "after " + delay + " ms");
      assertGone(children);
    }
  }

  /** Until bash has read the line that catches the signal. */
  static void awaitTrap(Process process) throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    while (!catchesSigterm(status)) {
      assertTrue(process.isAlive());
      Thread.onSpinWait();
    }
  }

  private static boolean catchesSigterm(Path status) throws IOException {
    List<String> lines = Files.readAllLines(status);
    return lines.contains("Name:\trisefall")
        && lines.stream()
            .filter(line -> line.startsWith("SigCgt:"))
            .anyMatch(
                line -> (Long.parseUnsignedLong(line.substring(8), 16) >> (SIGTERM - 1) & 1) == 1);
  }

  /**
   * Before bash has read that line the process ends by the signal itself, which is no exit code:
   * keepalived, which sent it, takes it for failure.
   */
  @Test
  void aSignalBeforeThatKillsButNeverPasses() throws Exception {
    for (int i = 0; i < 10; i++) {
      Launcher.Running running = start("plain");
      assertTrue(!running.process().waitFor(i * 400L, TimeUnit.MICROSECONDS));
      running.process().destroy();
      int code = running.outcome().code();
      assertTrue(code == 1 || code == KILLED_BY_SIGTERM, "exit code " + code);
    }
  }
}
