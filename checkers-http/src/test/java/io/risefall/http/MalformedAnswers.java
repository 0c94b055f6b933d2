package io.risefall.http;

import io.risefall.http.HostileServerTest.Sick;
import java.util.ArrayList;
import java.util.List;

/** Answers that are not HTTP/1.1, and what is said of them. */
final class MalformedAnswers {

  private static final String HEAD = "HTTP/1.1 200 OK\r\n";
  private static final String CHUNKED = HEAD + "Transfer-Encoding: chunked\r\n\r\n";

  private MalformedAnswers() {}

  static List<Sick> all() {
    List<Sick> all = new ArrayList<>(heads());
    all.addAll(lengths());
    all.addAll(chunks());
    return all;
  }

  private static Sick sick(String what, String answer, String why) {
    return new Sick(
        what,
        ToyWeb.thenSilence(answer),
        "FAIL http-malformed: the answer of 127.0.0.1:PORT is not HTTP/1.1: " + why);
  }

  private static List<Sick> heads() {
    return List.of(
        sick(
            "HTTP/0.9",
            "<html>hello</html>\r\n",
            "Invalid protocol version; error at offset 0: <<html>hello</html>>"),
        sick(
            "a preface of HTTP/2",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "Invalid protocol version; error at offset 0: <PRI * HTTP/2.0>"),
        sick("HTTP/2 as a version", "HTTP/2.0 200 OK\r\n\r\n", "Unsupported version: HTTP/2.0"),
        sick(
            "a greeting of SMTP",
            "220 mail.example.org ESMTP\r\n",
            "Invalid protocol version; error at offset 0: <220 mail.example.org ESMTP>"),
        sick(
            "no status",
            "HTTP/1.1 OK\r\n\r\n",
            "Status line contains invalid status code; error at offset 9: <HTTP/1.1 OK>"),
        sick(
            "status 0",
            "HTTP/1.1 000 Nothing\r\n\r\n",
            "Status code must not be negative or zero: 0"),
        sick("status 99", "HTTP/1.1 099 Nothing\r\n\r\n", "Invalid response: 99"),
        sick(
            "a negative status",
            "HTTP/1.1 -200 OK\r\n\r\n",
            "Status line contains invalid status code; error at offset 9: <HTTP/1.1 -200 OK>"),
        sick(
            "a huge status",
            "HTTP/1.1 99999999999 OK\r\n\r\n",
            "Status line contains invalid status code; error at offset 12: <HTTP/1.1 99999999999 OK>"),
        sick(
            "a header without a colon",
            HEAD + "what is this\r\n\r\n",
            "Invalid header: <what is this>"),
        sick("a header without a name", HEAD + ": this\r\n\r\n", "Invalid header: <: this>"),
        sick("a change of protocols", "HTTP/1.1 101 Switching\r\n\r\n", "101 as an answer"),
        sick("empty lines alone", "\r\n".repeat(100), "Maximum empty line limit exceeded"));
  }

  private static List<Sick> lengths() {
    return List.of(
        sick(
            "a length that is no number",
            HEAD + "Content-Length: five\r\n\r\nhello",
            "Invalid content length: five"),
        sick(
            "a negative length",
            HEAD + "Content-Length: -5\r\n\r\nhello",
            "Negative content length: -5"),
        sick(
            "a huge length",
            HEAD + "Content-Length: 99999999999999999999\r\n\r\nhello",
            "Invalid content length: 99999999999999999999"),
        sick(
            "a list of lengths",
            HEAD + "Content-Length: 5, 5\r\n\r\nhello",
            "Invalid content length: 5, 5"),
        sick(
            "two lengths",
            HEAD + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
            "Multiple Content-Length headers"),
        sick(
            "less than is there",
            HEAD + "Content-Length: 5\r\n\r\nhello, world",
            "more than its Content-Length"),
        sick(
            "an unknown coding",
            HEAD + "Transfer-Encoding: gzip\r\n\r\nhello",
            "Unsupported transfer encoding: gzip"));
  }

  private static List<Sick> chunks() {
    return List.of(
        sick(
            "a chunk size that is no number",
            CHUNKED + "five\r\nhello\r\n0\r\n\r\n",
            "Bad chunk header: five"),
        sick("a negative chunk size", CHUNKED + "-5\r\nhello\r\n0\r\n\r\n", "Negative chunk size"),
        sick(
            "a huge chunk size",
            CHUNKED + "fffffffffffffffff\r\nhello",
            "Bad chunk header: fffffffffffffffff"),
        sick("an empty chunk size", CHUNKED + "\r\nhello\r\n0\r\n\r\n", "Bad chunk header: "),
        sick(
            "a chunk that is longer than it says",
            CHUNKED + "4\r\nhello\r\n0\r\n\r\n",
            "Unexpected content at the end of chunk"));
  }
}
