package io.risefall.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckerProvider;
import io.risefall.check.Checkers;
import io.risefall.cli.stub.StubCheckerProvider;
import io.risefall.option.Option;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manual page says what the declarations say, and a real formatter takes it. */
class ManualTest {

  private @TempDir Path directory;

  private static String source() {
    return Manual.page(Checkers.installed(), "1.2.3", "2026-11-21");
  }

  private String formatted(String source, String... flags) throws Exception {
    Tools.need("groff", "--version");
    Path page = directory.resolve("risefall.1");
    Path output = directory.resolve("output");
    Files.writeString(page, source, US_ASCII);
    List<String> command = new ArrayList<>(List.of("groff", "-man", "-Tascii", "-P-c", "-ww"));
    command.addAll(List.of(flags));
    command.add(page.toString());
    Process groff =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertTrue(groff.waitFor(20, TimeUnit.SECONDS));
    // Bold is a letter over itself, italics are one over an underscore.
    return Files.readString(output).replaceAll(".\b", "");
  }

  private static String section(String page, String title, String next) {
    int start = page.indexOf("\n" + title + "\n");
    int end = page.indexOf("\n" + next + "\n", start + 1);
    assertTrue(start >= 0 && end > start, () -> title + " is missing in\n" + page);
    return page.substring(start, end);
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ");
  }

  @Test
  void groffHasNothingToWarnOf() throws Exception {
    assertEquals("", formatted(source(), "-z"));
    assertTrue(!formatted(source() + ".nosuchrequest\n", "-z").isEmpty(), "groff warns of nothing");
  }

  @Test
  void everyCheckStandsThereWithEveryOptionInTheDeclaredWords() throws Exception {
    String checks = section(formatted(source()), "CHECKS", "OPTIONS OF EVERY CHECK");
    for (CheckerProvider provider : Checkers.installed().providers()) {
      int start = checks.indexOf("\n   " + provider.type() + " ");
      assertTrue(start > 0, provider.type());
      String own = upToTheNextHead(checks.substring(start + 1));
      assertTrue(oneLine(own).contains("Tells " + provider.summary() + "."), provider.type());
      provider.options().forEach(option -> assertShown(own, option));
    }
  }

  /** A head of a check stands three columns in, what is under it further. */
  private static String upToTheNextHead(String text) {
    return text.split("\n   (?=\\S)", 2)[0] + " ";
  }

  private static void assertShown(String page, Option<?> option) {
    String head = option.isPositional() ? Help.placeholder(option) : Help.flag(option);
    assertTrue(
        oneLine(page).contains(" " + head + " " + oneLine(Help.describe(option)) + " "),
        () -> head + " with its description is missing in\n" + page);
  }

  @Test
  void everyOptionOfEveryCheckAndCommandStandsThere() throws Exception {
    String page = formatted(source());
    String shared = section(page, "OPTIONS OF EVERY CHECK", "OTHER COMMANDS");
    for (CheckerProvider provider : Checkers.installed().providers()) {
      CheckCommand.options(provider).stream()
          .filter(option -> !provider.options().contains(option))
          .forEach(option -> assertShown(shared, option));
    }
    String commands = section(page, "OTHER COMMANDS", "EXIT STATUS");
    for (Commands.BuiltIn command : Commands.BuiltIn.values()) {
      assertTrue(page.contains("risefall " + command.word), command.word);
      AgentCommands.options(command).forEach(option -> assertShown(commands, option));
    }
  }

  @Test
  void whatTheLauncherReadsOfTheEnvironmentStandsThere() throws Exception {
    String launcher = Files.readString(Path.of("src/main/dist/bin/risefall"));
    String environment = section(formatted(source()), "ENVIRONMENT", "FILES");
    List<String> names =
        Pattern.compile("\\$\\{(RISEFALL_[A-Z_]+|JAVA_HOME):-")
            .matcher(launcher)
            .results()
            .map(found -> found.group(1))
            .distinct()
            .toList();
    assertTrue(names.contains("RISEFALL_CONTROL"), names::toString);
    names.forEach(name -> assertTrue(environment.contains(name), name));
  }

  @Test
  void theOptionsOfACheckerOfOnesOwnStandThere() throws Exception {
    CheckerProvider own = new StubCheckerProvider();
    String page = formatted(Manual.page(Checkers.of(own), "1", "2026-11-21"));
    own.options().forEach(option -> assertShown(page, option));
  }

  @Test
  void theSameOctetsAreCompressedAlikeAndAsGzipDoes() throws Exception {
    Tools.need("gzip", "--version");
    byte[] octets = source().getBytes(US_ASCII);
    byte[] compressed = PackageTexts.compressed(octets);
    Path ours = directory.resolve("risefall.1.gz");
    Files.write(ours, compressed);
    Process gzip =
        new ProcessBuilder("gzip", "-dc", ours.toString()).redirectErrorStream(true).start();
    assertEquals(source(), new String(gzip.getInputStream().readAllBytes(), US_ASCII));
    assertEquals(0, gzip.waitFor());
    assertEquals(List.of(0, 0, 0, 0, 2, 3), head(compressed));
  }

  /** Time, flags and system: octets 4 to 9. */
  private static List<Integer> head(byte[] file) {
    List<Integer> octets = new ArrayList<>();
    for (int i = 4; i < 10; i++) {
      octets.add((int) file[i]);
    }
    return octets;
  }
}
