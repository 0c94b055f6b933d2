package io.risefall.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is requested after a redirect, octet by octet, is what curl requests: as the table has it
 * (curl 7.88), and as the curl of this machine does, if there is one.
 */
class AsCurlTest {

  private static final Path CURL = Path.of("/usr/bin/curl");

  /** Octets are characters of Latin-1; THERE is the server. */
  @ParameterizedTest
  @CsvSource({
    "/bÃ¼cher, /b%c3%bccher",
    "/b\u00fccher, /b%fccher",
    "/â\u0082¬?â\u0082¬, /%e2%82%ac?%e2%82%ac",
    "/100%, /100%",
    "/100%/x, /100%/x",
    "/%zz, /%zz",
    "/%2e%2e/x, /%2e%2e/x",
    "/a b, /a%20b",
    "/x?a b, /x?a+b",
    "/x?Ã¼%, /x?%c3%bc%",
    "x y, /a/x%20y",
    "?q r, /a/b?q+r",
    "../Ã¼, /%c3%bc",
    "/a\\b, /a\\b",
    "/\\THERE/x, /\\THERE/x",
    "/\"<>^`{|}, '/\"<>^`{|}'",
    "/x?\"<>^`{|}\\, '/x?\"<>^`{|}\\'",
    "http://THERE/Ã¼ %, /%c3%bc%20%",
    "http://THERE?a b, /?a+b",
    "HTTP://THERE/x, /x",
    "http://THERE#x, /",
    "http://THERE/a/../b, /b",
    "//THERE/Ã¼, /%c3%bc",
    "/x#Ã¼, /x",
    "/x?a#b?c, /x?a",
    "/x?y?z, /x?y?z",
    "/a:b, /a:b",
    "/a//b/../c, /a//c",
    "&x, /a/&x",
    "./, /a/",
    "..,  /"
  })
  void aRedirectIsRequestedAsCurlDoes(String location, String requested) throws Exception {
    assertEquals(requested, requested(location, this::ours), location);
    if (Files.isExecutable(CURL)) {
      String theirs = requested(location, this::curls);
      assertEquals(requested.toLowerCase(Locale.ROOT), theirs.toLowerCase(Locale.ROOT), location);
    }
  }

  private interface Client {
    void ask(String url) throws Exception;
  }

  private static String requested(String location, Client client) throws Exception {
    try (ToyWeb web =
        ToyWeb.answering(
            request ->
                request.startsWith("GET /a/b?c=d ")
                    ? ToyWeb.redirect(302, there(location, request))
                    : ToyWeb.ok(""))) {
      client.ask(web.url("/a/b?c=d"));
      String line = web.lastRequest().split(" ", 3)[1];
      return line.replace("127.0.0.1:" + web.port(), "THERE");
    }
  }

  private static String there(String location, String request) {
    String host = request.replaceFirst("(?s).*\r\n[Hh]ost: ([^\r]*)\r\n.*", "$1");
    return location.replace("THERE", host);
  }

  private void ours(String url) throws Exception {
    Checks.run(Checks.http(url, "follow-redirects=1"));
  }

  private void curls(String url) throws Exception {
    List<String> command =
        List.of(CURL.toString(), "-q", "-sS", "-L", "--noproxy", "*", "--max-time", "10", url);
    Process curl = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(curl.getInputStream().readAllBytes(), ISO_8859_1);
    curl.waitFor(10, TimeUnit.SECONDS);
    assertEquals(0, curl.exitValue(), said);
  }
}
