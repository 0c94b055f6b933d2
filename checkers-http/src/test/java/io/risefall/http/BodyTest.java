package io.risefall.http;

import static io.risefall.http.Checks.askInTime;
import static io.risefall.http.Checks.assertBroken;
import static io.risefall.http.Checks.assertFails;
import static io.risefall.http.Checks.assertPasses;
import static io.risefall.http.Checks.assertSays;
import static io.risefall.http.ToyWeb.endless;
import static io.risefall.http.ToyWeb.ok;
import static io.risefall.http.ToyWeb.thenSilence;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckResult;
import io.risefall.net.testkit.StreamServer;
import io.risefall.net.testkit.StreamServer.Session;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
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

  private static CheckResult askPatiently(Session session, String... settings) throws Exception {
    try (StreamServer server = StreamServer.start(session)) {
      return Checks.ask(server.port(), settings);
    }
  }

  @Test
  void atTheLimitWhatMoreCannotUndoCounts() throws Exception {
    Session unending = endless(HEAD + "healthy, and", " so on");
    assertSays(
        "PASS ok: 200 OK, the first 4096 bytes from 127.0.0.1:PORT",
        askPatiently(unending, "expect-body=healthy", "expect-body=so", "max-body=4KiB"));
    assertFails(
        "http-body-rejected", askPatiently(unending, "reject-body=healthy", "max-body=4KiB"));
    for (String setting :
        new String[] {"expect-body=on$", "reject-body=ill", "expect-body=^(?!.*ill)"}) {
      assertFails("http-body-too-large", askPatiently(unending, setting, "max-body=4KiB"));
    }
  }

  @Test
  void aMatchAtTheLimitIsNotWaitedWith() throws Exception {
    CheckResult result =
        askPatiently(thenSilence(HEAD + "healthy"), "expect-body=healthy", "max-body=7");
    assertPasses(result);
  }

  @Test
  void aBodyThatDoesNotEndFailsWhateverWasFound() throws Exception {
    assertSays(
        "FAIL timeout: the answer of 127.0.0.1:PORT has no end in time: 200 OK and 7 bytes came",
        ask(thenSilence(HEAD + "healthy"), "expect-body=healthy"));
    assertFails("timeout", ask(thenSilence(HEAD + "healthy"), "reject-body=ill"));
    assertFails("timeout", ask(thenSilence(HEAD + "ill"), "reject-body=ill"));
    assertFails("timeout", ask(endless(HEAD, "healthy"), "expect-body=healthy", "max-body=1GiB"));
    String digest = "body-digest=sha256:" + "0".repeat(64);
    assertFails("timeout", ask(thenSilence(HEAD + "healthy"), digest));
  }

  @ParameterizedTest
  @ValueSource(strings = {"^(a+)+\\1[A-Z]$", "(a|aa)+$", "(.*a){25}x", "(a|b)*c"})
  void aCostlyPatternIsThisSidesFault(String pattern) throws Exception {
    Session server =
        client -> {
          ToyWeb.request(client);
          ToyWeb.send(client, ok("a".repeat(60_000) + "!"));
        };
    assertBroken("pattern-too-costly", ask(server, "expect-body=" + pattern + "z"));
    assertBroken("pattern-too-costly", ask(server, "reject-body=" + pattern + "z"));
  }

  @Test
  void aLongLineIsNotTooCostly() throws Exception {
    Session server =
        client -> {
          ToyWeb.request(client);
          ToyWeb.send(client, ok("x ".repeat(10_000)));
        };
    assertPasses(askPatiently(server, "reject-body=.*ERROR.*"));
    assertFails("http-body-mismatch", askPatiently(server, "expect-body=.*ERROR.*"));
  }

  @Test
  void aCostlyPatternForAHeaderIsThisSidesFault() throws Exception {
    assertBroken(
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
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1000, MEBI})
  void piecesArePutTogether(int size) throws Exception {
    byte[] text = "0123456789".repeat(10_000).getBytes(UTF_8);
    Body body = new Body(new Pieces(text, size), MEBI);
    Content content = body.read();
    assertTrue(content.whole());
    assertArrayEquals(text, Arrays.copyOf(content.octets(), content.length()));
  }

  private static Body of(int octets, int most) {
    return new Body(new Pieces(new byte[octets], 4096), most);
  }

  @Test
  void theLimitIsExact() throws Exception {
    Body over = of(MEBI + 1, MEBI);
    assertFalse(over.read().whole());
    assertEquals(MEBI, over.length());
    assertTrue(over.goesOn());
    Body at = of(MEBI, MEBI);
    assertFalse(at.read().whole());
    assertFalse(at.goesOn());
    assertTrue(of(MEBI - 1, MEBI).read().whole());
    assertEquals(1, of(10, 1).read().length());
  }

  @Test
  void whereNothingIsAskedOfItNothingIsKept() throws Exception {
    Body body = of(32 * MEBI, 64 * MEBI);
    body.skip();
    assertEquals(32 * MEBI, body.length());
    assertTrue(body.hasEnded());
  }
}
