package io.risefall.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointTest {

  @ParameterizedTest
  @CsvSource({
    "10.1.53.2,              10.1.53.2,      53",
    "10.1.53.2:5353,         10.1.53.2,      5353",
    "0.0.0.0,                0.0.0.0,        53",
    "255.255.255.255:65535,  255.255.255.255, 65535",
    "2001:db8::1,            2001:db8::1,    53",
    "[2001:db8::1],          2001:db8::1,    53",
    "[2001:db8::1]:5353,     2001:db8::1,    5353",
    "2001:DB8:0:0:0:0:0:1,   2001:db8::1,    53",
    "::,                     ::,             53",
    "::1:5353,               ::1:5353,       53",
    "fe80::1%eth1,           fe80::1%eth1,   53",
    "[fe80::1%eth1]:1,       fe80::1%eth1,   1",
    "fe80::1%eth1:0,         fe80::1%eth1:0, 53",
    "::ffff:10.1.53.2,       10.1.53.2,      53",
    "64:ff9b::10.1.53.2,     64:ff9b::a01:3502, 53",
    "10.1.53.2:00053,        10.1.53.2,      53"
  })
  void whatIsAnAddress(String text, String host, int port) {
    Endpoint endpoint = Endpoint.parse(text, 53);
    assertEquals(host, endpoint.host());
    assertEquals(port, endpoint.port());
    assertEquals(endpoint, Endpoint.parse(endpoint.toString(), 53), "it reads what it writes");
    assertEquals(endpoint.hashCode(), Endpoint.parse(endpoint.toString(), 53).hashCode());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "\"\",                not a numeric address",
        "localhost,           not a numeric address",
        "localhost:53,        not a numeric address",
        "10.1.53,             not a numeric address",
        "10.1.53.2.1,         not a numeric address",
        "10.1.53.256,         not a numeric address",
        "010.1.53.2,          not a numeric address",
        "10.1.53.+2,          not a numeric address",
        "10.1.53.,            not a numeric address",
        "10.1.53.٢,           not a numeric address",
        "10.1.53.2%eth0,      not a numeric address",
        "167851266,           not a numeric address",
        "0x0a013502,          not a numeric address",
        "10.1.53.2:,          not a port",
        "10.1.53.2:0,         not a port",
        "10.1.53.2:65536,     not a port",
        "10.1.53.2:-1,        not a port",
        "10.1.53.2:000053,    not a port",
        ":,                   not a port",
        ":53,                 not a numeric address",
        "1:2:3,               not a numeric address",
        "1:2:3:4:5:6:7:8:9,   not a numeric address",
        "1::2::3,             not a numeric address",
        ":::,                 not a numeric address",
        "2001:db8::g,         not a numeric address",
        "2001:db8::12345,     not a numeric address",
        "２001:db8::1,         not a numeric address",
        "2001:db8::1.2.3,     not a numeric address",
        "10.1.53.2:5:6,       not a numeric address",
        "fe80::1%,            \"'%' without a scope\"",
        "[2001:db8::1,        \"'[' without ']'\"",
        "[10.1.53.2]:53,      brackets are for IPv6",
        "[],                  brackets are for IPv6",
        "[::1]53,             \"text after ']'\"",
        "[::1]:,              not a port",
        "\"10.1.53.2 \",      not a numeric address"
      })
  void whatIsNone(String text, String message) {
    var e = assertThrows(IllegalArgumentException.class, () -> Endpoint.parse(text, 53));
    assertEquals(message, e.getMessage());
  }

  /** RFC 5952, section 4, and the examples of its section 2. */
  @ParameterizedTest
  @CsvSource({
    "2001:db8:0:0:1:0:0:1,  2001:db8::1:0:0:1",
    "2001:0db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:db8::1:0:0:1,     2001:db8::1:0:0:1",
    "2001:db8:0:1:1:1:1:1,  2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1,    2001:0:0:1::1",
    "2001:DB8::A,           2001:db8::a",
    "0:0:0:0:0:0:0:0,       ::",
    "0:0:0:0:0:0:0:1,       ::1",
    "1:0:0:0:0:0:0:0,       1::",
    "0:1:2:3:4:5:6:0,       0:1:2:3:4:5:6:0",
    "0:0:2:3:4:5:0:0,       ::2:3:4:5:0:0",
    "1:2:3:4:5:6:0:0,       1:2:3:4:5:6::"
  })
  void ipv6IsWrittenInItsCanonicalForm(String text, String canonical) {
    assertEquals(canonical, Endpoint.parse(text, 0).toString());
  }

  @Test
  void whateverIsFormattedReadsAsTheSameAddress() throws UnknownHostException {
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[16];
      for (int j = 0; j < 16; j += 2) {
        bytes[j] = (byte) (random.nextInt(3) == 0 ? random.nextInt(256) : 0);
        bytes[j + 1] = (byte) (random.nextInt(2) == 0 ? random.nextInt(256) : 0);
      }
      InetAddress address = InetAddress.getByAddress(bytes);
      String text = Endpoint.format(address);
      assertEquals(address, Endpoint.parse(text, 0).address());
      assertFalse(text.contains(":::"), text);
      assertFalse(text.matches(".*(^|:)0[0-9a-f].*"), text);
    }
  }

  @Test
  void thePortIsWrittenUnlessItIsTheUsualOne() {
    assertEquals("10.1.53.2", Endpoint.parse("10.1.53.2:53", 0).text(53));
    assertEquals("10.1.53.2:53", Endpoint.parse("10.1.53.2:53", 0).text(80));
    assertEquals("[2001:db8::1]:53", Endpoint.parse("[2001:db8::1]:53", 0).toString());
    assertEquals("2001:db8::1", Endpoint.parse("2001:db8::1", 0).toString());
    assertEquals("127.0.0.1:7", Endpoint.of(InetAddress.getLoopbackAddress(), 7).toString());
  }

  @Test
  void addressScopeAndPortMakeAnEndpoint() {
    Endpoint endpoint = Endpoint.parse("[fe80::1%eth1]:53", 0);
    assertNotEquals(endpoint, Endpoint.parse("[fe80::1%eth2]:53", 0));
    assertNotEquals(endpoint, Endpoint.parse("[fe80::1]:53", 0));
    assertNotEquals(endpoint, Endpoint.parse("[fe80::1%eth1]:54", 0));
    assertTrue(endpoint.isIpv6());
    assertFalse(Endpoint.parse("10.1.53.2", 0).isIpv6());
  }

  @Test
  void aScopeIsLookedUpWhenItIsUsedAndNotBefore() throws SocketException {
    var e =
        assertThrows(
            SocketException.class, () -> Endpoint.parse("fe80::1%gone0", 53).toSocketAddress());
    assertEquals("no interface 'gone0' with this address family", e.getMessage());
    var numbered = (Inet6Address) Endpoint.parse("fe80::1%7", 53).toSocketAddress().getAddress();
    assertEquals(7, numbered.getScopeId());
    assertEquals(53, Endpoint.parse("10.1.53.2", 53).toSocketAddress().getPort());
  }

  @Test
  void aScopeOfThisHostIsItsInterface() throws SocketException {
    for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
      boolean ipv6 = network.inetAddresses().anyMatch(Inet6Address.class::isInstance);
      if (ipv6) {
        var address =
            (Inet6Address)
                Endpoint.parse("::1%" + network.getName(), 53).toSocketAddress().getAddress();
        assertEquals(network, address.getScopedInterface());
      }
    }
  }

  @Test
  void aScopeOnAnAddressThatIsReallyIpv4IsRefused() {
    var e =
        assertThrows(
            IllegalArgumentException.class, () -> Endpoint.parse("::ffff:10.1.53.2%eth0", 53));
    assertEquals("a scope is for IPv6", e.getMessage());
  }
}
