package io.risefall.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckerProvider;
import io.risefall.cli.stub.StubCheckerProvider;
import io.risefall.cli.stub.ThrowingProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkers of somebody else's, in jars that the launcher takes from a directory. */
class PluginsIT {

  private static final String SERVICES = "META-INF/services/" + CheckerProvider.class.getName();

  private @TempDir Path directory;

  @BeforeEach
  void pack() throws IOException {
    jar("stub.jar", StubCheckerProvider.class.getName(), StubCheckerProvider.class);
  }

  private void jar(String name, String services, Class<?>... classes) throws IOException {
    try (OutputStream file = Files.newOutputStream(directory.resolve(name));
        JarOutputStream jar = new JarOutputStream(file)) {
      jar.putNextEntry(new JarEntry(SERVICES));
      jar.write(services.getBytes(StandardCharsets.UTF_8));
      for (Class<?> one : classes) {
        String path = one.getName().replace('.', '/') + ".class";
        jar.putNextEntry(new JarEntry(path));
        try (InputStream code =
            Objects.requireNonNull(one.getClassLoader().getResourceAsStream(path))) {
          code.transferTo(jar);
        }
      }
    }
  }

  private Launcher launcher() {
    return Launcher.packaged().with("RISEFALL_PLUGINS", directory.toString());
  }

  @Test
  void aCheckerInAJarHasItsCommand() {
    Outcome passed = launcher().run("stub", "--message", "hello");
    assertEquals("PASS stub hello in T ms\n", passed.masked());
    assertEquals("", passed.err());
    assertEquals(0, passed.code());
    assertEquals(1, launcher().run("stub", "--verdict", "FAIL").code());
    assertEquals(102, launcher().run("stub", "--weight", "100", "--exit", "dynamic").code());
  }

  @Test
  void itHasItsHelpListingAndMessagesToo() {
    assertTrue(launcher().run("checkers").out().contains("\n  stub  "));
    assertTrue(launcher().run("stub", "--help").out().startsWith("Usage: risefall stub "));
    assertTrue(launcher().run("completion", "bash").out().contains("stub:--verdict)"));
    assertEquals(
        "risefall stub: --weight: '101' is no whole number (out of range), allowed: 0 to 100;"
            + " see risefall stub --help\n",
        launcher().run("stub", "--weight", "101").err());
  }

  @Test
  void jarsBesideLibNeedNoVariable() throws IOException {
    Path copy = Launcher.copyDistribution(directory.resolve("copy"));
    Files.createDirectories(copy.resolve("plugins"));
    Files.copy(directory.resolve("stub.jar"), copy.resolve("plugins/stub.jar"));
    assertEquals(0, Launcher.of(copy.resolve("bin/risefall")).run("stub").code());
  }

  @Test
  void noDirectoryIsNoMistake() {
    Launcher none = Launcher.packaged().with("RISEFALL_PLUGINS", directory + "/none");
    assertEquals(0, none.run("version").code());
    assertEquals("", none.run("version").err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ghost", "throws", "nonsense", "noise"})
  void aBrokenOneIsNamedAndSkipped(String how) throws IOException {
    switch (how) {
      case "ghost" -> jar("broken.jar", "com.example.Ghost");
      case "throws" -> jar("broken.jar", ThrowingProvider.class.getName(), ThrowingProvider.class);
      case "nonsense" -> jar("broken.jar", "not a class");
      default -> Files.write(directory.resolve("broken.jar"), new byte[1000]);
    }
    Outcome outcome = launcher().run("stub");
    assertEquals("PASS stub all is well in T ms\n", outcome.masked());
    assertEquals(0, outcome.code());
    String named =
        switch (how) {
          case "ghost" -> "risefall: checker skipped: .*com\\.example\\.Ghost not found\n";
          case "throws" -> "risefall: checker skipped: .*ThrowingProvider: .*: no type today\n";
          case "nonsense" -> "risefall: checker skipped: .*broken\\.jar.*\n";
          // No jar at all: the JVM passes over it, as over any such entry of its class path.
          default -> "";
        };
    assertTrue(outcome.err().matches(named), outcome.err());
  }

  @ParameterizedTest
  @CsvSource({"throw, plain, 1", "exit, plain, 1", "exit, nagios, 3", "exit, dynamic, 1"})
  void aCheckerCannotExitWithACodeOfItsOwn(String how, String dialect, int code) {
    Outcome outcome = launcher().run("stub", "--misbehave", how, "--exit", dialect);
    assertEquals(code, outcome.code());
    assertFalse(outcome.out().startsWith("PASS"));
  }

  @Test
  void aCheckerThatDoesNotEndIsLeftBehind() {
    long start = System.nanoTime();
    Outcome outcome = launcher().run("stub", "--linger", "50s", "--deadline", "50ms");
    assertEquals(
        "BROKEN stub deadline-ignored: the checker did not end by its deadline in T ms\n",
        outcome.masked());
    assertEquals(1, outcome.code());
    assertTrue(System.nanoTime() - start < 20_000_000_000L);
  }

  @ParameterizedTest
  @CsvSource({"1ms, 300ms", "50s, 600ms"})
  void aThreadThatHasSomethingToEndIsWaitedFor(String linger, String leave) {
    Outcome outcome =
        launcher().run("stub", "--leave", leave, "--linger", linger, "--deadline", "50ms");
    assertEquals("{}", outcome.err(), outcome.toString());
  }

  @Test
  void aSignalMeanwhileDoesNotChangeTheCodeOfTheAnswer() throws Exception {
    Launcher.Running running = launcher().start("stub", "--leave", "500ms");
    await().until(() -> Files.readString(running.out()).startsWith("PASS"));
    running.process().children().forEach(ProcessHandle::destroy);
    assertEquals(0, running.outcome().code());
  }

  @Test
  void butNotForEver() {
    Outcome outcome = launcher().run("stub", "--leave", "50s");
    assertEquals(new Outcome(0, "PASS stub all is well in T ms\n", "{"), masked(outcome));
  }

  private static Outcome masked(Outcome outcome) {
    return new Outcome(outcome.code(), outcome.masked(), outcome.err());
  }

  @Test
  void anAgentThatIsToldToEndWaitsForThemToo() throws Exception {
    Path config = directory.resolve("risefall.yaml");
    Files.writeString(
        config,
        """
        control: %s
        checks:
          kai: {stub: {leave: 300ms}, interval: 100ms}
        """
            .formatted(directory.resolve("control")));
    Launcher.Running agent = launcher().start("agent", "--config", config.toString());
    await().until(() -> Files.readString(agent.err()).contains("}"));
    agent.signal("TERM", false);
    Outcome outcome = agent.outcome();
    assertEquals(0, outcome.code());
    String err = outcome.err();
    assertEquals(count(err, '{'), count(err, '}'), err);
  }

  private static long count(String text, char mark) {
    return text.chars().filter(one -> one == mark).count();
  }

  @Test
  void theCacheIsStillOfUse() throws IOException {
    Path classes = directory.resolve("classes");
    Outcome outcome =
        launcher().with("RISEFALL_JAVA_OPTS", "-Xlog:class+load:file=" + classes).run("stub");
    assertEquals(0, outcome.code());
    List<String> loaded = Files.readAllLines(classes);
    assertTrue(
        loaded.stream()
            .anyMatch(
                line ->
                    line.endsWith(CheckCommand.class.getName() + " source: shared objects file")));
  }
}
