package io.risefall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Rcode;

/** The launcher as a script or a load balancer calls it, each way. */
@ParameterizedClass
@ArgumentsSource(Ways.class)
@Execution(ExecutionMode.CONCURRENT)
class LauncherIT {

  private static final String PASSED = "PASS dns NOERROR, 1 answer from 127.0.0.1:PORT in T ms\n";

  private final Way way;
  private final Launcher packaged;
  private @TempDir Path directory;
  private final ToyNameServer server = ToyNameServer.answering("192.0.2.1");

  LauncherIT(Way way) {
    this.way = way;
    packaged = way.launcher();
  }

  @AfterEach
  void leave() {
    server.close();
  }

  private void assertPasses(Launcher launcher) {
    Outcome outcome =
        way.runBy(launcher, "dns", "a.example", "--timeout", "30s", "--server", server.address());
    assertEquals("", outcome.err());
    assertEquals(PASSED, outcome.masked());
    assertEquals(0, outcome.code());
  }

  @ParameterizedTest
  @CsvSource({"plain, 0, 1, 1, 1", "nagios, 0, 2, 3, 3", "dynamic, 0, 1, 1, 1"})
  void saysEachVerdictByItsExitCode(String dialect, int pass, int fail, int broken, int usage) {
    try (ToyNameServer sick = ToyNameServer.failing(Rcode.SERVFAIL)) {
      String[] args = {
        "dns",
        "a.example",
        "--exit",
        dialect,
        "--server",
        server.address(),
        "",
        "",
        "--timeout",
        "30s"
      };
      args[6] = "--source";
      args[7] = "127.0.0.1";
      Outcome passed = way.run(args);
      args[7] = "192.0.2.77";
      Outcome unable = way.run(args);
      args[7] = "nonsense";
      Outcome refused = packaged.run(args);
      args[7] = "127.0.0.1";
      args[5] = sick.address();
      Outcome failed = way.run(args);

      assertEquals(new Outcome(pass, PASSED, ""), masked(passed));
      assertEquals(
          new Outcome(fail, "FAIL dns dns-rcode: SERVFAIL from 127.0.0.1:PORT in T ms\n", ""),
          masked(failed));
      assertEquals(
          new Outcome(
              broken,
              "BROKEN dns source-unavailable: 192.0.2.77 is not an address of this host in T ms\n",
              ""),
          masked(unable));
      assertEquals(usage, refused.code());
      assertEquals("", refused.out());
      assertTrue(refused.err().startsWith("risefall dns: --source: 'nonsense' is no address"));
      assertEquals(1, refused.err().lines().count());
    }
  }

  private static Outcome masked(Outcome outcome) {
    return new Outcome(outcome.code(), outcome.masked(), outcome.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"<&-", "</dev/null", "</dev/zero"})
  void needsNoStdin(String redirection) {
    assertPasses(packaged.byShell("\"$@\" " + redirection));
  }

  @ParameterizedTest
  @ValueSource(strings = {">&-", ">/dev/full", "2>&-", "2>/dev/full", ">&- 2>&- <&-"})
  void keepsItsExitCodeWhereNobodyListens(String redirection) {
    Launcher launcher = packaged.byShell("\"$@\" " + redirection);
    String[] args = {
      "dns", "a.example", "--verbose", "--server", server.address(), "--timeout", "30s"
    };
    assertEquals(0, way.runBy(launcher, args).code());
    args[4] = "nonsense";
    assertEquals(1, launcher.run(args).code());
    assertEquals("", launcher.run(args).out());
  }

  @Test
  void keepsItsExitCodeWhereTheReaderIsGone() {
    Launcher launcher = packaged.byShell("\"$@\" | true; exit ${PIPESTATUS[0]}");
    for (String command : List.of("checkers dns", "completion bash", "help")) {
      assertEquals(new Outcome(0, "", ""), launcher.run(command.split(" ")), command);
    }
    Launcher complaining = packaged.byShell("\"$@\" 2>&1 | true; exit ${PIPESTATUS[0]}");
    assertEquals(1, complaining.run("bogus").code());
  }

