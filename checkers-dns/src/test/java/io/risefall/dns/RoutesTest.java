package io.risefall.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.risefall.net.testkit.RoutedNetwork;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose fault it is that a name server cannot be reached. */
class RoutesTest {

  private static final List<String> KINDS = List.of("", ";transport=udp;tries=2", ";transport=tcp");

  private final List<String> checks = new ArrayList<>();
  private final List<String> wanted = new ArrayList<>();

  private void add(String server, String settings, String result) {
    String timeout = settings.contains("tcp") ? "3s" : "300ms"; // TCP hears a router once a second
    checks.add("dns;name=x.test;timeout=" + timeout + ";server=" + server + settings);
    wanted.add(result);
  }

  private void assertAllSaid() throws Exception {
    List<String> said = RoutedNetwork.run(RouteDrill.class, checks.toArray(String[]::new));
    assumeFalse(said.isEmpty(), "no namespace of a network here");
    assertEquals(String.join("\n", wanted), String.join("\n", said));
  }

  @Test
  void aWayThatThisHostRefusesIsItsOwnFault() throws Exception {
    for (String server : RoutedNetwork.REFUSED_HERE) {
      String source = ";source=" + RoutedNetwork.sourceFor(server);
      for (String kind : KINDS) {
        String result = "BROKEN no-route: this host has no route to " + server;
        add(server, kind, result);
        add(server, kind + source, result);
      }
    }
    for (String server : RoutedNetwork.FORBIDDEN_HERE) {
      for (String kind : KINDS) {
        add(
            server,
            kind,
            "BROKEN not-permitted: this host may not talk to " + server + ": Permission denied");
      }
    }
    assertAllSaid();
  }

  @Test
  void aWayThatARouterRefusesIsTheTargets() throws Exception {
    for (String server : RoutedNetwork.FORBIDDEN_BY_THE_ROUTER) {
      add(server, ";transport=tcp", "FAIL unreachable: " + server + " is unreachable");
    }
    assertAllSaid();
  }

  /**
   * The first try over UDP hears nobody but servers, the next one the router. That one says so five
   * times and then once a second, so that this one has a network of its own.
   */
  @Test
  void overUdpTheSecondTryHearsTheRouter() throws Exception {
    for (String server : RoutedNetwork.FORBIDDEN_BY_THE_ROUTER) {
      add(
          server,
          ";transport=udp;tries=2",
          "FAIL unreachable: " + server + " is unreachable after 2 tries");
    }
    assertAllSaid();
  }

  @Test
  void dnsZoneSaysTheSame() throws Exception {
    for (String server : List.of("10.94.0.1", "10.92.0.1", "2001:db8:92::1")) {
      checks.add("dns-zone;zone=x.test;server=" + server + ";master=" + server);
      wanted.add("BROKEN no-route: this host has no route to " + server);
    }
    assertAllSaid();
  }
}
