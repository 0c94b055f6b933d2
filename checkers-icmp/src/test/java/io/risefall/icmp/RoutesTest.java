package io.risefall.icmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.risefall.net.testkit.RoutedNetwork;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose fault it is that a host cannot be reached. */
class RoutesTest {

  private final List<String> pings = new ArrayList<>(List.of("both-ways"));
  private final List<String> wanted = new ArrayList<>();

  private void add(String host, String settings, String result) {
    pings.add("host=" + host + settings);
    wanted.add(result.formatted(host));
  }

  private void assertAllSaid() throws Exception {
    List<String> said = RoutedNetwork.run(Drill.class, pings.toArray(String[]::new));
    assumeFalse(said.isEmpty(), "no namespace of a network here");
    assertEquals(String.join("\n", wanted), String.join("\n", said));
  }

  @Test
  void aWayThatThisHostRefusesIsItsOwnFault() throws Exception {
    for (String host : RoutedNetwork.REFUSED_HERE) {
      String result = "BROKEN no-route: this host has no route to %s";
      add(host, "", result);
      add(host, ",source=" + RoutedNetwork.sourceFor(host), result);
    }
    for (String host : RoutedNetwork.FORBIDDEN_HERE) {
      add(host, "", "BROKEN not-permitted: this host may not talk to %s: Permission denied");
    }
    assertAllSaid();
  }

  /** The JDK's ping does not hear routers. */
  @Test
  void aWayThatARouterRefusesIsTheTargets() throws Exception {
    for (String host : List.of("10.97.0.1", "10.95.0.1", "2001:db8:97::1", "2001:db8:95::1")) {
      add(host, ",timeout=100ms", "FAIL timeout: no echo reply from %s");
    }
    add("10.99.0.2", "", "PASS ok: %s answered");
    add("2001:db8:99::2", ",timeout=5s", "PASS ok: %s answered");
    assertAllSaid();
  }
}
