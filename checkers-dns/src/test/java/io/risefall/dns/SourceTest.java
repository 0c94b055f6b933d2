package io.risefall.dns;

import static io.risefall.dns.Answering.framed;
import static io.risefall.dns.Answering.readQuery;
import static io.risefall.dns.Checks.assertBroken;
import static io.risefall.dns.Checks.assertPasses;
import static io.risefall.dns.Checks.check;
import static io.risefall.dns.Checks.dns;
import static io.risefall.dns.Checks.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.risefall.check.CheckResult;
import io.risefall.option.InvalidOptionException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From which address a query goes. */
class SourceTest {

  private static HostileServer healthy(InetAddress on) throws Exception {
    return HostileServer.both(
        on,
        (query, sender) -> sender.send(Answering.healthy(query)),
        (client, pause) ->
            client.getOutputStream().write(framed(Answering.healthy(readQuery(client)))));
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.77,udp", "127.0.0.77,tcp", "127.0.0.1,udp", "127.0.0.1,tcp"})
  void theQueryComesFromTheIpv4Source(String source, String transport) throws Exception {
    try (HostileServer server = healthy(HostileServer.IPV4)) {
      assertPasses(check(dns(server, "source=" + source, "transport=" + transport)));
      InetSocketAddress client = (InetSocketAddress) server.clients().get(0);
      assertEquals(InetAddress.getByName(source), client.getAddress());
    }
  }

  @ParameterizedTest
  @CsvSource({"udp", "tcp"})
  void theQueryComesFromTheIpv6Source(String transport) throws Exception {
    try (HostileServer server = healthy(HostileServer.IPV6)) {
      assertPasses(check(dns(server, "source=::1", "transport=" + transport)));
      InetSocketAddress client = (InetSocketAddress) server.clients().get(0);
      assertEquals(HostileServer.IPV6, client.getAddress());
    }
  }

  @Test
  void withoutASourceTheSystemChooses() throws Exception {
    try (HostileServer server = healthy(HostileServer.IPV6)) {
      assertPasses(check(dns(server)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:9,192.0.2.77,udp",
    "127.0.0.1:9,192.0.2.77,tcp",
    "[::1]:9,2001:db8::77,udp",
    "[::1]:9,2001:db8::77,tcp",
    "[::1]:9,fe80::1%nosuchif0,udp",
    "[::1]:9,fe80::1%nosuchif0,tcp"
  })
  void aSourceThatIsNotOnThisHostIsOurFault(String server, String source, String transport)
      throws Exception {
    CheckResult result =
        check(dns(server, "source=" + source, "transport=" + transport, "tries=3"));
    assertBroken("source-unavailable", result);
    assertEquals(source + " is not an address of this host", result.message());
    assertBroken(
        "source-unavailable",
        check(zone(server, "master=" + server, "source=" + source, "transport=" + transport)));
  }

  @ParameterizedTest
  @CsvSource({"udp", "tcp"})
  void aServerBehindAnInterfaceThatDoesNotExistIsOurFault(String transport) throws Exception {
    CheckResult named = check(dns("fe80::1%nosuchif0", "transport=" + transport));
    assertBroken("no-route", named);
    assertEquals("no interface 'nosuchif0' with this address family", named.message());
    assertBroken("no-route", check(dns("fe80::1%99999", "transport=" + transport)));
  }

  @Test
  void aSourceOfTheOtherFamilyIsRefused() {
    assertEquals(
        "source: '2001:db8::77' is IPv6 but server '10.1.53.2:53' is IPv4,"
            + " allowed: an IPv4 address of this host",
        refused(() -> dns("10.1.53.2", "source=2001:db8::77")));
    assertEquals(
        "source: '192.0.2.77' is IPv4 but server '[2001:db8::1]:5353' is IPv6,"
            + " allowed: an IPv6 address of this host",
        refused(() -> dns("[2001:db8::1]:5353", "source=192.0.2.77")));
    assertEquals(
        "source: '192.0.2.77' is IPv4 but master '[2001:db8::1]:53' is IPv6,"
            + " allowed: an IPv6 address of this host",
        refused(() -> zone("10.1.53.2", "master=2001:db8::1", "source=192.0.2.77")));
  }

  private static String refused(Runnable making) {
    return String.valueOf(assertThrows(InvalidOptionException.class, making::run).getMessage());
  }
}
