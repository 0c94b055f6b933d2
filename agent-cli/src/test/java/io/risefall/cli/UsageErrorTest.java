package io.risefall.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.risefall.check.Checkers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mistakes on the command line, each with its exact message: {@code usage-errors.txt}. */
class UsageErrorTest {

  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  record Mistake(String line, String message) {
    @Override
    public String toString() {
      return line;
    }
  }

  static Stream<Mistake> mistakes() throws IOException {
    List<Mistake> mistakes = new ArrayList<>();
    try (InputStream in =
        Objects.requireNonNull(UsageErrorTest.class.getResourceAsStream("usage-errors.txt"))) {
      List<String> lines =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .toList();
      for (int i = 0; i < lines.size(); i += 2) {
        mistakes.add(new Mistake(lines.get(i).substring(2), installed(lines.get(i + 1))));
      }
    }
    return mistakes.stream();
  }

  private static String installed(String message) {
    List<String> words = new ArrayList<>();
    Checkers.installed().providers().forEach(provider -> words.add(provider.type()));
    String checkers = String.join(", ", words);
    Arrays.stream(Commands.BuiltIn.values()).forEach(command -> words.add(command.word));
    return message.replace("{checkers}", checkers).replace("{commands}", String.join(", ", words));
  }

  private static String[] words(String line) {
    return WORD.matcher(line).results().map(UsageErrorTest::word).toArray(String[]::new);
  }

  private static String word(MatchResult found) {
    return found.group(1) == null ? found.group(2) : found.group(1);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void isOneLineOnStderrThatSaysWhatIsAllowed(Mistake mistake) {
    Outcome outcome = Outcome.of(words(mistake.line));
    assertAll(
        () -> assertEquals(mistake.message + "\n", outcome.err()),
        () -> assertEquals("", outcome.out()),
        () -> assertEquals(1, outcome.code()));
  }

  @Test
  void staysOneLineWhateverTheArgumentsHold() {
    Outcome outcome =
        Outcome.of("dns", "a.example", "--server", "ev\r\nil\u001b[2J", "--output", "\u2028");
    assertEquals(1, outcome.err().lines().count(), outcome.err());
    assertEquals(
        List.of(), outcome.err().strip().chars().filter(Character::isISOControl).boxed().toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--exit nagios", "--exit=nagios", "--exit NAGIOS", "--exit=Nagios"})
  void isThreeForNagios(String exit) {
    assertEquals(3, Outcome.of(words("dns a.example --server nonsense " + exit)).code());
    assertEquals(3, Outcome.of(words("dig-wrapper 127.0.0.1 " + exit)).code());
    assertEquals(3, Outcome.of(words("bogus " + exit)).code());
  }

  @Test
  void isOneForEveryOtherDialect() {
    String[] dynamic = words("dns a.example --server nonsense --exit dynamic");
    String[] unknown = words("dns a.example --server 127.0.0.1 --exit zero");
    assertEquals(1, Outcome.of(dynamic).code());
    assertEquals(1, Outcome.of(unknown).code());
  }
}
