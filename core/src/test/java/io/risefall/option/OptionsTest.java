package io.risefall.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OptionsTest {

  private static final Option<String> NAME =
      Option.of("name", OptionKind.TEXT, "what to ask for").positional();
  private static final Option<Duration> TIMEOUT =
      Option.of("timeout", OptionKind.DURATION, "per try").orElse("2s");
  private static final Option<Integer> WEIGHT =
      Option.of("weight", OptionKind.integer(0, 100), "per cent");
  private static final Option<String> EXPECT =
      Option.of("expect", OptionKind.TEXT, "what must be there").repeatable();
  private static final Option<Boolean> TCP = Option.of("tcp", OptionKind.FLAG, "not UDP");
  private static final List<Option<?>> ALL = List.of(NAME, TIMEOUT, WEIGHT, EXPECT, TCP);

  private static Options parse(String... settings) {
    Map<String, List<String>> texts = new LinkedHashMap<>();
    for (String setting : settings) {
      String[] parts = setting.split("=", 2);
      texts.merge(
          parts[0],
          List.of(parts[1]),
          (a, b) -> java.util.stream.Stream.concat(a.stream(), b.stream()).toList());
    }
    return Options.parse(ALL, texts);
  }

  @Test
  void valuesComeFromTheUserOrFromTheDefault() {
    Options options = parse("name=kai", "expect=a", "expect=b", "tcp=true");
    assertEquals("kai", options.get(NAME));
    assertEquals(Duration.ofSeconds(2), options.get(TIMEOUT));
    assertEquals(Optional.empty(), options.find(WEIGHT));
    assertEquals(List.of("a", "b"), options.all(EXPECT));
    assertEquals(Optional.of("b"), options.find(EXPECT));
    assertTrue(options.isSet(TCP));
    assertFalse(parse("name=kai").isSet(TCP));
    assertTrue(options.isGiven(NAME));
    assertFalse(options.isGiven(TIMEOUT));
    assertEquals(List.of(), parse("name=kai").all(EXPECT));
  }

  @Test
  void everyMistakeIsNamedInTheOrderOfDeclaration() {
    var e =
        assertThrows(
            InvalidOptionException.class,
            () -> parse("volume=11", "weight=101", "timeout=soon", "tcp=true", "tcp=true"));
    assertEquals(
        List.of(
            "--name: missing, allowed: any text",
            "--timeout: 'soon' is no duration (no unit), allowed: 500ms, 1s, 1.5s or 2m, from 1ms"
                + " to 24h",
            "--weight: '101' is no whole number (out of range), allowed: 0 to 100",
            "--tcp: given 2 times, allowed: one value",
            "--volume: no such option, allowed: name, timeout, weight, expect, tcp"),
        e.mistakes().stream().map(m -> m.line("--")).toList());
    assertTrue(String.valueOf(e.getMessage()).startsWith("name: missing, allowed: any text; "));
  }

  @Test
  void anEmptyListIsAsIfNothingWasWritten() {
    Options options = Options.parse(List.of(TIMEOUT), Map.of("timeout", List.of()));
    assertEquals(Duration.ofSeconds(2), options.get(TIMEOUT));
    assertFalse(options.isGiven(TIMEOUT));
  }

  @Test
  void askingForWhatIsNotThereIsADefectOfTheChecker() {
    Options options = parse("name=kai");
    var without = assertThrows(IllegalStateException.class, () -> options.get(WEIGHT));
    assertEquals("option weight has no value", without.getMessage());
    Option<String> stranger = Option.of("name", OptionKind.TEXT, "another of that name");
    var undeclared = assertThrows(IllegalStateException.class, () -> options.get(stranger));
    assertEquals("option name is not declared", undeclared.getMessage());
  }

  @Test
  void aDeclarationSaysEverythingOnce() {
    assertTrue(NAME.isPositional() && NAME.isRequired() && !NAME.isRepeatable());
    assertEquals(Optional.of("2s"), TIMEOUT.defaultText());
    assertFalse(TIMEOUT.isRequired());
    assertTrue(TIMEOUT.required().isRequired());
    assertEquals(Optional.empty(), TIMEOUT.required().defaultText());
    assertTrue(EXPECT.isRepeatable());
    assertTrue(TCP.isFlag());
    assertFalse(WEIGHT.isFlag());
    assertThrows(IllegalArgumentException.class, () -> WEIGHT.orElse("101"));
  }
}
