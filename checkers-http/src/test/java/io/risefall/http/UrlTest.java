package io.risefall.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a URL leads, and what the server is told of it. */
class UrlTest {

  @ParameterizedTest
  @CsvSource({
    "http://www.example.org, www.example.org:80, www.example.org, /",
    "HTTP://www.example.org, www.example.org:80, www.example.org, /",
    "https://www.example.org/a?b=c#d, www.example.org:443, www.example.org, /a?b=c",
    "http://www.example.org:8080?b, www.example.org:8080, www.example.org:8080, /?b",
    "http://www.example.org:/, www.example.org:80, www.example.org, /",
    "http://www.example.org:443/, www.example.org:443, www.example.org:443, /",
    "https://www.example.org:443/, www.example.org:443, www.example.org, /",
    "http://www.example.org./, www.example.org.:80, www.example.org., /",
    "http://under_score.example.org/, under_score.example.org:80, under_score.example.org, /",
    "http://bücher.example/ä?ö, xn--bcher-kva.example:80, xn--bcher-kva.example, /%C3%A4?%C3%B6",
    "http://10.1.53.2:8080/, 10.1.53.2:8080, 10.1.53.2:8080, /",
    "http://[2001:db8::1]/, [2001:db8::1]:80, [2001:db8::1], /",
    "http://[2001:db8::1]:8080/, [2001:db8::1]:8080, [2001:db8::1]:8080, /",
    "http://[fe80::1%25eth1]:8080/, [fe80::1%eth1]:8080, [fe80::1]:8080, /",
    "http://user:secret@www.example.org/, www.example.org:80, www.example.org, /",
    "http://www.example.org//a//../b, www.example.org:80, www.example.org, //a//../b",
    "http://www.example.org/%2e%2F%20, www.example.org:80, www.example.org, /%2e%2F%20"
  })
  void itNamesAServerAndAPath(String text, String target, String host, String path) {
    Url url = Url.parse(text);
    assertEquals(target, url.target().toString());
    assertEquals(host, url.hostField());
    assertEquals(path, url.path());
  }

  @ParameterizedTest
  @CsvSource({
    "www.example.org, neither http:// nor https://",
    "ftp://www.example.org/, neither http:// nor https://",
    "file:///etc/passwd, neither http:// nor https://",
    "http:www.example.org, no host",
    "http:///index.html, no host",
    "http://www..example.org/, not a host name",
    "http://10.1.53/, not a numeric address",
    "http://[2001:db8::1/, Expected closing bracket for IPv6 address",
    "http://www.example.org:0/, not a port",
    "http://www.example.org:65536/, not a port",
    "http://www.example.org/a b, Illegal character in path",
    "http://www.example.org/%zz, Malformed escape pair"
  })
  void anythingElseIsNone(String text, String why) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Url.parse(text)).getMessage();
    assertTrue(String.valueOf(message).contains(why), message);
  }

  @ParameterizedTest
  @CsvSource({
    "/x, http://www.example.org/x",
    "x, http://www.example.org/a/x",
    "./x, http://www.example.org/a/x",
    "../x, http://www.example.org/x",
    "../../../x, http://www.example.org/x",
    "/c/./d/../e/.., http://www.example.org/c/",
    "?x=y, http://www.example.org/a/b?x=y",
    "#there, http://www.example.org/a/b?c=d",
    "//other.example.org/x, http://other.example.org/x",
    "//www.example.org//x, http://www.example.org//x",
    "https://www.example.org, https://www.example.org/",
    "HTTP://WWW.example.org/x, http://www.example.org/x",
    "http://[2001:db8::1]:81/x, http://[2001:db8::1]:81/x",
    "' /with space ', http://www.example.org/with%20space",
    "'/<\"{|}^`\\>', 'http://www.example.org/<\"{|}^`\\>'",
    "/bÃ¼cher?Ã¼, http://www.example.org/b%c3%bccher?%c3%bc",
    "/bücher, http://www.example.org/b%fccher",
    "/a b?c d, http://www.example.org/a%20b?c+d",
    "/100%/%zz?%, http://www.example.org/100%/%zz?%",
    "/\\127.0.0.1/x, http://www.example.org/\\127.0.0.1/x",
    "/a:b?c:d, http://www.example.org/a:b?c:d",
    "/x?a/../b, http://www.example.org/x?a/../b"
  })
  void aRedirectIsResolvedAsRfc3986Says(String location, String leadsTo) {
    assertEquals(leadsTo, Url.parse("http://www.example.org/a/b?c=d").resolve(location).toString());
  }

  @Test
  void aRedirectFromARootWithoutASlashStaysWithItsHost() {
    assertEquals(
        "http://www.example.org/x", Url.parse("http://www.example.org").resolve("x").toString());
  }

  @ParameterizedTest
  @CsvSource({
    "ftp://www.example.org/",
    "javascript:alert(1)",
    "mailto:root@example.org",
    "http:///x",
    "http://",
    "//",
    "http://a b/",
    "http://www..example.org/",
    "http://www.example.org\\x",
    "http:\\\\www.example.org",
    "http:/x",
    "http:x",
    "http:////www.example.org/x",
    "http://me@www.example.org/",
    "//me@www.example.org/",
    "a:b",
    "'/a\tb'",
    "''"
  })
  void aRedirectMayLeadNowhere(String location) {
    Url from = Url.parse("http://www.example.org/");
    assertThrows(IllegalArgumentException.class, () -> from.resolve(location));
  }

  @Test
  void originsDifferInSchemeHostAndPort() {
    Url url = Url.parse("http://www.example.org/a");
    assertTrue(url.isSameOrigin(Url.parse("http://WWW.EXAMPLE.org:80/b")));
    assertFalse(url.isSameOrigin(Url.parse("https://www.example.org:80/a")));
    assertFalse(url.isSameOrigin(Url.parse("http://www.example.org:81/a")));
    assertFalse(url.isSameOrigin(Url.parse("http://example.org/a")));
  }

  @Test
  void credentialsAreBasicAuthentication() {
    assertEquals(Optional.empty(), Url.parse("http://www.example.org/").credentials());
    assertEquals(
        Optional.of("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
        Url.parse("http://Aladdin:open%20sesame@www.example.org/").credentials());
    assertEquals(Optional.of("Basic YStiOmM6ZA=="), Url.parse("http://a+b:c:d@h/").credentials());
    assertEquals(Optional.of("Basic dXNlcjo="), Url.parse("http://user@h/").credentials());
  }

  @Test
  void credentialsStayWithTheirServer() {
    Url url = Url.parse("http://user:secret@www.example.org/a");
    assertEquals(url.credentials(), url.resolve("/b").credentials());
    assertEquals(url.credentials(), url.resolve("http://www.example.org/b").credentials());
    assertEquals(Optional.empty(), url.resolve("http://other.example.org/b").credentials());
    assertEquals(Optional.empty(), url.resolve("https://www.example.org/b").credentials());
    assertEquals("http://www.example.org/b", url.resolve("/b").toString());
  }
}
