package io.risefall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** What the launcher says when the process that it has started is killed, and not the launcher. */
class LauncherKilledIT {

  private final ToyNameServer silent = ToyNameServer.silent();

  @AfterEach
  void leave() {
    silent.close();
  }

  private Launcher.Running start(Way way, String dialect) {
    Launcher.Running running = LauncherSignalsIT.start(way, dialect, silent);
    LauncherSignalsIT.awaitQuery(silent, 0);
    return running;
  }

  @ParameterizedTest
  @ArgumentsSource(Ways.Processes.class)
  void aProcessThatIsKilledIsTroubleOfOurs(Way way) {
    Launcher.Running running = start(way, "plain");
    running.process().descendants().forEach(ProcessHandle::destroyForcibly);
    String program = way.path().equals("java") ? "java" : "risefall-native";
    assertEquals(
        new Outcome(1, "", "risefall: " + program + " ended with 137\n"), running.outcome());
  }

  @ParameterizedTest
  @ArgumentsSource(Ways.Processes.class)
  void aProcessThatIsToldToEndIsAFailure(Way way) {
    Launcher.Running running = start(way, "nagios");
    running.process().descendants().forEach(ProcessHandle::destroy);
    assertEquals(new Outcome(3, "", ""), running.outcome());
  }
}
