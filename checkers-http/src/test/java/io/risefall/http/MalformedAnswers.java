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
        sick("HTTP/0.9", "<html>hello</html>\r\n", "its first line is '<html>hello</html>'"),
        sick(
            "a preface of HTTP/2",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "its first line is 'PRI * HTTP/2.0'"),
        sick(
            "HTTP/2 as a version",
            "HTTP/2.0 200 OK\r\n\r\n",
            "its first line is 'HTTP/2.0 200 OK'"),
        sick(
            "a greeting of SMTP",
            "220 mail.example.org ESMTP\r\n",
            "its first line is '220 mail.example.org ESMTP'"),
        sick("no status", "HTTP/1.1 OK\r\n\r\n", "its first line is 'HTTP/1.1 OK'"),
        sick(
            "status 0", "HTTP/1.1 000 Nothing\r\n\r\n", "its first line is 'HTTP/1.1 000 Nothing'"),
        sick(
            "status 99",
            "HTTP/1.1 099 Nothing\r\n\r\n",
            "its first line is 'HTTP/1.1 099 Nothing'"),
        sick(
            "a negative status",
            "HTTP/1.1 -200 OK\r\n\r\n",
            "its first line is 'HTTP/1.1 -200 OK'"),
        sick(
            "a huge status",
            "HTTP/1.1 99999999999 OK\r\n\r\n",
            "its first line is 'HTTP/1.1 99999999999 OK'"),
        sick(
            "a header without a colon",
            HEAD + "what is this\r\n\r\n",
            "no header field: 'what is this'"),
        sick("a header without a name", HEAD + ": this\r\n\r\n", "no header field: ': this'"),
        sick("a change of protocols", "HTTP/1.1 101 Switching\r\n\r\n", "101 as an answer"),
        sick("empty lines alone", "\r\n".repeat(100), "its first line is ''"));
  }

  private static List<Sick> lengths() {
    return List.of(
        sick(
            "a length that is no number",
            HEAD + "Content-Length: five\r\n\r\nhello",
            "Content-Length 'five'"),
        sick("a negative length", HEAD + "Content-Length: -5\r\n\r\nhello", "Content-Length '-5'"),
        sick(
            "a huge length",
            HEAD + "Content-Length: 99999999999999999999\r\n\r\nhello",
            "Content-Length '99999999999999999999'"),
        sick(
            "a list of lengths",
            HEAD + "Content-Length: 5, 5\r\n\r\nhello",
            "Content-Length '5, 5'"),
        sick(
            "two lengths",
            HEAD + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
            "several Content-Lengths: 5, 6"),
        sick(
            "less than is there",
            HEAD + "Content-Length: 5\r\n\r\nhello, world",
            "more than its length says"),
        sick(
            "an unknown coding",
            HEAD + "Transfer-Encoding: gzip\r\n\r\nhello",
            "Transfer-Encoding 'gzip', of which chunked alone is known"));
  }

  private static List<Sick> chunks() {
    return List.of(
        sick(
            "a chunk size that is no number",
            CHUNKED + "five\r\nhello\r\n0\r\n\r\n",
            "a chunk of size 'five'"),
        sick("a negative chunk size", CHUNKED + "-5\r\nhello\r\n0\r\n\r\n", "a chunk of size '-5'"),
        sick(
            "a huge chunk size",
            CHUNKED + "fffffffffffffffff\r\nhello",
            "a chunk of size 'fffffffffffffffff'"),
        sick("an empty chunk size", CHUNKED + "\r\nhello\r\n0\r\n\r\n", "a chunk of size ''"),
        sick(
            "a chunk that is longer than it says",
            CHUNKED + "4\r\nhello\r\n0\r\n\r\n",
            "a chunk that is longer than it says"));
  }
}
