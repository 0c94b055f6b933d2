package io.risefall.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.Checkers;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One file per mistake, and beside it the exact words that it is refused with. */
class InvalidConfigTest {

  private static Path directory() throws URISyntaxException {
    URL one = Objects.requireNonNull(InvalidConfigTest.class.getResource("invalid-empty.yaml"));
    return Objects.requireNonNull(Path.of(one.toURI()).getParent());
  }

  static List<Path> files() throws IOException, URISyntaxException {
    try (Stream<Path> files = Files.list(directory())) {
      return files
          .filter(file -> file.getFileName().toString().matches("invalid-.*[.]yaml"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void isRefusedWithEveryMistake(Path file) throws Exception {
    String name = file.getFileName().toString();
    ConfigException refused =
        assertThrows(ConfigException.class, () -> ConfigReader.read(file, Checkers.installed()));
    List<String> said =
        refused.mistakes().stream().map(line -> line.replace(file.toString(), name)).toList();
    Path expected = file.resolveSibling(name.replace(".yaml", ".txt"));
    if ("write".equals(System.getProperty("risefall.expected"))) {
      Files.write(
          Path.of("src/test/resources/io/risefall/config").resolve(expected.getFileName()), said);
    } else {
      assertEquals(Files.readAllLines(expected), said);
    }
  }

  @Test
  void theSampleIsFine() throws Exception {
    Path sample = Path.of("../examples/agent/risefall.yaml");
    AgentConfig config = ConfigReader.read(sample, Checkers.installed());
    assertEquals(6, config.checks().size());
    assertEquals(5, config.publish().size());
  }

  @Test
  void thereAreMoreThanFortyOfThem() throws Exception {
    assertTrue(files().size() > 40);
  }
}
