package io.risefall.examples.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The keepalived examples: their scripts say what their README says, and what is wrong. */
class KeepalivedIT {

  private static final Path EXAMPLE = Path.of("../keepalived");
  private static final Path CONF = EXAMPLE.resolve("misc-check/keepalived.conf");
  private static final String MISC_CHECK = EXAMPLE + "/misc-check/run";

  /** Two routers swap their addresses as the README shows. */
  @Test
  void trackFilesAreFollowed() throws Exception {
    Said said = Said.byScript(EXAMPLE + "/track-file/run");
    assertEquals(new Said(shown("track-file"), 0), said);
  }

  @Test
  void httpGetIsUnderstood() throws Exception {
    Said said = Said.byScript(EXAMPLE + "/http-get/run");
    assertEquals(new Said(shown("http-get"), 0), said);
  }

  /** What the README says that the script prints. */
  private static String shown(String folder) throws IOException {
    String readme = Files.readString(EXAMPLE.resolve(folder).resolve("README.md"));
    Matcher output = Pattern.compile("(?s)```\n\\$ ./run\n(.*?)```").matcher(readme);
    assertTrue(output.find(), readme);
    return output.group(1);
  }

  @Test
  void keepalivedHasNoComplaint() throws Exception {
    Said said = Said.byScript(MISC_CHECK);
    assertEquals(new Said("6 checks, and keepalived -t has no complaint\n", 0), said);
  }

  @Test
  void aMistakeInTheConfigurationIsShown(@TempDir Path folder) throws Exception {
    String wrong = Files.readString(CONF).replace("misc_timeout", "misc_timeot");
    Path conf = folder.resolve("wrong.conf");
    Files.writeString(conf, wrong.replace("/usr/local/bin/risefall", "/bin/true"));
    Said said = Said.byScript(MISC_CHECK, conf.toString());
    assertEquals(1, said.code(), said.text());
    assertTrue(said.text().contains("Unknown keyword 'misc_timeot'"), said.text());
  }

  @Test
  void aMissingProgramIsNamed(@TempDir Path folder) throws Exception {
    Path conf = folder.resolve("missing.conf");
    Files.writeString(conf, "misc_path \"/nonexistent/risefall dns a.example\"\n");
    assertEquals(
        new Said("misc_path: no program /nonexistent/risefall\n", 1),
        Said.by(MISC_CHECK, conf.toString()));
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
    Said said = Said.by(command.toArray(String[]::new));
    assertTrue(said.text().startsWith("BROKEN dns source-unavailable: "), said.text());
    assertEquals(1, said.code());
  }
}
