package io.risefall.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.risefall.check.Checkers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that nest deeper, or say more by aliases, than a stack or a lifetime is for. */
@Timeout(60)
class DeepConfigTest {

  private static final String NESTED =
      ": YAML: more than 100 lists and mappings within each other, allowed: YAML 1.2";

  @TempDir private Path directory;

  private static Arguments row(String name, String text, String mistake) {
    return Arguments.of(name, text, mistake);
  }

  static Stream<Arguments> refused() {
    String check = "checks:\n  kai: {tcp: {address: \"127.0.0.1:1\"}}\n";
    return Stream.of(
        row("a list in a list, on a line", "checks: " + "[".repeat(100_000), "1" + NESTED),
        row("a closed one", "checks: " + "[".repeat(5000) + "]".repeat(5000), "1" + NESTED),
        row("a mapping in a mapping", "checks: " + "{a: ".repeat(100_000), "1" + NESTED),
        row("lists by dashes", "checks:\n" + "- ".repeat(50_000) + "x", "2" + NESTED),
        row("mappings by indentation", indented(2000), "101" + NESTED),
        row("mappings as keys", "? ".repeat(10_000) + "x", "1" + NESTED),
        row("a list as a key", check + "? " + "[".repeat(5000), "3" + NESTED),
        row("both by turns", check + "hooks: " + "[{a: ".repeat(5000), "3" + NESTED),
        row("below an anchor", "checks: &a " + "[".repeat(5000), "1" + NESTED),
        row(
            "an alias within its own list",
            check + "hooks: &a [*a]\n",
            "3: YAML: *a stands within what it stands for, allowed: YAML 1.2"),
        row(
            "an alias within its own mapping",
            "checks: &a {kai: {tcp: *a}}\n",
            "1: YAML: *a stands within what it stands for, allowed: YAML 1.2"),
        row(
            "a billion laughs",
            laughs() + check,
            "6: YAML: aliases stand for more than 1000000 values in all, allowed: YAML 1.2"),
        row(
            "an alias of nothing",
            check + "hooks: *b\n",
            "3: YAML: found undefined alias b, allowed: YAML 1.2"));
  }

  private static String indented(int deep) {
    StringBuilder text = new StringBuilder();
    IntStream.range(0, deep).forEach(i -> text.append(" ".repeat(i)).append("a:\n"));
    return text.toString();
  }

  private static String laughs() {
    StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      String before = "*a" + (i - 1);
      text.append("a" + i + ": &a" + i + " [");
      text.append(String.join(", ", Collections.nCopies(10, before))).append("]\n");
    }
    return text.toString();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void isRefusedWithALine(String name, String text, String mistake) throws Exception {
    Path file = Files.writeString(directory.resolve("risefall.yaml"), text);
    ConfigException refused =
        assertThrows(ConfigException.class, () -> ConfigReader.read(file, Checkers.installed()));
    assertEquals(List.of(file + ":" + mistake), refused.mistakes());
  }

  private AgentConfig read(String text) throws IOException, ConfigException {
    Path file = Files.writeString(directory.resolve("risefall.yaml"), text);
    return ConfigReader.read(file, Checkers.installed());
  }

  @Test
  void aPatternThatIsNestedTooDeeplyIsRefused() {
    String deep = "(".repeat(20_000) + "x" + ")".repeat(20_000);
    ConfigException refused =
        assertThrows(
            ConfigException.class,
            () ->
                read(
                    "checks:\n  kai:\n    tcp: {address: '127.0.0.1:1', expect: '"
                        + deep
                        + "'}\n"));
    assertEquals(1, refused.mistakes().size());
    assertEquals(true, refused.mistakes().getFirst().contains("risefall.yaml:3: checks.kai.tcp"));
  }

  @Test
  void whatManyAliasesStandForIsFineWhereItIsNotMuch() throws Exception {
    StringBuilder text =
        new StringBuilder("checks:\n  kai: &kai {tcp: {address: \"127.0.0.1:1\"}}\n");
    IntStream.range(0, 5000).forEach(i -> text.append("  k" + i + ": *kai\n"));
    assertEquals(5001, read(text.toString()).checks().size());
  }

  @Test
  void groupsAndChecksMayFormChainsAsLongAsTheFile() throws Exception {
    StringBuilder text = new StringBuilder("checks:\n");
    for (int i = 0; i < 5000; i++) {
      text.append("  c" + i + ": {tcp: {address: \"127.0.0.1:1\", timeout: 2s}, interval: 3s");
      text.append(i == 0 ? "}\n" : ", depends-on: [c" + (i - 1) + "]}\n");
    }
    text.append("groups:\n  g0: {all: [c0]}\n");
    IntStream.range(1, 5000).forEach(i -> text.append("  g" + i + ": {any: [g" + (i - 1) + "]}\n"));
    text.append("modes:\n  m:\n    choose: [{when: g4999, mode: a}, {otherwise: b}]\n");
    text.append("    link: {path: /tmp/x, to: /tmp/y}\n");
    AgentConfig config = read(text.toString());
    assertEquals(5000, config.groups().size());
    // The interval, the check's deadline, and a second: of 1666 runs a second 1000 begin at first.
    assertEquals(Duration.ofMillis(3000 + 2200 + 1000), config.settle(List.of("g4999")));
  }

  @Test
  void aLongCircleIsRefused() {
    StringBuilder text =
        new StringBuilder("checks:\n  c: {tcp: {address: \"127.0.0.1:1\"}}\ngroups:\n");
    IntStream.range(0, 5000)
        .forEach(i -> text.append("  g" + i + ": {any: [g" + (i + 4999) % 5000 + "]}\n"));
    ConfigException refused = assertThrows(ConfigException.class, () -> read(text.toString()));
    assertEquals(1, refused.mistakes().size());
  }
}
