package io.risefall.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked, at first and after a redirect; which fields and statuses may be written. */
class RequestTest {

  private static final Url URL = Url.parse("http://user:pw@www.example.org:8080/a");

  private static Request request(String method, String body, String... fields) {
    return new Request(
        method,
        List.of(fields).stream().map(Field.KIND::parse).toList(),
        body.isEmpty() ? Optional.empty() : Optional.of(body));
  }

  private static String fields(Request request) {
    return request.allFields(URL).stream()
        .map(field -> field.name() + ": " + field.value())
        .collect(Collectors.joining(", "));
  }

  @Test
  void whatIsMissingIsAdded() {
    assertEquals(
        "Host: www.example.org:8080, User-Agent: risefall, Accept: */*, Accept-Encoding: identity,"
            + " Authorization: Basic dXNlcjpwdw==, Connection: close",
        fields(request("GET", "")));
    assertEquals(
        "host: h, user-agent: u, accept: a, accept-encoding: gzip, authorization: b,"
            + " content-type: t,"
            + " Content-Length: 2, Connection: close",
        fields(
            request(
                "PUT",
                "ä",
                "host: h",
                "user-agent: u",
                "accept: a",
                "accept-encoding: gzip",
                "authorization: b",
                "content-type:t")));
  }

  @ParameterizedTest
  @CsvSource({
    "301, GET, GET, kept", "302, GET, GET, kept", "303, GET, GET, gone",
    "301, POST, GET, gone", "302, POST, GET, gone", "303, POST, GET, gone",
    "307, POST, POST, kept", "308, POST, POST, kept", "301, PUT, PUT, kept",
    "303, PUT, GET, gone", "303, HEAD, HEAD, kept", "301, HEAD, HEAD, kept"
  })
  void redirectsChangeTheMethodAsBrowsersDo(int status, String before, String after, String body) {
    Request next = request(before, "x", "Content-Type: text/plain").redirected(status, true);
    assertEquals(after, next.method());
    assertEquals(body.equals("kept"), next.body().isPresent());
    assertEquals(body.equals("kept"), !next.fields().isEmpty());
  }

  @Test
  void anotherServerIsToldNothingThatMayBeSecret() {
    Request request =
        request(
            "GET",
            "",
            "Host: h",
            "Cookie: a=b",
            "Authorization: x",
            "X-Token: y",
            "Accept: z",
            "Accept-Language: de",
            "User-Agent: u");
    assertEquals(7, request.redirected(302, true).fields().size());
    assertEquals(
        List.of("Accept", "Accept-Language", "User-Agent"),
        request.redirected(302, false).fields().stream().map(Field::name).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X: a\r\nY: b",
        "X: a\nY: b",
        "X: a\rb",
        "X\r\nY: a",
        "X Y: a",
        ": a",
        "X",
        "X : a",
        "X: \u0000",
        "X: \u20ac",
        "Content-Length: 5",
        "transfer-encoding: chunked",
        "Connection: keep-alive"
      })
  void aFieldThatWouldBreakTheRequestIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> Field.KIND.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "'X: a b', X, a b",
    "'X:a', X, a",
    "'X:', X, ''",
    "'X: a:b ', X, a:b",
    "'X: ü', X, ü"
  })
  void anyOtherFieldIsTaken(String text, String name, String value) {
    assertEquals(new Field(name, value), Field.KIND.parse(text));
  }

  @Test
  void statusesAreCodesAndRanges() {
    StatusRanges ranges = StatusRanges.KIND.parse("200-299, 301,404-404");
    assertTrue(ranges.contain(200) && ranges.contain(299) && ranges.contain(301));
    assertTrue(ranges.contain(404));
    assertFalse(ranges.contain(300) || ranges.contain(199) || ranges.contain(405));
  }

  @ParameterizedTest
  @CsvSource({
    "'', is neither a code nor a range",
    "2xx, is neither a code nor a range",
    "99, is neither a code nor a range",
    "1000, is neither a code nor a range",
    "200-, is neither a code nor a range",
    "299-200, ends before it begins"
  })
  void anythingElseIsNoStatus(String text, String why) {
    assertEquals(
        "'" + text + "' " + why,
        assertThrows(IllegalArgumentException.class, () -> StatusRanges.KIND.parse(text))
            .getMessage());
  }
}
