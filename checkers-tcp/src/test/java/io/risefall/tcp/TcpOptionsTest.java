package io.risefall.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.risefall.check.CheckerProvider;
import io.risefall.option.InvalidOptionException;
import io.risefall.option.Option;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code tcp} is told, and what it says of mistakes. */
class TcpOptionsTest {

  private static final String ADDRESS =
      ", allowed: a name or a numeric address with a port, such as 10.1.53.2:25,"
          + " www.example.org:443 or [2001:db8::1]:25";
  private static final String TEXT =
      ", allowed: any text; \\r, \\n, \\t, \\\\ and \\xHH stand for octets";

  private static String refused(String... settings) {
    InvalidOptionException mistakes =
        assertThrows(InvalidOptionException.class, () -> Checks.make(List.of(settings)));
    return String.valueOf(mistakes.getMessage());
  }

  @Test
  void itIsFoundAsAService() {
    assertEquals(
        List.of("tcp"),
        ServiceLoader.load(CheckerProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(provider -> provider instanceof TcpCheckerProvider)
            .map(CheckerProvider::type)
            .toList());
  }

  @Test
  void itsOptionsHaveTheNamesOfTheCommandLine() {
    assertEquals(
        List.of(
            "address",
            "source",
            "timeout",
            "tls",
            "server-name",
            "verify",
            "ca",
            "min-certificate-days",
            "send",
            "expect",
            "quit",
            "max-read"),
        new TcpCheckerProvider().options().stream().map(Option::name).toList());
  }

  @Test
  void theAddressIsEnough() {
    assertEquals(Duration.ofSeconds(5), Checks.make(List.of("address=10.1.53.2:25")).timeout());
  }

  @Test
  void theTimeoutIsAsGiven() {
    assertEquals(
        Duration.ofMillis(1500),
        Checks.make(List.of("address=10.1.53.2:25", "timeout=1.5s")).timeout());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.1.53.2:25",
        "[2001:db8::1]:25",
        "[fe80::1%eth1]:25",
        "www.example.org:443",
        "localhost:1",
        "bücher.example:65535"
      })
  void anAddressIsANameOrANumberWithAPort(String address) {
    Checks.make(List.of("address=" + address));
  }

  @Test
  void withoutAnAddressThereIsNoCheck() {
    assertEquals("address: missing" + ADDRESS, refused());
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.53.2,no port",
    "10.1.53.2:0,not a port",
    "10.1.53.2:65536,not a port",
    "2001:db8::1,no port",
    "www.example.org,no port",
    "-www.example.org:25,not a host name",
    "www..example.org:25,not a host name"
  })
  void anAddressThatIsNoneIsRefused(String address, String why) {
    assertEquals(
        "address: '" + address + "' is no host and port (" + why + ")" + ADDRESS,
        refused("address=" + address));
  }

  @Test
  void aSourceOfTheOtherFamilyIsRefused() {
    assertEquals(
        "source: '2001:db8::77' is IPv6 but address '10.1.53.2:25' is IPv4,"
            + " allowed: an IPv4 address of this host",
        refused("address=10.1.53.2:25", "source=2001:db8::77"));
  }

  @Test
  void optionsOfTlsAreRefusedWithoutIt() {
    assertEquals(
        "server-name: given without tls, allowed: tls beside it;"
            + " verify: given without tls, allowed: tls beside it;"
            + " ca: given without tls, allowed: tls beside it;"
            + " min-certificate-days: given without tls, allowed: tls beside it",
        refused(
            "address=10.1.53.2:25",
            "server-name=www.example.org",
            "verify=true",
            "ca=/etc/ca.pem",
            "min-certificate-days=7"));
    assertEquals(
        "verify: given without tls, allowed: tls beside it",
        refused("address=10.1.53.2:25", "tls=false", "verify=false"));
  }

  @Test
  void aBoundOfWhatIsReadIsRefusedWhereNothingIsRead() {
    assertEquals(
        "max-read: given without expect, allowed: expect beside it",
        refused("address=10.1.53.2:25", "max-read=1KiB"));
    assertEquals(
        "ca: given without tls, allowed: tls beside it;"
            + " max-read: given without expect, allowed: expect beside it",
        refused("address=10.1.53.2:25", "max-read=1KiB", "ca=/etc/ca.pem"));
  }

  @Test
  void everyMistakeIsTold() {
    assertEquals(
        "address: missing"
            + ADDRESS
            + "; timeout: '5' is no duration (no unit), allowed: 500ms, 1s, 1.5s or 2m, from 1ms to"
            + " 24h; tls: 'yes' is no flag, allowed: true, false;"
            + " server-name: 'www:25' is no host (has a port), allowed: a name or a numeric"
            + " address, such as 10.1.53.2, www.example.org or 2001:db8::1;"
            + " verify: 'no' is no boolean, allowed: true, false;"
            + " min-certificate-days: '-1' is no whole number (out of range), allowed: 0 to 10000;"
            + " send: '\\q' is no text (unknown escape)"
            + TEXT
            + "; expect: '(' is no regex (Unclosed group at 1), allowed: a Java regular expression;"
            + " quit: '\\x4' is no text (\\x wants two hexadecimal digits)"
            + TEXT
            + "; max-read: '0' is no size (out of range), allowed: 512, 64KiB or 1MiB, from 1 to"
            + " 1GiB",
        refused(
            "timeout=5",
            "tls=yes",
            "server-name=www:25",
            "verify=no",
            "min-certificate-days=-1",
            "send=\\q",
            "expect=(",
            "quit=\\x4",
            "max-read=0"));
  }
}
