package io.risefall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the README says of speed was measured. */
class ReadmeFiguresTest {

  private static final Path HOME = Path.of("..");
  private static final Pattern HOW_FAST = Pattern.compile("(?ms)^## How fast\n(.*?)^## ");
  private static final Pattern ROW = Pattern.compile("(?m)^\\|.*$");
  private static final Pattern NUMBER = Pattern.compile("\\d+(?:[.,]\\d+)*");

  @Test
  void everyNumberOfTheTableIsInTheResults() throws IOException {
    var section = HOW_FAST.matcher(Files.readString(HOME.resolve("README.md")));
    String table =
        section
            .results()
            .flatMap(found -> ROW.matcher(found.group(1)).results())
            .map(MatchResult::group)
            .collect(Collectors.joining("\n"));
    Set<String> shown = numbers(table);
    assertFalse(shown.isEmpty(), "no numbers in the table of README.md, How fast");

    Set<String> missing = new TreeSet<>(shown);
    missing.removeAll(numbers(Files.readString(HOME.resolve("benchmarks/RESULTS.md"))));

    assertEquals(Set.of(), missing, "in README.md, How fast, but not in benchmarks/RESULTS.md");
  }

  /** Without commas between thousands: a table may do without them. */
  private static Set<String> numbers(String text) {
    return NUMBER
        .matcher(text)
        .results()
        .map(number -> number.group().replace(",", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
