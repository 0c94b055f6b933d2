package io.risefall.http;

import static io.risefall.http.Checks.http;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.risefall.check.Checkers;
import io.risefall.option.InvalidOptionException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be written, and what is said of mistakes. */
class HttpOptionsTest {

  private static final String URL = "http://10.1.53.2/";
  private static final String SECURE = "https://10.1.53.2/";

  private static String refused(String url, String... settings) {
    return String.valueOf(
        assertThrows(InvalidOptionException.class, () -> http(url, settings)).getMessage());
  }

  @Test
  void theProviderIsInstalled() {
    assertEquals(
        1,
        Checkers.installed().providers().stream()
            .filter(HttpCheckerProvider.class::isInstance)
            .count());
    assertEquals(0, Checkers.installed().problems().size());
  }

  @Test
  void fiveSecondsIsTheTimeoutUnlessAnotherIsGiven() {
    Checkers checkers = Checkers.of(new HttpCheckerProvider());
    assertEquals(Duration.ofMillis(5200), checkers.create("http", "url=" + URL).timeout());
    assertEquals(Duration.ofMillis(700), http(URL, "timeout=500ms").timeout());
  }

  @Test
  void aUrlIsNeeded() {
    Checkers checkers = Checkers.of(new HttpCheckerProvider());
    assertEquals(
        "url: missing, allowed: a URL such as http://10.1.53.2:8080/health",
        assertThrows(InvalidOptionException.class, () -> checkers.create("http")).getMessage());
    assertEquals(
        "url: 'ftp://h/' is no URL (neither http:// nor https://), allowed: a URL such as"
            + " http://10.1.53.2:8080/health",
        refused("ftp://h/"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "connect=www.example.org, 'www.example.org' is no address (not a numeric address)",
        "connect=10.1.53.2:0, '10.1.53.2:0' is no address (not a port)",
        "source=10.1.53.2:80, '10.1.53.2:80' is no address (has a port)",
        "method=get, 'get' is no method (not allowed)",
        "method=CONNECT, 'CONNECT' is no method (not allowed)",
        "method=GET /x HTTP/1.1, 'GET /x HTTP/1.1' is no method (not allowed)",
        "header=X, 'X' is no header (no colon)",
        "header=X Y: a, 'X Y: a' is no header ('X Y' is no name of a header)",
        "header=Host: a\u0001b, a character that no header may have",
        "header=Content-Length: 1, (Content-Length is set by Risefall)",
        "expect-status=2xx, '2xx' is no list of status codes ('2xx' is neither a code nor a range)",
        "expect-body=(, '(' is no regex (Unclosed group at 1)",
        "reject-body=[a, '[a' is no regex (Unclosed character class at 1)",
        "expect-header=X, 'X' is no header (no colon)",
        "expect-header=X: (, 'X: (' is no header (Unclosed group at 1)",
        "body-digest=md5:00, 'md5:00' is no digest (not allowed)",
        "body-digest=sha256:00, 'sha256:00' is no digest (not allowed)",
        "max-body=0, '0' is no size (out of range)",
        "max-body=2GiB, '2GiB' is no size (out of range)",
        "follow-redirects=21, '21' is no whole number (out of range)",
        "follow-redirects=-1, '-1' is no whole number (out of range)",
        "timeout=5, '5' is no duration (no unit)",
        "min-certificate-days=-1, '-1' is no whole number (out of range)"
      })
  void aBadValueIsNamed(String setting, String why) {
    String name = setting.substring(0, setting.indexOf('='));
    String message = refused(SECURE, setting);
    assertEquals(name, message.substring(0, message.indexOf(':')));
    assertEquals(true, message.contains(why), message);
  }

  @ParameterizedTest
  @CsvSource({
    "verify=false",
    "ca=/ca.pem",
    "min-certificate-days=3",
  })
  void withoutTlsItsOptionsAreRefused(String setting) {
    String name = setting.substring(0, setting.indexOf('='));
    assertEquals(
        name + ": given for a URL of http://, allowed: a URL of https://", refused(URL, setting));
    http(URL, setting, "follow-redirects=1"); // which may lead to HTTPS
  }

  @Test
  void aCertificateNeedsItsKey() {
    assertEquals(
        "client-key: missing beside client-certificate, allowed: the path of a file",
        refused(SECURE, "client-certificate=/c.pem"));
    assertEquals(
        "client-certificate: missing beside client-key, allowed: the path of a file",
        refused(SECURE, "client-key=/k.pem"));
  }

  @Test
  void aSourceOfTheOtherFamilyIsRefused() {
    assertEquals(
        "source: '2001:db8::77' is IPv6 but url '10.1.53.2:80' is IPv4, allowed: an IPv4 address of"
            + " this host",
        refused(URL, "source=2001:db8::77"));
    assertEquals(
        "source: '10.1.53.7' is IPv4 but connect '[2001:db8::1]:80' is IPv6, allowed: an IPv6"
            + " address of this host",
        refused("http://www.example.org/", "source=10.1.53.7", "connect=2001:db8::1"));
  }

  @Test
  void aHeadHasNoBodyToLookAt() {
    for (String setting :
        new String[] {"expect-body=x", "reject-body=x", "body-digest=sha256:" + "0".repeat(64)}) {
      assertEquals(
          setting.substring(0, setting.indexOf('='))
              + ": given for an answer to HEAD, which has no body, allowed: another method",
          refused(URL, "method=HEAD", setting));
    }
  }

  @Test
  void everyMistakeIsTold() {
    assertEquals(
        "method: 'get' is no method (not allowed), allowed: a method such as GET, HEAD or POST;"
            + " max-body: '1KB' is no size (unknown unit), allowed: 512, 64KiB or 1MiB, from 1 to"
            + " 1GiB",
        refused(URL, "max-body=1KB", "method=get"));
  }
}
