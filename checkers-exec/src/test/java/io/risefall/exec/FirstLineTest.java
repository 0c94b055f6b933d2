package io.risefall.exec;

import static io.risefall.exec.Exec.assertBroken;
import static io.risefall.exec.Exec.assertFails;
import static io.risefall.exec.Exec.assertPasses;
import static io.risefall.exec.Exec.sh;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.risefall.check.CheckResult;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --read first-line}: what a script for bngagent writes, or a weight. */
class FirstLineTest {

  private static CheckResult said(String format) throws Exception {
    return sh("printf -- \"$1\"", format).with("read", "first-line").check();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "1\\n", "1\\r\\n", " 1 \\n", "1\\n0\\n", "\\t1\\nmore text"})
  void oneIsUp(String output) throws Exception {
    CheckResult result = assertPasses(said(output));
    assertEquals("the program says 1", result.message());
    assertEquals(OptionalInt.empty(), result.weight());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0\\n", "0\\r\\n", "0\\n1\\n"})
  void zeroIsDown(String output) throws Exception {
    assertEquals("the program says 0", assertFails("exec-down", said(output)).message());
  }

  @ParameterizedTest
  @CsvSource({"2, 2", "9, 9", "10, 10", "50\\n, 50", "99, 99", "100\\n, 100"})
  void moreIsAWeight(String output, int weight) throws Exception {
    CheckResult result = assertPasses(said(output));
    assertEquals(OptionalInt.of(weight), result.weight());
    assertEquals("the program says " + weight, result.message());
  }

  @ParameterizedTest
  @CsvSource({
    "'', empty",
    "'\\n1\\n', empty",
    "101, 101",
    "-1, -1",
    "+1, +1",
    "01, 01",
    "00, 00",
    "1.0, 1.0",
    "1 1, 1 1",
    "0x1, 0x1",
    "up, up",
    "75%%, 75%",
    "1e2, 1e2",
    "١, ١",
    "1000000000000, 1000000000000"
  })
  void anythingElseIsTheScriptsFault(String output, String told) throws Exception {
    assertEquals(
        "the first line is " + told + ", allowed: 0 to 100",
        assertBroken("exec-output", said(output)).message());
  }

  @Test
  void theExitCodeIsNotLookedAtButASignalIs() throws Exception {
    assertPasses(sh("echo 1; exit 2").with("read", "first-line").check());
    assertFails("exec-down", sh("echo 0; exit 0").with("read", "first-line").check());
    CheckResult killed = sh("echo 1; kill -TERM $$").with("read", "first-line").check();
    assertEquals(
        "the program says 1 and was ended by SIGTERM",
        assertBroken("exec-output", killed).message());
  }

  @Test
  void stderrIsNotLookedAt() throws Exception {
    CheckResult result = sh("echo 1 >&2").with("read", "first-line").check();
    assertBroken("exec-output", result);
    assertEquals("1", result.facts().get("stderr"));
  }
}
