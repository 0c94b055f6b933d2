package io.risefall.examples.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.risefall.examples.embedded.ToyNameServer.Mood;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchTest {

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  private void watch(ToyNameServer server) throws SurpriseException, InterruptedException {
    new Watch(new PrintStream(written, true, UTF_8)).show(server);
  }

  @Test
  void threeFailuresBringItDownAndTwoPassesBackUp() throws Exception {
    try (ToyNameServer server = new ToyNameServer(Mood.HEALTHY)) {
      watch(server);
      String pass = "NOERROR, 1 answer from " + server.address();
      List<String> told =
          written
              .toString(UTF_8)
              .replaceAll("(?m)^ +\\d+\\.\\d s +", "")
              .lines()
              // Results that were under way when the server changed come or do not come.
              .dropWhile(line -> !line.startsWith("UNKNOWN"))
              .toList();
      List<String> transitions = told.stream().filter(line -> line.contains(" -> ")).toList();
      assertEquals(
          List.of(
              "UNKNOWN -> UP  " + pass,
              "UP -> DOWN  dns-rcode: SERVFAIL from " + server.address(),
              "DOWN -> UP  " + pass),
          transitions);
      int down = told.indexOf(transitions.get(1));
      assertEquals(List.of("FAIL", "FAIL", "FAIL"), told.subList(down - 3, down));
      int up = told.indexOf(transitions.get(2));
      assertEquals(List.of("PASS", "PASS"), told.subList(up - 2, up));
    }
  }

  @Test
  void aServerThatIsIllFromTheStartIsASurprise() throws Exception {
    try (ToyNameServer server = new ToyNameServer(Mood.SERVFAIL)) {
      SurpriseException surprise = assertThrows(SurpriseException.class, () -> watch(server));
      assertEquals("this is not UNKNOWN -> UP, ok", surprise.getMessage());
    }
  }
}
