package io.risefall.examples.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;

/**
 * What a program said and how it ended.
 *
 * @param text stdout and stderr
 * @param code the exit code
 */
record Said(String text, int code) {

  private static final int LACKING = 77;

  /** Runs a program to its end. */
  static Said by(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Said(text, process.waitFor());
  }

  /**
   * The same for a script of the examples: skips the test where the script says what this machine
   * lacks, unless peers are required.
   */
  static Said byScript(String... command) throws IOException, InterruptedException {
    Said said = by(command);
    boolean required = System.getProperty("risefall.peers", "").equals("required");
    assumeTrue(required || said.code() != LACKING, said.text().strip());
    return said;
  }
}
