package io.risefall.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.risefall.net.testkit.RoutedNetwork;
import io.risefall.option.Endpoint;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose fault it is that a server cannot be reached. */
class RoutesTest {

  private final List<String> checks = new ArrayList<>(List.of("each"));
  private final List<String> wanted = new ArrayList<>();

  private void add(String host, String settings, String result) {
    String address = Endpoint.parse(host, 0).withPort(25).toString();
    checks.add("address=" + address + settings);
    wanted.add(result.formatted(address));
  }

  private void assertAllSaid() throws Exception {
    List<String> said = RoutedNetwork.run(Drill.class, checks.toArray(String[]::new));
    assumeFalse(said.isEmpty(), "no namespace of a network here");
    assertEquals(String.join("\n", wanted), String.join("\n", said));
  }

  @Test
  void aWayThatThisHostRefusesIsItsOwnFault() throws Exception {
    for (String host : RoutedNetwork.REFUSED_HERE) {
      String result = "BROKEN no-route: this host has no route to %s";
      add(host, "", result);
      add(host, ";source=" + RoutedNetwork.sourceFor(host), result);
    }
    for (String host : RoutedNetwork.FORBIDDEN_HERE) {
      add(host, "", "BROKEN not-permitted: this host may not talk to %s: Permission denied");
    }
    assertAllSaid();
  }

  @Test
  void aWayThatARouterRefusesIsTheTargets() throws Exception {
    for (String host :
        List.of("10.97.0.1", "10.96.0.1", "10.95.0.1", "2001:db8:97::1", "2001:db8:95::1")) {
      add(host, "", "FAIL unreachable: %s is unreachable");
    }
    assertAllSaid();
  }
}
