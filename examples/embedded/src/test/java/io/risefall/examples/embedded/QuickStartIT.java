package io.risefall.examples.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The whole quick start, with the packaged command. */
class QuickStartIT {

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  private int run(String launcher) {
    return new QuickStart(Path.of(launcher), new PrintStream(written, true, UTF_8)).run();
  }

  private String output() {
    return written.toString(UTF_8);
  }

  @Test
  void everythingIsAsItShouldBeAndFitsAnEightyColumnTerminal() {
    // A relative path, as the script gives it: the real one may be as long as it likes.
    Path command = Path.of(System.getProperty("risefall.command"));
    int code = run(Path.of("").toAbsolutePath().relativize(command.normalize()).toString());
    assertEquals(0, code, this::output);
    assertTrue(output().contains("FAIL dns dns-rcode: SERVFAIL from 127.0.0.1:"), this::output);
    output().lines().forEach(line -> assertTrue(line.length() <= 80, line));
  }

  @Test
  void aCommandThatSaysSomethingElseIsNoticed() {
    int code = run("/bin/true");
    assertEquals(1, code, this::output);
    assertTrue(
        output().endsWith("Not as it should be: this server's verdict should be PASS\n"),
        this::output);
  }

  @Test
  void aCommandThatIsMissingIsNamed() {
    int code = run("/nonexistent/risefall");
    assertEquals(1, code, this::output);
    assertTrue(output().contains("/nonexistent/risefall"), this::output);
  }
}
