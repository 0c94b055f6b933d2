package io.risefall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which Java the launcher takes, and what it does where there is none. */
class LauncherJavaIT {

  private static final String NONE =
      "risefall: no Java of 21 or newer in JAVA_HOME, PATH or /usr/lib/jvm\n";

  private @TempDir Path directory;

  /** Whatever else is installed. */
  private static Launcher java() {
    return Launcher.packaged().with("RISEFALL_PATH", "java");
  }

  /** A Java home whose java says its version and ends as a command does that ends with 7. */
  private Path home(String name, String release) throws IOException {
    return home(name, release, 27);
  }

  private Path home(String name, String release, int code) throws IOException {
    Path home = directory.resolve(name);
    Files.createDirectories(home.resolve("bin"));
    Path java = home.resolve("bin/java");
    Files.writeString(java, "#!/bin/bash\necho java of " + name + "\nexit " + code + "\n");
    assertTrue(java.toFile().setExecutable(true));
    Files.writeString(home.resolve("release"), release);
    return home;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 4, 6, 19, 99, 124, 130, 134, 137, 143, 255})
  void aJavaThatEndsWithACodeOfItsOwnIsTrouble(int code) throws IOException {
    Launcher launcher =
        java().with("JAVA_HOME", home("dying", "JAVA_VERSION=\"25\"", code).toString());
    String line = "risefall: java ended with " + code + "\n";
    for (String dialect : List.of("plain", "dynamic")) {
      assertEquals(
          new Outcome(1, "java of dying\n", line),
          launcher.run("dns", "a.example", "--exit", dialect));
    }
    assertEquals(3, launcher.run("dns", "a.example", "--exit", "nagios").code());
  }

  @Test
  void whyAJvmCannotBeginIsNoAnswer() {
    Outcome outcome = java().with("RISEFALL_JAVA_OPTS", "-Xmx1k").run("version");
    assertEquals("", outcome.out());
    assertTrue(outcome.err().endsWith("\nrisefall: java ended with 1\n"), outcome.err());
    assertEquals(1, outcome.code());
  }

  @Test
  void theWorkingDirectoryMayHaveBeenDeleted() {
    String gone = "mkdir " + directory + "/gone && cd " + directory + "/gone && rmdir ../gone";
    Outcome outcome = java().by("/bin/sh", "-c", gone + " && exec \"$@\"", "sh").run("version");
    assertTrue(outcome.out().startsWith("risefall "), outcome.toString());
    assertEquals(0, outcome.code());
  }

  private static void assertRunsOnARealJava(Launcher launcher) {
    Outcome outcome = launcher.run("version");
    assertEquals("", outcome.err());
    assertTrue(outcome.out().startsWith("risefall "), outcome.out());
    assertEquals(0, outcome.code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"21", "21.0.1", "25.0.3", "101"})
  void takesJavaHomeFirst(String version) throws IOException {
    Path home = home("new", "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"");
    Outcome outcome = java().with("JAVA_HOME", home.toString()).run("version");
    assertEquals(new Outcome(7, "java of new\n", ""), outcome);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "JAVA_VERSION=\"17.0.15\"",
        "JAVA_VERSION=\"1.8.0_402\"",
        "JAVA_VERSION=\"\"",
        "",
        "\0"
      })
  void passesOverWhatIsTooOldOrNoJava(String release) throws IOException {
    Tools.needJava();
    Path home = home("old", release + "\n");
    assertRunsOnARealJava(
        java()
            .with("JAVA_HOME", home.toString())
            .with("PATH", home.resolve("bin") + ":/usr/bin:/bin"));
  }

  @Test
  void takesTheJavaOfPathWhereJavaHomeSaysNothing() throws IOException {
    Path home = home("path", "JAVA_VERSION=\"22\"\n");
    Path bin = Files.createDirectories(directory.resolve("links"));
    Files.createSymbolicLink(bin.resolve("java"), home.resolve("bin/java"));
    for (Path path : new Path[] {home.resolve("bin"), bin}) {
      Launcher launcher = java().without("JAVA_HOME").with("PATH", path.toString());
      assertEquals(new Outcome(7, "java of path\n", ""), launcher.run("version"));
    }
  }

  @Test
  void findsAJavaOnItsOwn() {
    Tools.needJava();
    assertRunsOnARealJava(java().without("JAVA_HOME"));
    assertRunsOnARealJava(java().without("JAVA_HOME").with("PATH", ""));
    assertRunsOnARealJava(java().with("JAVA_HOME", "/nowhere"));
  }

  @ParameterizedTest
  @CsvSource({"plain, 1", "nagios, 3", "dynamic, 1"})
  void saysInOneLineThatThereIsNoJava(String dialect, int code) throws Exception {
    Tools.need("unshare", "-rm", "mount", "-t", "tmpfs", "none", "/tmp");
    String hidden =
        "for d in /usr/lib/jvm; do [[ ! -d $d ]] || mount -t tmpfs none $d || exit 99; done;"
            + " exec \"$@\"";
    Launcher launcher =
        java().byShell(hidden).by("unshare", "-rm").with("JAVA_HOME", directory.toString());
    assertEquals(new Outcome(code, "", NONE), launcher.run("dns", "a.example", "--exit", dialect));
    assertEquals(
        new Outcome(code, "", NONE), launcher.run("dns", "a.example", "--exit=" + dialect));
  }

  @Test
  void saysInOneLineThatTheJarIsMissing() throws IOException {
    Path copy = Launcher.copyDistribution(directory.resolve("copy"));
    try (var jars = Files.newDirectoryStream(copy.resolve("lib"), "risefall-agent-cli-*.jar")) {
      for (Path jar : jars) {
        Files.delete(jar);
      }
    }
    Outcome outcome = java().at(copy.resolve("bin/risefall")).run("version");
    assertEquals(1, outcome.code());
    assertEquals("risefall: no risefall-agent-cli jar in " + copy + "/bin/../lib\n", outcome.err());
  }

  @Test
  void takesTheOldJarsWhileAPackageIsReplacedByAnother() throws IOException {
    Path copy = Launcher.copyDistribution(directory.resolve("copy"));
    Files.createFile(copy.resolve("lib/risefall-agent-cli-0.0.jar"));
    Files.createFile(copy.resolve("lib/risefall-agent-cli-99.9.jar"));
    assertRunsOnARealJava(java().at(copy.resolve("bin/risefall")));
  }

  @Test
  void aBinaryThatDiesIsTroubleOrJavasTurn() throws IOException {
    Path dying =
        Files.writeString(directory.resolve("dying"), "#!/bin/bash\nexit $(<${0%/*}/code)\n");
    assertTrue(dying.toFile().setExecutable(true));
    Path copy = Launcher.copyDistribution(directory.resolve("copy"));
    Files.move(dying, copy.resolve("bin/risefall-native"), StandardCopyOption.REPLACE_EXISTING);
    Launcher launcher = java().at(copy.resolve("bin/risefall"));
    for (int code : new int[] {1, 99, 139}) {
      Files.writeString(copy.resolve("bin/code"), Integer.toString(code));
      assertEquals(
          new Outcome(1, "", "risefall: risefall-native ended with " + code + "\n"),
          launcher.with("RISEFALL_PATH", "native").run("dns", "a.example", "--exit", "dynamic"));
      assertRunsOnARealJava(launcher.with("RISEFALL_PATH", "any"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "empty", "noise", "half", "foreign"})
  void isSilentAboutACacheThatItCannotUse(String state) throws IOException {
    Path copy = Launcher.copyDistribution(directory.resolve("copy"));
    spoil(copy.resolve("lib/risefall.aot"), state);
    spoil(copy.resolve("lib/risefall-dns.aot"), state);
    Launcher launcher = java().at(copy.resolve("bin/risefall"));
    assertRunsOnARealJava(launcher);
    try (ToyNameServer server = ToyNameServer.answering("192.0.2.1")) {
      Outcome asked =
          launcher.run("dns", "a.example", "--timeout", "30s", "--server", server.address());
      assertEquals("", asked.err());
      assertTrue(asked.out().startsWith("PASS dns NOERROR, 1 answer "), asked::toString);
      assertEquals(0, asked.code());
    }
  }

  private static void spoil(Path cache, String state) throws IOException {
    byte[] bytes = Files.readAllBytes(cache);
    Files.delete(cache);
    switch (state) {
      case "empty" -> Files.createFile(cache);
      case "noise" -> Files.write(cache, new byte[100_000]);
      case "half" -> Files.write(cache, Arrays.copyOf(bytes, bytes.length / 2));
      case "foreign" -> {
        // The head of the file names the JVM that it is for.
        for (int i = 16; i < 400; i++) {
          bytes[i] ^= 0x55;
        }
        Files.write(cache, bytes);
      }
      default -> {}
    }
  }

  @Test
  void shellcheckHasNothingToSay() throws Exception {
    Tools.need("shellcheck", "--version");
    Path script = Path.of("src/main/dist/bin/risefall");
    assertEquals(new Outcome(0, "", ""), Launcher.of(script).by("shellcheck", "--norc").run());
  }
}
