package io.risefall.examples.embedded;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the examples' README files show is what their files say. */
class ReadmesTest {

  /** Blocks with a language; those of other languages are commands, and tried elsewhere. */
  private static final Pattern BLOCK =
      Pattern.compile("(?s)```(?:java|xml|conf|yaml|services)\n(.*?)```");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "balanceng",
        "custom-checker",
        "haproxy",
        "keepalived/http-get",
        "keepalived/misc-check",
        "keepalived/track-file",
        "two-site"
      })
  void everyBlockOccursInAFileOfItsFolder(String folder) throws IOException {
    Path home = Path.of("..", folder);
    List<String> files = texts(home);
    Matcher block = BLOCK.matcher(Files.readString(home.resolve("README.md")));
    assertTrue(block.find(), "a README without blocks");
    do {
      String shown = block.group(1);
      assertTrue(
          files.stream().anyMatch(text -> text.contains(shown)),
          () -> "in README.md, but in no file beside it:\n" + shown);
    } while (block.find());
  }

  private static List<String> texts(Path home) throws IOException {
    List<String> texts = new ArrayList<>();
    try (Stream<Path> paths = Files.walk(home)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        if (!path.startsWith(home.resolve("target")) && !path.endsWith("README.md")) {
          texts.add(Files.readString(path));
        }
      }
    }
    assertFalse(texts.isEmpty(), "no files");
    return texts;
  }
}
