package io.risefall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckerProvider;
import io.risefall.check.Checkers;
import io.risefall.cli.stub.StubCheckerProvider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The completion, sourced by a real bash. */
class CompletionTest {

  private @TempDir Path directory;

  /** What is offered for the last word of a command line, which ends at the cursor. */
  private List<String> offered(Checkers checkers, String... words)
      throws IOException, InterruptedException {
    ByteArrayOutputStream completion = new ByteArrayOutputStream();
    Completion.bash(checkers, new PrintStream(completion, true, StandardCharsets.UTF_8));
    Path script = directory.resolve("completion");
    Path output = directory.resolve("offered");
    Files.writeString(
        script,
        completion.toString(StandardCharsets.UTF_8)
            + """
            complete -p risefall >/dev/null || exit 9
            COMP_WORDS=(risefall "$@") COMP_CWORD=$#
            _risefall
            printf '%s\\n' "${COMPREPLY[@]}"
            """);
    List<String> command = new ArrayList<>(List.of("bash", script.toString()));
    command.addAll(Arrays.asList(words));
    Process bash =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertTrue(bash.waitFor(20, TimeUnit.SECONDS));
    assertEquals(0, bash.exitValue(), () -> "bash said " + Arrays.toString(words));
    return Files.readString(output).lines().filter(line -> !line.isEmpty()).toList();
  }

  private List<String> offered(String... words) throws IOException, InterruptedException {
    return offered(Checkers.installed(), words);
  }

  private static List<String> types() {
    return Checkers.installed().providers().stream().map(CheckerProvider::type).toList();
  }

  @Test
  void offersCommands() throws Exception {
    List<String> commands = new ArrayList<>(types());
    Arrays.stream(Commands.BuiltIn.values()).forEach(command -> commands.add(command.word));
    assertEquals(commands, offered(""));
    assertEquals(commands, offered("help", ""));
    assertEquals(List.of("dns", "dns-zone"), offered("dn"));
    assertEquals(List.of(), offered("x"));
  }

  @Test
  void offersEveryFlag() throws Exception {
    for (CheckerProvider provider : Checkers.installed().providers()) {
      List<String> flags = offered(provider.type(), "--");
      CheckCommand.options(provider)
          .forEach(option -> assertTrue(flags.contains("--" + option.name()), option.name()));
      assertTrue(flags.contains("--help"));
    }
    assertEquals(List.of("--timeout"), offered("dns", "a.example", "--ti"));
    assertEquals(
        List.of("--output", "--exit", "--verbose", "--control", "--help"),
        offered("dig-wrapper", ""));
  }

  @Test
  void offersTheChoicesOfAFlag() throws Exception {
    assertEquals(List.of("plain", "nagios", "dynamic"), offered("dns", "a.example", "--exit", ""));
    assertEquals(List.of("nagios"), offered("dns-zone", "--output", "na"));
    assertEquals(List.of("aa", "tc", "rd", "ra", "ad", "cd"), offered("dns", "--forbid-flags", ""));
  }

  @Test
  void offersNothingWhereAnythingGoes() throws Exception {
    assertEquals(List.of(), offered("dns", "--server", ""));
    assertEquals(List.of(), offered("dns", "--timeout", "--"));
  }

  @Test
  void offersWhatTheOtherCommandsTake() throws Exception {
    assertEquals(types(), offered("checkers", ""));
    assertEquals(List.of("bash"), offered("completion", ""));
    assertEquals(List.of("dig-wrapper"), offered("help", "di"));
    assertEquals(List.of("tcp", "udp", "both"), offered("bngagent", "--transport", ""));
    assertEquals(List.of("--interval"), offered("bngagent", "-c", "dns-up", "--i"));
    assertEquals(List.of(), offered("version", ""));
    assertEquals(
        List.of("--reason", "--for", "--json"), offered("drain", "kai", "--").subList(0, 3));
  }

  @Test
  void offersTheWordsOfACheckerOfOnesOwn() throws Exception {
    Checkers own = Checkers.of(new StubCheckerProvider());
    assertEquals(List.of("stub"), offered(own, "stu"));
    assertEquals(List.of("throw"), offered(own, "stub", "--misbehave", "t"));
  }
}
