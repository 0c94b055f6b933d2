package io.risefall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code risefall exec} as a script or a load balancer calls it. */
class ExecIT {

  private @TempDir Path directory;

  private static Outcome run(String... args) {
    Outcome outcome = Launcher.packaged().run(args);
    return new Outcome(outcome.code(), outcome.masked(), outcome.err());
  }

  private String script(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("check"), "#!/bin/sh\n" + text + "\n");
    assertTrue(file.toFile().setExecutable(true));
    return file.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "exit, exit 0, 0, 'PASS exec exit code 0 in T ms'",
    "exit, exit 2, 1, 'FAIL exec exec-exit: exit code 2 in T ms'",
    "nagios, echo fine; exit 0, 0, 'PASS exec fine in T ms'",
    "nagios, echo warm; exit 1, 0, 'DEGRADED exec exec-warning: warm in T ms'",
    "nagios, echo hot; exit 2, 1, 'FAIL exec exec-critical: hot in T ms'",
    "nagios, echo what; exit 3, 1, 'BROKEN exec exec-unknown: what in T ms'",
    "first-line, echo 1, 0, 'PASS exec the program says 1 in T ms'",
    "first-line, echo 0, 1, 'FAIL exec exec-down: the program says 0 in T ms'",
    "first-line, echo 75, 0, 'PASS exec the program says 75 in T ms'"
  })
  void saysWhatTheProgramSays(String read, String text, int code, String line) throws Exception {
    assertEquals(
        new Outcome(code, line + "\n", ""), run("exec", "--read", read, "--", script(text)));
  }

  @Test
  void aWeightIsToldToKeepalived() throws Exception {
    String program = script("echo $1");
    String[] args = {"exec", "--read", "first-line", "--exit", "dynamic", "--", program, ""};
    int[][] weights = {{0, 1}, {1, 0}, {2, 4}, {75, 77}, {100, 102}, {101, 1}};
    for (int[] weight : weights) {
      args[7] = Integer.toString(weight[0]);
      assertEquals(weight[1], run(args).code(), args[7]);
    }
  }

  @Test
  void whatFollowsTheDashesBelongsToTheProgram() throws Exception {
    String program = script("echo \"$@\"; exit 1");
    assertEquals(
        new Outcome(
            1,
            "FAIL exec exec-exit: exit code 1: --exit nagios --help -h -- --timeout 1 in T ms\n",
            ""),
        run("exec", "--", program, "--exit", "nagios", "--help", "-h", "--", "--timeout", "1"));
  }

  @Test
  void troubleIsNeverInTheProgramsDialect() throws IOException {
    assertEquals(1, run("exec", "--bogus", "--", "check", "--exit", "nagios").code());
    assertEquals(3, run("exec", "--bogus", "--exit", "nagios", "--", "check").code());
    Path copy = Launcher.copyDistribution(directory.resolve("copy"));
    try (var jars = Files.newDirectoryStream(copy.resolve("lib"), "risefall-agent-cli-*.jar")) {
      for (Path jar : jars) {
        Files.delete(jar);
      }
    }
    Launcher without = Launcher.of(copy.resolve("bin/risefall"));
    assertEquals(1, without.run("exec", "--", "check", "--exit", "nagios").code());
    assertEquals(1, without.run("exec", "--", "check", "--exit=nagios").code());
    assertEquals(3, without.run("exec", "--exit=nagios", "--", "check").code());
  }

  @Test
  void argumentsArriveUnharmed() throws Exception {
    String program =
        script("test \"$1\" = 'a  b' && test \"$2\" = '$(x) `y` \"*' && test -z \"$3\"");
    assertEquals(0, run("exec", "--", program, "a  b", "$(x) `y` \"*", "").code());
  }

  @Test
  void theNameOfTheCheckIsExec() throws Exception {
    String program = script("echo $RISEFALL_CHECK");
    assertEquals("PASS exec exit code 0: exec in T ms\n", run("exec", program).out());
  }

  @Test
  void nothingOfTheCallersEnvironmentArrives() throws Exception {
    String program = script("echo ${SECRET-none}");
    Outcome outcome = Launcher.packaged().with("SECRET", "x").run("exec", "--", program);
    assertEquals("PASS exec exit code 0: none in T ms\n", outcome.masked());
  }

  @Test
  void aProgramThatHangsFailsByItsDeadline() {
    assertEquals(
        new Outcome(
            1,
            "FAIL exec timeout: sleep did not end in time and was killed, it wrote nothing in T ms\n",
            ""),
        run("exec", "--timeout", "200ms", "--", "sleep", "1000"));
  }
}
