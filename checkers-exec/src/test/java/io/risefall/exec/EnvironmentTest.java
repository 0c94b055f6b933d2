package io.risefall.exec;

import static io.risefall.exec.Exec.assertPasses;
import static io.risefall.exec.Exec.sh;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a program finds: arguments, variables, descriptors, its group. */
class EnvironmentTest {

  private static final String PATH =
      "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private static List<String> environment(Exec exec) throws Exception {
    String[] variables = exec.output().split(" ", -1);
    Arrays.sort(variables);
    return List.of(variables);
  }

  @Test
  void theEnvironmentIsClean() throws Exception {
    assertEquals(
        List.of("LC_ALL=C.UTF-8", PATH, "RISEFALL_CHECK=exec"), environment(Exec.of("env")));
  }

  @Test
  void variablesThatAreDeclaredAreThere() throws Exception {
    assertEquals(
        List.of("A=1", "B=", "C=x=y;$HOME", "LC_ALL=C.UTF-8", PATH, "RISEFALL_CHECK=exec"),
        environment(Exec.of("env").with("env", "C=x=y;$HOME", "A=1", "B=")));
    assertEquals(
        List.of("LC_ALL=de_DE", "PATH=/usr/bin", "RISEFALL_CHECK=exec"),
        environment(Exec.of("env").with("env", "PATH=/usr/bin", "LC_ALL=de_DE")));
  }

  @Test
  void theNameOfTheCheckIsThere() throws Exception {
    String said = sh("echo $RISEFALL_CHECK").checkNamed("kai").message();
    assertEquals("exit code 0: kai", said);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "two words",
        " ",
        "",
        "$(touch /tmp/never)",
        "`touch /tmp/never`",
        "a;b&c|d>e<f",
        "\"'\\",
        "*",
        "~",
        "$HOME ${PATH} %s \\n",
        "--help",
        "-e",
        "--",
        "ü 本"
      })
  void argumentsArriveUnharmed(String argument) throws Exception {
    assertPasses(
        sh("test $# = 2 && test \"x$1\" = \"x$WANTED\" && test \"$2\" = end", argument, "end")
            .with("env", "WANTED=" + argument)
            .check());
  }

  @Test
  void lineEndsInArgumentsArriveToo() throws Exception {
    assertPasses(
        sh("test \"$1\" = \"$WANTED\"", "a\nb\r\n").with("env", "WANTED=a\nb\r\n").check());
  }

  @Test
  void argumentsMayBeginWithDashes() throws Exception {
    assertEquals("-c --wait -V", Exec.of("printf", "%s %s %s", "-c", "--wait", "-V").output());
  }

  @Test
  void stdinIsEmpty() throws Exception {
    assertPasses(sh("! read -r line && test \"$(readlink /proc/self/fd/0)\" = /dev/null").check());
  }

  @Test
  void noOtherDescriptorIsOpen() throws Exception {
    // 3 is ls' own, of the directory that it lists
    assertEquals("0 1 2 3", Exec.of("ls", "/proc/self/fd").output());
  }

  @Test
  void itLeadsASessionAndAGroupOfItsOwn() throws Exception {
    String said = sh("exec cut -d' ' -f1,5,6 /proc/self/stat").output();
    String[] words = said.split(" ", -1);
    assertEquals(words[0], words[1], said);
    assertEquals(words[0], words[2], said);
    assertTrue(!words[0].equals(Processes.stat(ProcessHandle.current().pid())[3]), said);
  }

  @Test
  void theWorkingDirectoryIsTheRootUnlessSaidOtherwise(@TempDir Path directory) throws Exception {
    assertEquals("/", Exec.of("pwd").output());
    Path real = directory.toRealPath();
    assertEquals(real.toString(), Exec.of("pwd").with("directory", real.toString()).output());
  }
}
