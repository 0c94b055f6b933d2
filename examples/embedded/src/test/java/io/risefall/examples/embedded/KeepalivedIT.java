package io.risefall.examples.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The keepalived example: keepalived takes its configuration, and the command its command lines.
 */
class KeepalivedIT {

  private static final Path CONF = Path.of("../keepalived/keepalived.conf");
  private static final String CHECK = "../keepalived/check";
  private static final int NOT_INSTALLED = 77;

  private record Said(String text, int code) {}

  private static Said run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Said(text, process.waitFor());
  }

  private static void requireKeepalived(Said said) {
    boolean required = System.getProperty("risefall.peers", "").equals("required");
    assumeTrue(required || said.code() != NOT_INSTALLED, "keepalived is not installed");
  }

  @Test
  void keepalivedHasNoComplaint() throws Exception {
    Said said = run(CHECK);
    requireKeepalived(said);
    assertEquals(new Said("6 checks, and keepalived -t has no complaint\n", 0), said);
  }

  @Test
  void aMistakeInTheConfigurationIsShown(@TempDir Path folder) throws Exception {
    String wrong = Files.readString(CONF).replace("misc_timeout", "misc_timeot");
    Path conf = folder.resolve("wrong.conf");
    Files.writeString(conf, wrong.replace("/usr/local/bin/risefall", "/bin/true"));
    Said said = run(CHECK, conf.toString());
    requireKeepalived(said);
    assertEquals(1, said.code(), said.text());
    assertTrue(said.text().contains("Unknown keyword 'misc_timeot'"), said.text());
  }

  @Test
  void aMissingProgramIsNamed(@TempDir Path folder) throws Exception {
    Path conf = folder.resolve("missing.conf");
    Files.writeString(conf, "misc_path \"/nonexistent/risefall dns a.example\"\n");
    assertEquals(
        new Said("misc_path: no program /nonexistent/risefall\n", 1), run(CHECK, conf.toString()));
  }

  static Stream<String> commandLines() throws IOException {
    Pattern line = Pattern.compile("(?m)^ *misc_path \"/usr/local/bin/risefall (.*)\"$");
    return line.matcher(Files.readString(CONF)).results().map(found -> found.group(1));
  }

  /** None of the sources is an address of this host, so nothing is sent. */
  @ParameterizedTest
  @MethodSource("commandLines")
  void theCommandTakesItsArguments(String arguments) throws Exception {
    Stream<String> command =
        Stream.concat(
            Stream.of(System.getProperty("risefall.command")),
            List.of(arguments.split(" ")).stream());
    Said said = run(command.toArray(String[]::new));
    assertTrue(said.text().startsWith("BROKEN dns source-unavailable: "), said.text());
    assertEquals(1, said.code());
  }
}
