package io.risefall.exec;

import static io.risefall.exec.Exec.assertPasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.risefall.check.CheckRun;
import io.risefall.check.Checkers;
import io.risefall.option.InvalidOptionException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How options are written, and what a mistake is told with. */
class ExecOptionsTest {

  private static String refused(Exec exec) {
    return String.valueOf(assertThrows(InvalidOptionException.class, exec::checker).getMessage());
  }

  @Test
  void theCheckerIsInstalled() throws Exception {
    Checkers installed = Checkers.installed();
    assertEquals(List.of(), installed.problems());
    assertEquals(
        List.of("exec"), installed.providers().stream().map(provider -> provider.type()).toList());
    assertPasses(
        CheckRun.run(installed.create("exec", "command=sh", "command=-c", "command=exit 0")));
  }

  @Test
  void theTimeoutIsFiveSecondsUnlessSaidOtherwise() {
    ExecCheckerProvider provider = new ExecCheckerProvider();
    assertEquals(
        Duration.ofSeconds(5),
        new Exec(provider, Map.of("command", List.of("true"))).checker().timeout());
    assertEquals(Duration.ofMillis(300), Exec.of("true").within(Exec.BRIEF).checker().timeout());
  }

  @Test
  void aProgramIsNeeded() {
    assertEquals(
        "command: missing, allowed: any text without NUL",
        refused(new Exec(new ExecCheckerProvider(), Map.of())));
    assertEquals(
        "command: '' is no program, allowed: a path, or a name to be found on PATH",
        refused(Exec.of("", "argument")));
  }

  @Test
  void aNulIsRefused() {
    assertEquals(
        "command: 'a\0b' is no argument (has a NUL), allowed: any text without NUL",
        refused(Exec.of("true", "a\0b")));
    assertEquals(
        "directory: '/a\0b' is no directory (has a NUL), allowed: an absolute path such as"
            + " /var/lib/checks",
        refused(Exec.of("true").with("directory", "/a\0b")));
  }

  @ParameterizedTest
  @CsvSource({
    "A, no =",
    "=1, no such name",
    "1A=1, no such name",
    "A-B=1, no such name",
    "A B=1, no such name",
    "Ä=1, no such name",
    "RISEFALL_CHECK=x, is set by risefall"
  })
  void aVariableHasANameAndAValue(String text, String problem) {
    assertEquals(
        "env: '"
            + text
            + "' is no variable ("
            + problem
            + "), allowed: NAME=VALUE, the name of letters, digits and _, not RISEFALL_CHECK",
        refused(Exec.of("true").with("env", text)));
  }

  @Test
  void aVariableIsGivenOnce() {
    assertEquals(
        "env: 'A' is given twice, allowed: each variable once",
        refused(Exec.of("true").with("env", "A=1", "B=2", "A=3")));
  }

  @Test
  void everyMistakeIsTold() {
    assertEquals(
        "read: 'lines' is no choice, allowed: exit, nagios, first-line;"
            + " timeout: '5' is no duration (no unit), allowed: 500ms, 1s, 1.5s or 2m, from 1ms to"
            + " 24h;"
            + " directory: 'tmp' is no directory (is relative), allowed: an absolute path such as"
            + " /var/lib/checks",
        refused(
            Exec.of("true").with("read", "lines").with("timeout", "5").with("directory", "tmp")));
  }
}
