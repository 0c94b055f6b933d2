package io.risefall.exec;

import static io.risefall.exec.Exec.assertBroken;
import static io.risefall.exec.Exec.assertFails;
import static io.risefall.exec.Processes.script;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckFailedException;
import io.risefall.check.CheckResult;
import io.risefall.check.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program that cannot be run is this side's fault. */
class StartingTest {

  private @TempDir Path directory;

  private static String broken(String reason, Object program) throws Exception {
    CheckResult result = null;
    for (String read : ExecCheckerProvider.READINGS) {
      result = assertBroken(reason, Exec.of(program.toString()).with("read", read).check());
      assertTrue(result.facts().isEmpty(), result::toString);
    }
    return result == null ? "" : result.message();
  }

  @Test
  void aProgramThatIsNotThere() throws Exception {
    Path missing = directory.resolve("missing");
    assertEquals("no program " + missing, broken("exec-not-found", missing));
    assertEquals(
        "no program no-such-check in"
            + " /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        broken("exec-not-found", "no-such-check"));
  }

  @Test
  void aLinkThatLeadsNowhere() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("nowhere"));
    broken("exec-not-found", link);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/", "\u0001"})
  void aNameThatIsNoFiles(String end) throws Exception {
    broken("exec-not-found", directory + "/x/" + end);
  }

  @Test
  void aDirectory() throws Exception {
    assertEquals(directory + " is a directory", broken("exec-not-executable", directory));
  }

  @Test
  void aDevice() throws Exception {
    assertEquals("/dev/null is not executable", broken("exec-not-executable", "/dev/null"));
  }

  @Test
  void aFileThatIsNotExecutable() throws Exception {
    Path file = Files.writeString(directory.resolve("check"), "#!/bin/sh\n");
    assertEquals(file + " is not executable", broken("exec-not-executable", file));
    Exec exec = Exec.of("check").with("env", "PATH=" + directory);
    assertBroken("exec-not-executable", exec.check());
  }

  @ParameterizedTest
  @ValueSource(strings = {"exit 0\n", "", "#", "#comment\nexit 0\n", "\u007fEL"})
  void aTextWithoutAnInterpreterIsNotGivenToAShell(String text) throws Exception {
    Path file = script(directory.resolve("check"), text);
    assertEquals(file + " is no binary and has no #! line", broken("exec-not-executable", file));
  }

  @Test
  void anInterpreterThatIsNotThere() throws Exception {
    Path file = script(directory.resolve("check"), "#!/no/such/interpreter\n");
    assertEquals(
        "failed to execute " + file + ": No such file or directory",
        broken("exec-not-executable", file));
  }

  @Test
  void anInterpreterThatIsADirectory() throws Exception {
    Path file = script(directory.resolve("check"), "#!/tmp\n");
    assertEquals(
        "failed to execute " + file + ": Permission denied", broken("exec-not-executable", file));
  }

  @Test
  void aProgramOfMinesThatSaysTheSameIsNotMistakenForIt() throws Exception {
    assertFails("exec-exit", Exec.sh("echo setsid: failed >&2; exit 1").check());
    assertFails("exec-exit", Exec.sh("echo 'sh: not found' >&2; exit 127").check());
  }

  @Test
  void aWorkingDirectoryThatIsNotThere() throws Exception {
    Exec exec = Exec.of("true").with("directory", directory.resolve("missing").toString());
    CheckResult result = assertBroken("exec-not-found", exec.check());
    assertEquals("no directory " + directory.resolve("missing"), result.message());
  }

  @Test
  void moreArgumentsThanTheKernelTakes() throws Exception {
    CheckResult result =
        assertBroken("exec-not-started", Exec.of("true", "x".repeat(200_000)).check());
    assertTrue(result.message().startsWith("cannot start true: "), result::toString);
  }

  @Test
  void aSetsidThatIsNotThere() {
    CheckFailedException thrown =
        assertThrows(
            CheckFailedException.class, () -> ProgramFile.find("setsid", directory.toString()));
    assertEquals(Verdict.BROKEN, thrown.result().verdict());
    assertEquals("no program setsid in " + directory, thrown.result().message());
  }

  @Test
  void relativeAndEmptyDirectoriesOfThePathArePassedOver() {
    assertThrows(CheckFailedException.class, () -> ProgramFile.find("pom.xml", ".::"));
    assertThrows(CheckFailedException.class, () -> ProgramFile.find("sh", "bin"));
  }

  @Test
  void aProgramIsFoundByItsNameOrItsPath() throws Exception {
    Path program = script(directory.resolve("own-check"), "#!/bin/sh\necho \"$0\"\n");
    assertEquals(program.toString(), Exec.of(program.toString()).output());
    Exec byName = Exec.of("own-check").with("env", "PATH=/nowhere:" + directory + ":/bin");
    assertEquals(program.toString(), byName.output());
    String relative = Path.of("").toAbsolutePath().relativize(program).toString();
    assertTrue(Exec.of(relative).output().endsWith("own-check"));
  }

  @Test
  void whatMayNotBeReadMayBeExecuted() throws Exception {
    Path copy = Files.copy(Path.of("/bin/true"), directory.resolve("unreadable"));
    assertTrue(copy.toFile().setReadable(false));
    assertTrue(copy.toFile().setExecutable(true));
    assertEquals("exit code 0", Exec.assertPasses(Exec.of(copy.toString()).check()).message());
  }
}
