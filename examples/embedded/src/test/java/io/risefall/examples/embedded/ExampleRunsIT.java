package io.risefall.examples.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scripts that play the examples through: what they show, and that they leave nothing. */
@Timeout(120)
class ExampleRunsIT {

  private static final int NOT_INSTALLED = 77;

  @TempDir private Path temp;

  private Path said() {
    return temp.resolve("said");
  }

  /** Starts a script whose temporary files lie where this test can see them. */
  private Process start(String example) throws IOException {
    Files.createDirectories(temp.resolve("tmp"));
    ProcessBuilder builder =
        new ProcessBuilder("../" + example + "/run")
            .redirectErrorStream(true)
            .redirectOutput(said().toFile());
    builder.environment().put("TMPDIR", temp.resolve("tmp").toString());
    return builder.start();
  }

  private String run(String example) throws Exception {
    Process process = start(example);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "still running");
    String text = Files.readString(said());
    assumeInstalled(process, text);
    assertEquals(0, process.exitValue(), text);
    assertNothingLeft(List.of());
    return text;
  }

  private static void assumeInstalled(Process ended, String text) {
    boolean required = System.getProperty("risefall.peers", "").equals("required");
    assumeTrue(required || ended.exitValue() != NOT_INSTALLED, text);
  }

  private void assertNothingLeft(List<ProcessHandle> started) throws Exception {
    try (Stream<Path> left = Files.list(temp.resolve("tmp"))) {
      assertEquals(List.of(), left.toList());
    }
    for (ProcessHandle process : started) {
      process.onExit().get(5, TimeUnit.SECONDS);
    }
  }

  @Test
  void twoSitesFailOverAndBack() throws Exception {
    String text = run("two-site");
    List<String> links = text.lines().filter(line -> line.startsWith("link: ")).toList();
    assertEquals(
        List.of(
            "link: ssrs.routes.normal, reloads so far: 1",
            "link: ssrs.routes.au-only, reloads so far: 2",
            "link: ssrs.routes.normal, reloads so far: 3",
            "link: ssrs.routes.nl-only, reloads so far: 4",
            "link: ssrs.routes.normal, reloads so far: 5",
            "link: ssrs.routes.au-only, reloads so far: 6",
            "link: ssrs.routes.normal, reloads so far: 7"),
        links,
        text);
    assertTrue(text.contains(" nl UP -> DOWN, connect-refused\n"), text);
    text.lines().forEach(line -> assertTrue(line.length() <= 80, line));
  }

  @Test
  void balanceNgIsToldWhatTheScriptSays() throws Exception {
    String text = run("balanceng");
    List<String> answers = text.lines().filter(line -> line.startsWith("   TCP: ")).toList();
    assertEquals(
        List.of("1", "0", "1", "0", "1", "0", "1", "0", "1"),
        answers.stream().map(line -> line.substring(line.length() - 1)).toList(),
        text);
    answers.forEach(line -> assertTrue(line.matches("   TCP: (.)  UDP: \\1"), line));
    assertTrue(text.contains("UP -> DOWN, exec-not-found: no program dns-up\n"), text);
  }

  @ParameterizedTest
  @CsvSource({"balanceng, TCP: 1", "two-site, link:"})
  void oneThatIsToldToEndEndsWhatItStarted(String example, String shown) throws Exception {
    Process process = start(example);
    while (process.isAlive() && !Files.readString(said()).contains(shown)) {
      process.waitFor(20, TimeUnit.MILLISECONDS);
    }
    List<ProcessHandle> started = process.descendants().toList();
    process.destroy();
    assertTrue(process.waitFor(30, TimeUnit.SECONDS), "still running");
    assumeInstalled(process, Files.readString(said()));
    assertEquals(143, process.exitValue());
    assertTrue(!started.isEmpty(), "nothing was started");
    assertNothingLeft(started);
  }
}
