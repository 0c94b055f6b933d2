package io.risefall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckerProvider;
import io.risefall.check.Checkers;
import io.risefall.cli.stub.StubCheckerProvider;
import io.risefall.option.Option;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Help texts, from the declarations. */
class HelpTest {

  private static Outcome run(String line) {
    return Outcome.of(line.split(" ", -1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "help",
        "--help",
        "-h",
        "help help",
        "help dns",
        "help dns-zone",
        "help dig-wrapper",
        "help bngagent",
        "help agent",
        "help checkers",
        "help completion",
        "help version",
        "dns --help",
        "dns -h",
        "dns-zone --help",
        "dig-wrapper --help",
        "bngagent --help",
        "checkers --help",
        "completion --help",
        "version --help",
        "checkers",
        "checkers dns",
        "checkers dns-zone"
      })
  void fitsIntoEightyColumnsOfStdout(String line) {
    Outcome outcome = run(line);
    assertEquals(0, outcome.code());
    assertEquals("", outcome.err());
    assertTrue(!outcome.out().isBlank());
    outcome.out().lines().forEach(text -> assertTrue(text.length() <= 80, text));
  }

  @Test
  void ofACheckerMentionsEveryOption() {
    for (CheckerProvider provider : Checkers.installed().providers()) {
      String help = run("help " + provider.type()).out();
      for (Option<?> option : CheckCommand.options(provider)) {
        String name =
            option.isPositional() ? option.name().toUpperCase(Locale.ROOT) : "--" + option;
        assertTrue(help.contains("\n  " + name), () -> name + " is missing in\n" + help);
        String words = help.replaceAll("\\s+", " ");
        assertTrue(words.contains(option.description()), option.description());
        option
            .defaultText()
            .ifPresent(text -> assertTrue(words.contains("(default " + text + ")")));
      }
    }
  }

  @Test
  void ofTheTwoCheckersIsTheSameByEveryWay() {
    for (String type : new String[] {"dns", "dns-zone"}) {
      assertEquals(run("help " + type), run(type + " --help"));
      assertEquals(run("help " + type), run("checkers " + type));
    }
    assertEquals(run("help"), run("help --help"));
  }

  @Test
  void ofACheckerOfOnesOwnComesForFree() throws UsageException {
    assertEquals(
        """
        Usage: risefall stub [OPTION]...

        Tells what it is told to tell.

          --verdict PASS|DEGRADED|FAIL|BROKEN
                                  the verdict (default PASS)
          --message TEXT          the sentence (default all is well)
        """,
        Outcome.of(new StubCheckerProvider(), "--help").out().lines().limit(7).toList().stream()
            .reduce("", (text, line) -> text + line + "\n"));
  }

  @Test
  void overviewNamesEveryCommand() {
    String help = run("help").out();
    Checkers.installed()
        .providers()
        .forEach(p -> assertTrue(help.contains("\n  " + p.type() + " "), p.type()));
    for (Commands.BuiltIn command : Commands.BuiltIn.values()) {
      assertTrue(help.contains("\n  " + command.synopsis()), command.word);
    }
  }

  @Test
  void checkersAreListedWithWhatTheyTell() {
    String expected =
        """
          dns                     whether a name server answers a query as it should
          dns-zone                whether a name server is authoritative for a zone and
                                  has its master's serial
        """;
    assertTrue(run("checkers").out().contains(expected), run("checkers").out());
  }

  @Test
  void theVersionIsOfRisefallAndOfJava() {
    assertEquals(run("version"), run("--version"));
    assertTrue(
        run("version").out().matches("risefall \\d+\\.\\d+\\.\\d+\\S* \\(Java \\d+.*\\)\n"),
        run("version").out());
  }
}
