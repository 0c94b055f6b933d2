package io.risefall.examples.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.risefall.examples.embedded.ToyNameServer.Mood;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WatchResolverTest {

  private static Process start(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty("java.class.path"),
                WatchResolver.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  @Test
  void aTransitionIsPrintedAndSigtermEndsIt() throws Exception {
    try (ToyNameServer server = new ToyNameServer(Mood.HEALTHY)) {
      Process process = start("resolve.test.example", server.address());
      try (BufferedReader said = process.inputReader(UTF_8)) {
        assertEquals(
            "resolver UNKNOWN -> UP, ok: NOERROR, 1 answer from " + server.address(),
            said.readLine());
        process.destroy();
        assertEquals(143, process.waitFor());
      } finally {
        process.destroyForcibly();
      }
    }
  }

  @Test
  void withoutArgumentsItSaysWhatItTakes() throws Exception {
    Process process = start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals("arguments: NAME SERVER, such as resolve.test.example 10.1.53.2\n", said);
    assertEquals(1, process.waitFor());
  }
}