  @Test
  void runsThroughLinks() throws IOException {
    Path absolute = Files.createSymbolicLink(directory.resolve("absolute"), program());
    Path relative = Files.createSymbolicLink(directory.resolve("relative"), Path.of("absolute"));
    Path folder =
        Files.createSymbolicLink(directory.resolve("folder"), packaged.home().resolve("bin"));
    assertPasses(packaged.at(absolute));
    assertPasses(packaged.at(relative));
    assertPasses(packaged.at(folder.resolve("risefall")));
    assertPasses(packaged.at(relative).with("PATH", ""));
    for (Path link : List.of(absolute, relative, folder)) {
      Files.delete(link);
    }
  }

  private Path program() {
    return packaged.home().resolve("bin/risefall");
  }

  @Test
  void runsFromAnywhereByARelativePath() {
    Path bin = packaged.home().resolve("bin");
    assertPasses(packaged.at(Path.of("./risefall")).in(bin));
    assertPasses(packaged.at(Path.of("bin/risefall")).in(packaged.home()));
    assertPasses(packaged.at(Path.of("../bin/risefall")).in(bin));
    assertPasses(packaged.in(directory));
    assertPasses(packaged.at(Path.of("risefall")).by("bash").in(bin));
    assertPasses(
        packaged.at(Path.of("risefall")).by("/usr/bin/env").with("PATH", bin + ":/usr/bin:/bin"));
  }

  @Test
  void runsFromAPathWithSpaces() {
    assertPasses(packaged.copiedTo(directory.resolve("two words * [x]")));
  }

  @Test
  void runsFromAnInstallationThatCannotBeWritten() throws IOException {
    Launcher copied = packaged.copiedTo(directory.resolve("copy"));
    Path copy = copied.home();
    List<Path> before = files(copy);
    before.forEach(file -> assertTrue(file.toFile().setWritable(false)));
    assertPasses(copied.in(copy));
    assertEquals(before, files(copy));
    before.forEach(file -> assertTrue(file.toFile().setWritable(true, true)));
  }

  private static List<Path> files(Path top) throws IOException {
    try (Stream<Path> files = Files.walk(top)) {
      return files.sorted().toList();
    }
  }

  @Test
  void runsAsHaproxyRunsExternalChecks() {
    assertPasses(packaged.with("PATH", ""));
    assertPasses(packaged.without("PATH"));
    assertPasses(packaged.with("PATH", "").in(Path.of("/")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "POSIX", "C.UTF-8", "de_DE.ISO-8859-1"})
  void readsNamesBeyondAsciiInEveryLocale(String locale) {
    Launcher launcher = packaged.with("LANG", locale);
    Outcome outcome = launcher.run("dns", "bücher.example", "--server", "ü");
    assertEquals(1, outcome.err().split("--name", -1).length, outcome.err());
    assertTrue(
        outcome.err().startsWith("risefall dns: --server: 'ü' is no address"), outcome.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"})
  void isNotDisturbedByOptionsForOtherJavas(String variable) {
    assertPasses(packaged.with(variable, "-XX:+UseParallelGC -Dx=y"));
  }

  @Test
  void givesItsOwnJavaOptionsAsTheyAre() {
    assertPasses(packaged.with("RISEFALL_JAVA_OPTS", " -Dx=[a]*  -Dy=? "));
  }

  @Test
  void takesArgumentsAsTheyAre() {
    Outcome outcome = packaged.run("dns", "@a *", "--type", "$(b) \"'", "--server=");
    assertTrue(outcome.err().contains("--type: '$(b) \"'' is no record type"), outcome.err());
    assertTrue(outcome.err().contains("--server: '' is no address"), outcome.err());
    assertTrue(packaged.run("@a").err().contains("'@a'"));
  }
}
