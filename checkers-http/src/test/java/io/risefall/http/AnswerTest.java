package io.risefall.http;

import static io.risefall.http.Checks.assertFails;
import static io.risefall.http.Checks.assertPasses;
import static io.risefall.http.Checks.assertSays;
import static io.risefall.http.ToyWeb.ok;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckResult;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers of all kinds, what they must be like, and what is told of them. */
class AnswerTest {

  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final String FROM = " from 127.0.0.1:PORT";

  @Test
  void whatWasSeenIsAmongTheFacts() throws Exception {
    try (ToyWeb web = ToyWeb.saying(ok("healthy"))) {
      CheckResult result = web.ask();
      assertSays("PASS ok: 200 OK, 7 bytes" + FROM, result);
      assertEquals(
          "{address=127.0.0.1:" + web.port() + ", status=200, protocol=HTTP/1.1, bytes=7}",
          result.facts().toString());
      assertTrue(result.timings().connect() >= 0 && result.timings().firstByte() >= 0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "200, '', true", "204, '', true", "301, '', true", "399, '', true", "400, '', false",
    "404, '', false", "503, '', false", "600, '', false", "503, 503, true", "200, 503, false",
    "204, '200,204', true", "205, '200-204', false"
  })
  void theStatusDecides(int status, String expected, boolean passes) throws Exception {
    try (ToyWeb web = ToyWeb.saying("HTTP/1.1 " + status + " X\r\nContent-Length: 0\r\n\r\n")) {
      CheckResult result = expected.isEmpty() ? web.ask() : web.ask("expect-status=" + expected);
      assertSays(
          passes
              ? "PASS ok: " + status + " X, 0 bytes" + FROM
              : "FAIL http-status: " + status + " X" + FROM,
          result);
    }
  }

  @Test
  void aStatusLineMayBeBareOrOddAndIsShownInPart() throws Exception {
    try (ToyWeb bare = ToyWeb.saying("HTTP/1.1 503\r\n\r\n");
        ToyWeb old = ToyWeb.saying("HTTP/1.0 200 Fine\r\n\r\nhello");
        ToyWeb loud = ToyWeb.saying("HTTP/1.1 503 " + "a".repeat(1000) + "\r\n\r\n")) {
      assertSays("FAIL http-status: 503" + FROM, bare.ask());
      assertSays("PASS ok: 200 Fine, 5 bytes" + FROM, old.ask());
      assertEquals("HTTP/1.0", old.ask().facts().get("protocol"));
      assertSays("FAIL http-status: 503 " + "a".repeat(96) + FROM, loud.ask());
    }
  }

  @Test
  void interimAnswersArePassedOver() throws Exception {
    String interim = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n";
    try (ToyWeb web = ToyWeb.saying(interim + ok("hi"))) {
      assertSays("PASS ok: 200 OK, 2 bytes" + FROM, web.ask());
    }
  }

  @Test
  void someAnswersHaveNoBodyWhateverTheySay() throws Exception {
    try (ToyWeb none = ToyWeb.saying("HTTP/1.1 204 None\r\nContent-Length: 0\r\n\r\n");
        ToyWeb same = ToyWeb.saying("HTTP/1.1 304 Same\r\nTransfer-Encoding: chunked\r\n\r\n");
        ToyWeb head = ToyWeb.saying(OK + "Content-Length: 999\r\n\r\n")) {
      assertSays("PASS ok: 204 None, 0 bytes" + FROM, none.ask());
      assertSays("PASS ok: 304 Same, 0 bytes" + FROM, same.ask());
      assertSays("PASS ok: 200 OK, 0 bytes" + FROM, head.ask("method=HEAD"));
      assertFails("http-truncated", head.ask());
    }
  }

  @Test
  void chunksAreReadUnlessThereIsALengthBesides() throws Exception {
    String chunks = "5;a=b\r\nhello\r\n7\r\n, world\r\n0\r\nTrailer: x\r\n\r\n";
    try (ToyWeb web = ToyWeb.saying(OK + "Transfer-Encoding: chunked\r\n\r\n" + chunks);
        ToyWeb both =
            ToyWeb.saying(
                OK + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks)) {
      assertSays("PASS ok: 200 OK, 12 bytes" + FROM, web.ask("expect-body=^hello, world$"));
      assertFails("http-malformed", both.ask("expect-body=^hello, world$"));
    }
  }

  @Test
  void headersMustMatchWhereTheyAreExpected() throws Exception {
    try (ToyWeb web = ToyWeb.saying(OK + "X-State: good\r\nx-state: better\r\n\r\n")) {
      assertPasses(web.ask("expect-header=X-STATE: ^good$", "expect-header=x-state: bet+er"));
      assertPasses(web.ask("expect-header=X-State:"));
      assertSays(
          "FAIL http-header-mismatch: 200 OK" + FROM + " without a header X-State: bad",
          web.ask("expect-header=X-State: bad"));
      assertFails("http-header-mismatch", web.ask("expect-header=X-Other:"));
    }
  }

  @Test
  void theBodyMustMatchWhatIsExpectedAndNothingThatIsNot() throws Exception {
    try (ToyWeb web = ToyWeb.saying(ok("all is well"))) {
      assertPasses(web.ask("expect-body=all", "expect-body=we[l]+$", "reject-body=ill"));
      assertSays(
          "FAIL http-body-mismatch: 200 OK, 11 bytes" + FROM + " do not match ill",
          web.ask("expect-body=all", "expect-body=ill"));
      assertSays(
          "FAIL http-body-rejected: 200 OK, 11 bytes" + FROM + " match well",
          web.ask("expect-body=all", "reject-body=ill", "reject-body=well"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "text/html; charset=iso-8859-1, true",
    "text/html; charset=ISO-8859-1, true",
    "text/html, false",
    "text/html; charset=utf-8, false",
    "text/html; charset=nonsense, false",
    "text/html; charset=\"@@\", false",
    ";;;=, false",
    "'text/html; charset=', false"
  })
  void theBodyIsReadInItsCharset(String type, boolean isLatin) throws Exception {
    String latin = new String("grün".getBytes(ISO_8859_1), ISO_8859_1);
    String utf8 = new String("grün".getBytes(UTF_8), ISO_8859_1);
    String body = isLatin ? latin : utf8;
    try (ToyWeb web = ToyWeb.saying(OK + "Content-Type: " + type + "\r\n\r\n" + body)) {
      assertPasses(web.ask("expect-body=^grün$"));
    }
  }

  @Test
  void theDigestIsThatOfTheWholeBody() throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest("hello, world".getBytes(UTF_8));
    String digest = "body-digest=sha256:" + HexFormat.of().formatHex(hash);
    try (ToyWeb web = ToyWeb.saying(ok("hello, world"));
        ToyWeb other = ToyWeb.saying(ok("hello, World"))) {
      assertPasses(web.ask(digest));
      assertPasses(web.ask(digest.replace("sha256", "SHA256"), "expect-body=hello", "max-body=12"));
      assertSays(
          "FAIL http-digest-mismatch: 200 OK, 12 bytes" + FROM + " have another digest",
          other.ask(digest));
      assertSays(
          "FAIL http-body-too-large: 200 OK" + FROM + ", more than 11 bytes",
          web.ask(digest, "max-body=11"));
    }
  }

  @Test
  void noMoreThanTheLimitIsLookedAt() throws Exception {
    try (ToyWeb web = ToyWeb.saying(ok("hello, world"))) {
      assertSays(
          "FAIL http-body-too-large: 200 OK" + FROM + ", more than 5 bytes",
          web.ask("max-body=5", "reject-body=world"));
      assertFails("http-body-too-large", web.ask("max-body=5", "expect-body=world"));
      assertSays(
          "PASS ok: 200 OK, the first 5 bytes" + FROM, web.ask("max-body=5", "expect-body=hel+o"));
      assertSays("PASS ok: 200 OK, 5 bytes or more" + FROM, web.ask("max-body=5"));
      assertPasses(web.ask("max-body=12", "expect-body=world$"));
    }
  }

  @Test
  void aRequestIsSentAsItWasWritten() throws Exception {
    try (ToyWeb web = ToyWeb.saying(ok(""))) {
      assertPasses(
          Checks.run(
              Checks.http(
                  web.url("//a/../b?c=ü"),
                  "method=PUT",
                  "header=X-A: ü",
                  "header=Host: other",
                  "body=grün")));
      assertEquals(
          "PUT //a/../b?c=%C3%BC HTTP/1.1|X-A: ü|Host: other|User-Agent: risefall|Accept: */*"
              + "|Accept-Encoding: identity"
              + "|Content-Type: application/x-www-form-urlencoded|Content-Length: 5"
              + "|Connection: close||"
              + new String("grün".getBytes(UTF_8), ISO_8859_1),
          web.lastRequest().replace("\r\n", "|"));
    }
  }
}
