package io.risefall.http;

import static io.risefall.http.ToyWeb.ok;
import static io.risefall.http.WrongPassTest.BAD;
import static io.risefall.http.WrongPassTest.CHUNKED;
import static io.risefall.http.WrongPassTest.EXPECT;
import static io.risefall.http.WrongPassTest.LAST;
import static io.risefall.http.WrongPassTest.MALFORMED;
import static io.risefall.http.WrongPassTest.OK;
import static io.risefall.http.WrongPassTest.PASS;
import static io.risefall.http.WrongPassTest.RESET;
import static io.risefall.http.WrongPassTest.chunk;
import static io.risefall.http.WrongPassTest.row;

import io.risefall.http.WrongPassTest.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Answers whose lines or ends others may read in another way: rows of {@link WrongPassTest}. */
final class WrongFraming {

  private static final String HEADER = "FAIL http-header-too-large";

  private WrongFraming() {}

  /** Heads and bodies that others may read in another way. */
  static Stream<Row> malformed() {
    List<Row> rows = new ArrayList<>();
    for (String line :
        List.of(
            "HTTP/1.1 2000 OK",
            "HTTP/1.1 +200 OK",
            "HTTP/1.1 200OK",
            "HTTP/1.1 20 OK",
            "HTTP/1.1  200",
            "HTTP/1.1 0200 OK",
            "HTTP/1.1\t200 OK",
            "HTTP/1.1 200 O\0K",
            "HTTP/1.1 200 O\rK",
            "HTTP/2 200 OK",
            "HTTP/11 200 OK",
            "http/1.1 200 OK",
            "ICY 200 OK",
            " HTTP/1.1 200 OK",
            "\r\nHTTP/1.1 200 OK",
            "<html>ok</html>",
            "HTTP/1.1 099 OK",
            "HTTP/1.1 101 Switching")) {
      rows.add(
          row(
              shown(line),
              line + "\r\nContent-Length: 2\r\n\r\nok",
              MALFORMED,
              "expect-status=100-999"));
    }
    for (String field :
        List.of(
            "X: a\r\n b",
            "X: a\r\n\tb",
            " X: a",
            "X : a",
            "X\t: a",
            "X",
            ": a",
            "X: a\0b",
            "X\0: a",
            "X: a\rb",
            "X: a\u007fb",
            "X: \u0001",
            "X(: a",
            "Content-Length: +2",
            "Content-Length: 2 3",
            "Content-Length: 0x2",
            "Content-Length: 2, 3",
            "Content-Length: 2,2",
            "Content-Length: -2",
            "Content-Length:",
            "Content-Length: 2.0",
            "Content-Length: \u00b2",
            "Content-Length: 99999999999999999999",
            "Content-Length: 2\r\nContent-Length: 3",
            "Content-Length: 2\r\nTransfer-Encoding: chunked",
            "Transfer-Encoding: gzip",
            "Transfer-Encoding: gzip, chunked",
            "Transfer-Encoding: chunked, gzip",
            "Transfer-Encoding: chunked, chunked",
            "Transfer-Encoding: identity",
            "Transfer-Encoding: xchunked",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked")) {
      rows.add(row(shown(field), OK + field + "\r\n\r\nok", MALFORMED, EXPECT));
    }
    for (String size :
        List.of("+2", "-2", "0x2", "", " 2", "2 ", "2h", "10000000000000002", "\0")) {
      rows.add(
          row("chunk " + shown(size), CHUNKED + size + "\r\nok\r\n" + LAST, MALFORMED, EXPECT));
    }
    return rows.stream();
  }

  private static String shown(String text) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      shown.append(c >= ' ' && c < 127 ? String.valueOf(c) : String.format("\\x%02x", (int) c));
    }
    return shown.toString();
  }

  static Stream<Row> lengths() {
    String chunked10 = "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    String none = "HTTP/1.1 204 None\r\n";
    return Stream.of(
        row("chunks in HTTP/1.0", chunked10 + chunk("ok") + LAST, MALFORMED, EXPECT),
        row("a chunk too long", CHUNKED + "1\r\nok\r\n" + LAST, MALFORMED, EXPECT),
        row("a trailer that is none", CHUNKED + chunk("ok") + "0\r\nA\r\n\r\n", MALFORMED, EXPECT),
        row("more than its length", OK + "Content-Length: 2\r\n\r\nok" + BAD, MALFORMED, EXPECT),
        row("two octets more", OK + "Content-Length: 2\r\n\r\nok!!", MALFORMED, EXPECT),
        row("more than its chunks", CHUNKED + chunk("ok") + LAST + BAD, MALFORMED, EXPECT),
        row("a second answer", ok("ok") + ok("ok"), MALFORMED, EXPECT),
        row("204 with a length", none + "Content-Length: 2\r\n\r\nok", MALFORMED),
        row("204 with chunks", none + "Transfer-Encoding: chunked\r\n\r\n" + LAST, MALFORMED),
        row("204 with something", none + "\r\nok", MALFORMED),
        row("304 with something", "HTTP/1.1 304 Same\r\n\r\nok", MALFORMED),
        row("HEAD with a body", ok("ok"), PASS, "method=HEAD"),
        row("interim answers alone", "HTTP/1.1 103 Hints\r\n\r\n".repeat(20), MALFORMED),
        row("one, and the end", "HTTP/1.1 100 Continue\r\n\r\n", RESET, "expect-status=100"),
        row("a line too long", OK + "X: " + "a".repeat(20_000) + "\r\n\r\n", HEADER),
        row("too many fields", OK + "X: a\r\n".repeat(201) + "\r\n", HEADER),
        row(
            "two lengths alike",
            OK + "Content-Length: 2\r\nContent-Length: 2\r\n\r\nok",
            PASS,
            EXPECT),
        row("an empty line after", ok("ok") + "\r\n", PASS, EXPECT),
        row("as many fields as may be", OK + "X: a\r\n".repeat(199) + "\r\nok", PASS, EXPECT),
        row("chunks, in order", CHUNKED + "02;a=b\r\nok\r\n00\r\nA: b\r\n\r\n", PASS, EXPECT),
        row("an empty field, and Latin-1", OK + "X:\r\nY: \u00fc\t \r\n\r\nok", PASS, EXPECT),
        row("HTTP/1.0 until the end", "HTTP/1.0 200\r\n\r\nok", PASS, EXPECT));
  }
}
