package io.risefall.http;

import static io.risefall.http.Packed.answer;
import static io.risefall.http.Packed.damaged;
import static io.risefall.http.Packed.deflate;
import static io.risefall.http.Packed.gzip;
import static io.risefall.http.Packed.rawDeflate;
import static io.risefall.http.WrongPassTest.BAD;
import static io.risefall.http.WrongPassTest.EXPECT;
import static io.risefall.http.WrongPassTest.MISMATCH;
import static io.risefall.http.WrongPassTest.OK;
import static io.risefall.http.WrongPassTest.PASS;
import static io.risefall.http.WrongPassTest.REJECT;
import static io.risefall.http.WrongPassTest.REJECTED;
import static io.risefall.http.WrongPassTest.TOO_LARGE;
import static io.risefall.http.WrongPassTest.row;

import io.risefall.http.WrongPassTest.Row;
import java.util.stream.Stream;

/** Bodies that are packed or written in some way: rows of {@link WrongPassTest}. */
final class WrongContent {

  private static final String UNKNOWN = "FAIL http-encoding-unknown";
  private static final String CORRUPT = "FAIL http-encoding-corrupt";

  private WrongContent() {}

  static Stream<Row> packed() {
    String gzip = gzip(BAD);
    return Stream.of(
        row("gzip all the same", answer("gzip", gzip), REJECTED, REJECT),
        row("x-gzip", answer("x-gzip", gzip), REJECTED, REJECT),
        row("deflate", answer("deflate", deflate(BAD)), REJECTED, REJECT),
        row("deflate without its header", answer("deflate", rawDeflate(BAD)), REJECTED, REJECT),
        row("gzip twice", answer("gzip, gzip", gzip(gzip)), REJECTED, REJECT),
        row(
            "gzip in two members",
            answer("gzip", gzip("data") + gzip("base error")),
            REJECTED,
            REJECT),
        row("gzip in capitals", answer("GZIP", gzip), REJECTED, REJECT),
        row("two fields", answer("gzip\r\nContent-Encoding: gzip", gzip(gzip)), REJECTED, REJECT),
        row("br", answer("br", "\u000b\u0006\u0080"), UNKNOWN, REJECT),
        row("br below gzip", answer("br, gzip", gzip), UNKNOWN, REJECT),
        row("an encoding of its own", answer("x-own", BAD), UNKNOWN, REJECT),
        row("br, expected", answer("br", "ok"), UNKNOWN, EXPECT),
        row("no gzip", answer("gzip", BAD), CORRUPT, "reject-body=other"),
        row("gzip that is cut", answer("gzip", gzip.substring(0, 20)), CORRUPT, "reject-body=x"),
        row(
            "gzip without its end",
            answer("gzip", gzip.substring(0, gzip.length() - 4)),
            CORRUPT,
            REJECT),
        row("a wrong checksum", answer("gzip", damaged(gzip, gzip.length() - 8)), CORRUPT, REJECT),
        row("something after it", answer("gzip", gzip("fine") + BAD), CORRUPT, REJECT),
        row("nothing at all", answer("gzip", ""), CORRUPT, REJECT),
        row("a bomb", answer("gzip", gzip("\0".repeat(9_000_000))), TOO_LARGE, REJECT),
        row(
            "a bomb in a bomb",
            answer("gzip, gzip", gzip(gzip("\0".repeat(9_000_000)))),
            TOO_LARGE,
            REJECT,
            "max-body=1000"),
        row("gzip of less", answer("gzip", gzip("ok!")), MISMATCH, EXPECT),
        row("gzip of all of it", answer("gzip", gzip("ok")), PASS, EXPECT),
        row("br, of which nothing is asked", answer("br", "\u000b"), PASS),
        row(
            "an unknown charset",
            typed("charset=x-own", BAD),
            "FAIL http-charset-unknown",
            "reject-body=x"),
        row(
            "UTF-16",
            typed("charset=utf-16", "\u00fe\u00ff\0b\0a\0d"),
            REJECTED,
            "reject-body=bad"),
        row(
            "UTF-16, by its mark alone",
            typed("x=y", "\u00ff\u00feb\0a\0d\0"),
            REJECTED,
            "reject-body=bad"),
        row(
            "UTF-8 with a mark",
            typed("x=y", "\u00ef\u00bb\u00bfbad"),
            REJECTED,
            "reject-body=^bad$"));
  }

  private static String typed(String parameter, String body) {
    return OK
        + "Content-Type: text/plain; "
        + parameter
        + "\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }
}
