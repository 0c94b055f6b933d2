package io.risefall.examples.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The HAProxy example: its script plays it, and prints what its README shows. */
class HaProxyIT {

  @Test
  void theStatisticsAreWhatTheReadmeShows() throws Exception {
    Said said = Said.byScript("../haproxy/run");
    assertEquals(0, said.code(), said.text());
    String readme = Files.readString(Path.of("../haproxy/README.md"));
    assertTrue(readme.contains("```\n$ ./run\n" + said.text() + "```\n"), said.text());
  }
}
