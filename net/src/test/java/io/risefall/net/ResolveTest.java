package io.risefall.net;

import static io.risefall.net.Attempts.assertSays;
import static io.risefall.net.Attempts.fails;
import static io.risefall.net.Attempts.failsInTime;
import static io.risefall.net.Attempts.isInterrupted;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.risefall.option.Endpoint;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From a name to an address. */
class ResolveTest {

  @BeforeEach
  void resolversHang() {
    ToyResolver.hanging = new CountDownLatch(1);
  }

  @AfterEach
  void resolversGoOn() {
    ToyResolver.hanging.countDown();
  }

  private static Optional<Endpoint> source(String address) {
    return Optional.of(Endpoint.parse(address, 0));
  }

  private static String resolved(String target, Optional<Endpoint> source) throws Exception {
    return Target.parse(target, 0).resolve(source, Attempts.within(Attempts.AMPLE)).toString();
  }

  @ParameterizedTest
  @CsvSource({
    "both.test:25, 127.0.0.1:25",
    "ipv6-first.test:25, [::1]:25",
    "127.0.0.9:25, 127.0.0.9:25",
    "[::1]:25, [::1]:25",
    "ipv4-only.test, 127.0.0.1"
  })
  void theFirstAddressIsTaken(String target, String address) throws Exception {
    assertEquals(address, resolved(target, Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({
    "both.test, ::1, ::1",
    "both.test, 127.0.0.1, 127.0.0.1",
    "ipv6-first.test, 127.0.0.1, 127.0.0.1",
    "localhost, 127.0.0.1, 127.0.0.1"
  })
  void withASourceTheFirstOfItsFamily(String target, String from, String address) throws Exception {
    assertEquals(address, resolved(target, source(from)));
  }

  @ParameterizedTest
  @CsvSource({
    "ipv4-only.test, ::1, IPv6",
    "ipv6-only.test, 127.0.0.1, IPv4",
    "::1, 127.0.0.1, IPv4"
  })
  void aTargetWithoutAnAddressOfTheSourcesFamilyIsOurFault(
      String target, String from, String family) throws Exception {
    assertSays(
        "BROKEN family-mismatch: "
            + target
            + " has no "
            + family
            + " address to reach from "
            + from,
        fails(context -> Target.parse(target, 0).resolve(source(from), context)));
  }

  @Test
  void aNameThatIsUnknownIsOurFault() throws Exception {
    assertSays(
        "BROKEN name-unresolved: this host's resolver has no address for unknown.test",
        fails(context -> Target.parse("unknown.test", 0).resolve(Optional.empty(), context)));
  }

  @Test
  void aResolverThatHangsEndsByTheDeadline() throws Exception {
    for (int i = 0; i < 9; i++) { // more than there are threads for it
      String name = "hanging-" + i + ".test";
      assertSays(
          "BROKEN name-unresolved: this host's resolver did not find " + name + " in time",
          failsInTime(context -> Target.parse(name, 0).resolve(Optional.empty(), context)));
    }
    ToyResolver.hanging.countDown();
    assertEquals("127.0.0.1", resolved("ipv4-only.test", Optional.empty()));
  }

  @Test
  void whoWaitsForAResolverCanBeInterrupted() throws Exception {
    isInterrupted(context -> Target.parse("hanging.test", 0).resolve(Optional.empty(), context));
  }
}
