package io.risefall.cli;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Programs and rights that a test wants and a machine may lack. */
final class Tools {

  private Tools() {}

  /** Skips the test unless the command succeeds; fails it where {@code risefall.peers=required}. */
  static void need(String... command) throws InterruptedException {
    String text = String.join(" ", command);
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
        missing("'" + text + "' does not succeed here");
      }
    } catch (IOException e) {
      missing("'" + text + "' cannot be run: " + e.getMessage());
    }
  }

  /** Skips the test where the launcher could not find a Java by itself. */
  static void needJava() {
    try (var homes = Files.newDirectoryStream(Path.of("/usr/lib/jvm"))) {
      for (Path home : homes) {
        if (Files.isExecutable(home.resolve("bin/java")) && isNewEnough(home.resolve("release"))) {
          return;
        }
      }
    } catch (IOException e) {
      missing("no Java can be found: " + e.getMessage());
    }
    missing("no Java of 21 or newer in /usr/lib/jvm");
  }

  private static boolean isNewEnough(Path release) throws IOException {
    return Files.isReadable(release)
        && Files.readString(release).matches("(?s).*JAVA_VERSION=\"(2[1-9]|[3-9]\\d)\\D.*");
  }

  private static void missing(String why) {
    if ("required".equals(System.getProperty("risefall.peers"))) {
      fail(why);
    }
    abort(why);
  }
}
