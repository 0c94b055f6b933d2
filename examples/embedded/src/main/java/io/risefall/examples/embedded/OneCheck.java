package io.risefall.examples.embedded;

import io.risefall.check.CheckResult;
import io.risefall.check.CheckRun;
import io.risefall.check.Checker;
import io.risefall.check.Checkers;
import io.risefall.check.Verdict;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One check of a server, twice: with the command as a process, and in Java. */
final class OneCheck {

  private final Path launcher;
  private final PrintStream out;

  OneCheck(Path launcher, PrintStream out) {
    this.launcher = launcher;
    this.out = out;
  }

  /**
   * Checks {@code server} and shows what the command and the library say.
   *
   * @param timeout as a user would write it
   * @throws SurpriseException if either does not say {@code expected}
   * @throws IOException if the command cannot be run
   */
  void show(String server, String timeout, Verdict expected)
      throws SurpriseException, IOException, InterruptedException {
    String name = QuickStart.NAME;
    List<String> arguments = List.of("dns", name, "--server", server, "--timeout", timeout);
    out.println("  $ risefall " + String.join(" ", arguments));

    List<String> command = new ArrayList<>(arguments);
    command.add(0, launcher.toString());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    said.lines().forEach(line -> out.println("  " + line));

    Checker checker =
        Checkers.installed()
            .create("dns", "name=" + name, "server=" + server, "timeout=" + timeout);
    CheckResult result = CheckRun.run(checker);
    out.println(
        "  exit code " + code + " (in Java: " + result.verdict() + ", " + result.reason() + ")");
    out.println();

    if (!said.startsWith(expected + " dns ")
        || code != (expected.isPass() ? 0 : 1)
        || result.verdict() != expected) {
      throw new SurpriseException("this server's verdict should be " + expected);
    }
  }
}
