package io.risefall.tcp;

import static io.risefall.tcp.Checks.assertBroken;
import static io.risefall.tcp.Checks.assertFails;
import static io.risefall.tcp.Checks.assertPasses;
import static io.risefall.tcp.Checks.assertSays;
import static io.risefall.tcp.Checks.check;
import static io.risefall.tcp.Checks.to;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.risefall.check.CheckResult;
import io.risefall.net.testkit.StreamServer;
import io.risefall.option.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From which address a connection comes, and to which it goes. */
@Timeout(60)
class SourceTest {

  private static InetAddress onlyClient(StreamServer server) {
    assertEquals(1, server.clients().size());
    return ((InetSocketAddress) server.clients().get(0)).getAddress();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.0.0.77"})
  void theConnectionComesFromTheIpv4Source(String source) throws Exception {
    try (StreamServer server = StreamServer.start(Behaviour.says("hello"))) {
      assertPasses(check(Checks.tcp(server.port(), "expect=hello", "source=" + source)));
      assertEquals(source, onlyClient(server).getHostAddress());
    }
  }

  @Test
  void theConnectionComesFromTheIpv6Source() throws Exception {
    InetAddress loopback = Endpoint.parse("::1", 0).address();
    try (StreamServer server = StreamServer.start(loopback, Behaviour.says("hello"))) {
      String address = "[::1]:" + server.port();
      CheckResult result = check(to(address, "expect=hello", "source=::1"));
      assertSays("PASS ok: " + address + " answered 'hello'", result);
      assertEquals(loopback, onlyClient(server));
      assertPasses(check(to(address)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:9,192.0.2.77",
    "[::1]:9,2001:db8::77",
    "[::1]:9,fe80::1%nosuchif0",
    "localhost:9,192.0.2.77"
  })
  void aSourceThatIsNotOnThisHostIsOurFault(String address, String source) throws Exception {
    assertSays(
        "BROKEN source-unavailable: " + source + " is not an address of this host",
        check(to(address, "source=" + source)));
  }

  @Test
  void aTargetBehindAnInterfaceThatDoesNotExistIsOurFault() throws Exception {
    assertSays(
        "BROKEN no-route: no interface 'nosuchif0' with this address family",
        check(to("[fe80::1%nosuchif0]:9")));
    assertBroken("no-route", check(to("[fe80::1%99999]:9")));
  }

  @Test
  void aNameIsLookedUpAndItsAddressIsAFact() throws Exception {
    InetAddress first = InetAddress.getAllByName("localhost")[0];
    try (StreamServer server = StreamServer.start(first, Behaviour.says("hello"))) {
      CheckResult result = check(to("localhost:" + server.port(), "expect=hello"));
      assertSays("PASS ok: localhost:" + server.port() + " answered 'hello'", result);
      InetSocketAddress address = server.address();
      assertEquals(
          (first.getAddress().length > 4 ? "[::1]:" : "127.0.0.1:") + address.getPort(),
          result.facts().get("address"));
      assertEquals("[resolve, connect, first-byte, total]", phases(result));
    }
  }

  private static String phases(CheckResult result) {
    return result.timings().phases().keySet().toString();
  }

  @Test
  void aRefusedConnectionIsToldWithTheAddressItWasMadeTo() throws Exception {
    CheckResult result = check(to("127.0.0.1:1"));
    assertFails("connect-refused", result);
    assertEquals("127.0.0.1:1", result.facts().get("address"));
  }
}
