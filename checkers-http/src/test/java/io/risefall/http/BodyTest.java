package io.risefall.http;

import static io.risefall.http.Checks.askInTime;
import static io.risefall.http.Checks.assertFails;
import static io.risefall.http.Checks.assertPasses;
import static io.risefall.http.ToyWeb.endless;
import static io.risefall.http.ToyWeb.thenSilence;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckResult;
import io.risefall.check.Patterns;
import io.risefall.http.Body.End;
import io.risefall.net.testkit.StreamServer;
import io.risefall.net.testkit.StreamServer.Session;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much of a body is read, and how long patterns take. */
class BodyTest {

  private static final String HEAD = "HTTP/1.1 200 OK\r\n\r\n";
  private static final int MEBI = 1 << 20;

  private static CheckResult ask(Session session, String... settings) throws Exception {
    try (StreamServer server = StreamServer.start(session)) {
      return askInTime("http://127.0.0.1:" + server.port() + "/", settings);
    }
  }

  @Test
  void readingStopsWhenTheVerdictIsSure() throws Exception {
    Session unending = endless(HEAD + "healthy, and", " so on");
    assertPasses(ask(unending, "expect-body=healthy", "max-body=1GiB"));
    assertPasses(ask(unending, "expect-body=healthy", "expect-body=so", "max-body=1GiB"));
    assertFails("http-body-rejected", ask(unending, "reject-body=healthy", "max-body=1GiB"));
    assertFails(
        "http-body-rejected",
        ask(unending, "reject-body=so", "expect-body=never", "max-body=1GiB"));
  }

  @Test
  void aBodyThatStopsAfterWhatIsExpectedPassesAtOnce() throws Exception {
    CheckResult result = ask(thenSilence(HEAD + "all is healthy"), "expect-body=healthy");
    assertPasses(result);
    assertTrue(result.timings().total() < Checks.BRIEF.toNanos(), result::toString);
  }

  @Test
  void aBodyThatStopsBeforeFails() throws Exception {
    assertFails("timeout", ask(thenSilence(HEAD + "all is heal"), "expect-body=healthy"));
    assertFails("timeout", ask(thenSilence(HEAD + "healthy"), "reject-body=ill"));
    String digest = "body-digest=sha256:" + "0".repeat(64);
    assertFails("timeout", ask(thenSilence(HEAD + "healthy"), "expect-body=healthy", digest));
  }

  @Test
  void aMatchInTheLastPieceBeforeAStallPasses() throws Exception {
    // The end of it is not looked at when it comes, as too little was added since the last look.
    String body = "a".repeat(200_000) + "b".repeat(1000) + "healthy";
    assertPasses(ask(thenSilence(HEAD + body), "expect-body=healthy"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"^(a+)+\\1[A-Z]$", "(a|aa)+$", "(.*a){25}x", "(a|b)*c"})
  void aCostlyPatternIsGivenUp(String pattern) throws Exception {
    CheckResult result =
        ask(thenSilence(HEAD + "a".repeat(60_000) + "!"), "expect-body=" + pattern);
    assertTrue(
        List.of("pattern-too-costly", "timeout").contains(result.reason().code()),
        result::toString);
    assertFails(
        "pattern-too-costly",
        ask(
            client -> {
              ToyWeb.request(client);
              ToyWeb.send(client, ToyWeb.ok("a".repeat(60_000) + "!"));
            },
            "reject-body=" + pattern + "z"));
  }

  @Test
  void aCostlyPatternForAHeaderIsGivenUp() throws Exception {
    assertFails(
        "pattern-too-costly",
        ask(
            thenSilence("HTTP/1.1 200 OK\r\nX: " + "a".repeat(60) + "!\r\n\r\n"),
            "expect-header=X: ^(a+)+\\1[A-Z]$"));
  }

  /** A stream that gives so many octets at a time. */
  private static final class Pieces extends ByteArrayInputStream {
    private final int size;

    Pieces(byte[] octets, int size) {
      super(octets);
      this.size = size;
    }

    @Override
    public synchronized int read(byte[] octets, int offset, int length) {
      return super.read(octets, offset, Math.min(length, size));
    }

    @Override
    public synchronized int available() {
      return 0; // nothing yet
    }
  }

  private static Body body(int most, String... expected) {
    return new Body(
        List.of(expected).stream().map(Pattern::compile).toList(),
        List.of(),
        false,
        most,
        Optional.empty());
  }

  private static byte[] text(int length, String end) {
    return ("x".repeat(length - end.length()) + end).getBytes(ISO_8859_1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1000, MEBI})
  void smallPiecesCostNoMoreThanTheirSum(int size) throws IOException, Patterns.TooCostlyException {
    Body body = body(2 * MEBI, "healthy$", "x{9}");
    long start = System.nanoTime();
    body.read(new Pieces(text(MEBI, "healthy"), size), Checks.ample());
    long took = System.nanoTime() - start;
    assertEquals(Optional.empty(), body.missing());
    assertEquals(MEBI, body.length());
    // Looking at all of it after each octet would take minutes.
    assertTrue(took < Duration.ofSeconds(5).toNanos(), () -> "took " + took / 1_000_000 + " ms");
  }

  @Test
  void theLimitIsExact() throws Exception {
    Body atLimit = body(MEBI, "nothing");
    assertEquals(End.LIMIT, atLimit.read(new Pieces(text(MEBI + 1, ""), 4096), Checks.ample()));
    assertEquals(MEBI, atLimit.length());
    Body below = body(MEBI, "nothing");
    assertEquals(End.COMPLETE, below.read(new Pieces(text(MEBI - 1, ""), 4096), Checks.ample()));
    Body tiny = body(1, "x");
    assertEquals(End.SURE, tiny.read(new Pieces(text(10, ""), 4096), Checks.ample()));
  }

  @Test
  void withoutPatternsNothingIsKept() throws Exception {
    Body body = body(64 * MEBI);
    byte[] much = new byte[32 * MEBI];
    assertEquals(End.COMPLETE, body.read(new ByteArrayInputStream(much), Checks.ample()));
    assertEquals(much.length, body.length());
  }
}
