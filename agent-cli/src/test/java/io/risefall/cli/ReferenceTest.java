package io.risefall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The reference says what the declarations say. */
class ReferenceTest {

  private static final Path DIRECTORY = Path.of("..", "docs", "reference");
  private static final String REWRITE =
      "rewrite it: mvn -B -pl agent-cli -am test -Drisefall.reference=write"
          + " -Dtest=ReferenceTest -Dsurefire.failIfNoSpecifiedTests=false";

  static Stream<String> files() {
    return Reference.pages().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("files")
  void isWhatTheOptionsDeclare(String file) throws IOException {
    String page = Reference.pages().getOrDefault(file, "");
    Path path = DIRECTORY.resolve(file);
    if ("write".equals(System.getProperty("risefall.reference"))) {
      Files.createDirectories(DIRECTORY);
      Files.writeString(path, page);
    }
    String written = Files.exists(path) ? Files.readString(path) : "";
    assertEquals(page, written, () -> "docs/reference/" + file + " is out of date; " + REWRITE);
  }
}
