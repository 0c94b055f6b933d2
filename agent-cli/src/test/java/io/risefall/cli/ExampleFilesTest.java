package io.risefall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code risefall validate} finds no mistake in what the examples show. */
class ExampleFilesTest {

  private static final Path EXAMPLES = Path.of("../examples");

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(EXAMPLES)) {
      return files
          .filter(file -> file.getFileName().toString().matches("risefall.*[.]yaml"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void isFine(Path file) {
    assertEquals(new Outcome(0, file + ": fine\n", ""), Outcome.of("validate", file.toString()));
  }

  /** What is copied from an example is not to forget everything with a restart. */
  @ParameterizedTest
  @MethodSource("files")
  void keepsItsState(Path file) throws IOException {
    assertTrue(Files.readString(file).contains("\nstate-file: "));
  }
}
