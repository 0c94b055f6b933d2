package io.risefall.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How hosts and ports are written. */
class TargetTest {

  private static final String LABEL_63 = "a".repeat(63);
  private static final String NAME_253 =
      LABEL_63 + "." + LABEL_63 + "." + LABEL_63 + "." + "a".repeat(61);

  @ParameterizedTest
  @CsvSource({
    "www.example.org, www.example.org, 0, false",
    "www.example.org:443, www.example.org, 443, false",
    "www.example.org.:443, www.example.org., 443, false",
    "localhost:1, localhost, 1, false",
    "localhost:65535, localhost, 65535, false",
    "WWW.Example.ORG, WWW.Example.ORG, 0, false",
    "a-b.example, a-b.example, 0, false",
    "my_host.example, my_host.example, 0, false",
    "_http._tcp.example, _http._tcp.example, 0, false",
    "3com.example, 3com.example, 0, false",
    "1.2.3.4.example, 1.2.3.4.example, 0, false",
    "xn--bcher-kva.example, xn--bcher-kva.example, 0, false",
    "bücher.example:80, xn--bcher-kva.example, 80, false",
    "例え.テスト, xn--r8jz45g.xn--zckzah, 0, false",
    "10.1.53.2, 10.1.53.2, 0, true",
    "10.1.53.2:25, 10.1.53.2, 25, true",
    "2001:DB8::1, 2001:db8::1, 0, true",
    "[2001:db8::1], 2001:db8::1, 0, true",
    "[2001:db8::1]:25, 2001:db8::1, 25, true",
    "fe80::1%eth0, fe80::1%eth0, 0, true",
    "[fe80::1%eth0]:25, fe80::1%eth0, 25, true",
    "::ffff:10.1.53.2, 10.1.53.2, 0, true"
  })
  void theseAreTargets(String text, String host, int port, boolean numeric) {
    Target target = Target.parse(text, 0);
    assertEquals(host, target.host());
    assertEquals(port, target.port());
    assertEquals(numeric, target.numeric().isPresent());
  }

  @ParameterizedTest
  @CsvSource({
    "'', not a numeric address",
    "' ', not a host name",
    "., not a numeric address",
    ":443, not a numeric address",
    "www..example, not a host name",
    ".example, not a host name",
    "example.., not a host name",
    "-a.example, not a host name",
    "a-.example, not a host name",
    "a b.example, not a host name",
    "a/b, not a host name",
    "user@example.org, not a host name",
    "https://www.example.org, not a port",
    "www.example.org:, not a port",
    "www.example.org:0, not a port",
    "www.example.org:65536, not a port",
    "www.example.org:http, not a port",
    "www.example.org:+80, not a port",
    "www.example.org:٤٤٣, not a port",
    "10.1.53, not a numeric address",
    "10.1.53.256, not a numeric address",
    "010.1.53.2, not a numeric address",
    "2130706433, not a numeric address",
    "www.1, not a host name",
    "0x7f000001, not a host name",
    "10.0x1, not a host name",
    "10.1.53.2:0, not a port",
    "[2001:db8::1, '''['' without '']'''",
    "[2001:db8::1]25, text after ']'",
    "[www.example.org]:25, brackets are for IPv6",
    "[10.1.53.2]:25, brackets are for IPv6",
    "2001:db8::g, not a numeric address",
    "fe80::1%, '''%'' without a scope'",
    "a:b:c, not a numeric address"
  })
  void theseAreNot(String text, String why) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Target.parse(text, 0));
    assertEquals(why, refused.getMessage());
  }

  @Test
  void aNameHas253OctetsAtMostAndALabel63() {
    assertEquals(NAME_253, Target.parse(NAME_253, 0).host());
    assertEquals(NAME_253 + ".", Target.parse(NAME_253 + ".", 0).host());
    assertThrows(IllegalArgumentException.class, () -> Target.parse("a" + NAME_253, 0));
    assertThrows(IllegalArgumentException.class, () -> Target.parse("a." + NAME_253, 0));
    assertThrows(IllegalArgumentException.class, () -> Target.parse("a" + LABEL_63, 0));
  }

  @Test
  void whateverIsWrittenIsATargetOrRefused() {
    Random random = new Random(20_261_121);
    String letters = "aZ0-_.:[]%@ /\u00e4\u3002\u200d\u0300\ud83d\ude00\ud800x\u0661\u05d0\u00df";
    for (int i = 0; i < 100_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(12); length > 0; length--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      String written = text.toString();
      try {
        Target target = Target.parse(written, 1);
        boolean printable = target.host().chars().allMatch(c -> c > ' ' && c < 127);
        assertTrue(printable || target.numeric().isPresent(), () -> "'" + written + "'");
      } catch (IllegalArgumentException e) {
        // refused
      } catch (RuntimeException e) {
        throw new AssertionError("'" + written + "'", e);
      }
    }
  }

  @Test
  void aHostHasNoPortAndAnAddressToConnectToHasOne() {
    assertEquals("has a port", refused(Target.HOST, "www.example.org:80"));
    assertEquals("has a port", refused(Target.HOST, "[::1]:80"));
    assertEquals("no port", refused(Target.HOST_AND_PORT, "www.example.org"));
    assertEquals("no port", refused(Target.HOST_AND_PORT, "2001:db8::1:25"));
  }

  private static String refused(io.risefall.option.OptionKind<Target> kind, String text) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> kind.parse(text)).getMessage());
  }

  @Test
  void itIsShownAsPeopleWriteIt() {
    assertEquals("www.example.org", Target.parse("www.example.org:443", 0).text(443));
    assertEquals("www.example.org:443", Target.parse("www.example.org", 443).toString());
    assertEquals("[2001:db8::1]:25", Target.parse("[2001:db8::1]:25", 0).text(443));
    assertEquals("2001:db8::1", Target.parse("[2001:db8::1]:443", 0).text(443));
    assertEquals("www.example.org", Target.parse("www.example.org", 0).text(443));
  }

  @Test
  void twoAreEqualByHostAndPort() {
    assertEquals(Target.parse("a.example:1", 0), Target.parse("a.example", 1));
    assertEquals(
        Target.parse("a.example:1", 0).hashCode(), Target.parse("a.example", 1).hashCode());
    assertNotEquals(Target.parse("a.example:1", 0), Target.parse("a.example:2", 0));
    assertNotEquals(Target.parse("[::1]:1", 0), Target.parse("[::2]:1", 0));
  }
}
