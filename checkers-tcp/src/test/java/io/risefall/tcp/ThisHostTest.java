package io.risefall.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What this host's network and its limits may be at fault for, and what the way to the target. */
class ThisHostTest {

  @Test
  void routesThatThisHostLacksAreToldFromRoutesThatARouterLacks() throws Exception {
    List<String> lines =
        Namespace.run(
            "each",
            "address=192.0.2.1:25",
            "address=[2001:db8::1]:25",
            "address=10.94.0.1:25",
            "address=10.93.0.1:25",
            "address=10.92.0.1:25",
            "address=10.97.0.1:25",
            "address=10.96.0.1:25",
            "address=10.95.0.1:25",
            "address=[2001:db8:97::1]:25",
            "address=10.99.0.9:25",
            "address=[2001:db8:99::9]:25",
            "address=10.99.0.2:25");
    assertEquals(
        List.of(
            "BROKEN no-route: this host has no route to 192.0.2.1:25",
            "BROKEN no-route: this host has no route to [2001:db8::1]:25",
            "BROKEN no-route: this host has no route to 10.94.0.1:25",
            "BROKEN not-permitted: this host may not talk to 10.93.0.1:25: Permission denied",
            "BROKEN no-route: this host has no route to 10.92.0.1:25",
            "FAIL unreachable: 10.97.0.1:25 is unreachable",
            "FAIL unreachable: 10.96.0.1:25 is unreachable",
            "FAIL unreachable: 10.95.0.1:25 is unreachable",
            "FAIL unreachable: [2001:db8:97::1]:25 is unreachable",
            "FAIL unreachable: 10.99.0.9:25 is unreachable",
            "FAIL unreachable: [2001:db8:99::9]:25 is unreachable",
            "FAIL connect-refused: 10.99.0.2:25 refused the connection"),
        lines);
  }

  @Test
  void scopesAndSourcesOfIpv6AreKept() throws Exception {
    List<String> lines =
        Namespace.run(
            "each",
            "address=[fe80::1%near]:PORT;expect=hello",
            "address=[fe80::1%near]:PORT;expect=hello;source=fe80::1%near",
            "address=[2001:db8:99::1]:PORT;expect=hello;source=::1",
            "address=[fe80::1%lo]:1;timeout=1s",
            "address=[fe80::1%nowhere]:PORT",
            "address=[2001:db8:99::1]:PORT;source=fe80::1%nowhere",
            "address=[2001:db8:99::1]:PORT;source=fe80::9%near");
    String answered = "PASS ok: \\[fe80::1%near\\]:\\d+ answered 'hello'";
    assertTrue(lines.get(0).matches(answered), lines::toString);
    assertTrue(lines.get(1).matches(answered), lines::toString);
    assertTrue(lines.get(2).startsWith("PASS ok: [2001:db8:99::1]:"), lines::toString);
    assertTrue(lines.get(3).startsWith("BROKEN no-route: "), lines::toString);
    assertEquals(
        List.of(
            "BROKEN no-route: no interface 'nowhere' with this address family",
            "BROKEN source-unavailable: fe80::1%nowhere is not an address of this host",
            "BROKEN source-unavailable: fe80::9%near is not an address of this host"),
        lines.subList(4, 7));
    List<String> clients = lines.subList(7, lines.size());
    assertEquals(3, clients.size());
    assertTrue(clients.get(1).startsWith("fe80:0:0:0:0:0:0:1%"), lines::toString);
    assertEquals("0:0:0:0:0:0:0:1", clients.get(2));
  }

  @Test
  void withoutADescriptorLeftNothingIsSaidOfTheTarget() throws Exception {
    List<String> lines =
        Namespace.runWithDescriptors(
            100,
            "exhausted",
            "address=127.0.0.1:PORT;expect=hello",
            "address=127.0.0.1:PORT;expect=hello;source=127.0.0.1",
            "address=127.0.0.1:1");
    String out =
        "BROKEN no-resources: this process is out of file descriptors: raise LimitNOFILE of its"
            + " systemd unit, or ulimit -n";
    assertEquals(8, lines.size(), lines::toString);
    assertTrue(lines.get(0).startsWith("PASS ok: 127.0.0.1:"), lines::toString);
    for (String line : lines.subList(5, 8)) {
      assertEquals(out, line);
    }
  }
}
