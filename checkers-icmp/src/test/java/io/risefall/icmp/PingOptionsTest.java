package io.risefall.icmp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.risefall.check.Checker;
import io.risefall.check.Checkers;
import io.risefall.option.InvalidOptionException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be written, and what is said of mistakes. */
class PingOptionsTest {

  private static final Checkers CHECKERS = Checkers.of(new PingCheckerProvider());

  private static Checker ping(String... settings) {
    return CHECKERS.create("ping", settings);
  }

  private static String refused(String... settings) {
    return String.valueOf(
        assertThrows(InvalidOptionException.class, () -> ping(settings)).getMessage());
  }

  @Test
  void theProviderIsInstalled() {
    assertEquals(1, Checkers.installed().providers().stream().filter(this::isPing).count());
    assertEquals(0, Checkers.installed().problems().size());
  }

  private boolean isPing(io.risefall.check.CheckerProvider provider) {
    return provider instanceof PingCheckerProvider && provider.type().equals("ping");
  }

  @Test
  void oneSecondIsTheTimeoutUnlessAnotherIsGiven() {
    assertEquals(Duration.ofMillis(1200), ping("host=127.0.0.1").timeout());
    assertEquals(Duration.ofMillis(2700), ping("host=::1", "timeout=2.5s").timeout());
  }

  @Test
  void aHostIsNeeded() {
    assertEquals(
        "host: missing, allowed: a name or a numeric address, such as 10.1.53.2, www.example.org"
            + " or 2001:db8::1",
        refused());
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.53.2:7, has a port",
    "www.example.org:80, has a port",
    "10.1.53.256, not a numeric address",
    "www..example.org, not a host name",
    "-f, not a host name",
    "'', not a numeric address"
  })
  void aHostIsANameOrAnAddress(String host, String why) {
    assertEquals(
        "host: '"
            + host
            + "' is no host ("
            + why
            + "), allowed: a name or a numeric address, such as 10.1.53.2, www.example.org or"
            + " 2001:db8::1",
        refused("host=" + host));
  }

  @ParameterizedTest
  @CsvSource({"0s, out of range", "1, no unit", "25h, out of range"})
  void aTimeoutIsADuration(String timeout, String why) {
    assertEquals(
        "timeout: '"
            + timeout
            + "' is no duration ("
            + why
            + "), allowed: 500ms, 1s, 1.5s or 2m, from 1ms to 24h",
        refused("host=127.0.0.1", "timeout=" + timeout));
  }

  @Test
  void aSourceOfTheOtherFamilyIsRefused() {
    assertEquals(
        "source: '2001:db8::77' is IPv6 but host '10.1.53.2' is IPv4,"
            + " allowed: an IPv4 address of this host",
        refused("host=10.1.53.2", "source=2001:db8::77"));
  }

  @Test
  void everyMistakeIsTold() {
    assertEquals(
        "source: 'lo' is no address (not a numeric address),"
            + " allowed: a numeric address such as 10.1.53.2, 2001:db8::1 or fe80::1%eth1;"
            + " ttl: no such option, allowed: host, source, timeout, deadline, warn-above",
        refused("host=127.0.0.1", "source=lo", "ttl=3"));
  }
}
