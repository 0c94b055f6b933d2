package io.risefall.tcp;

import static io.risefall.tcp.Checks.BRIEF;
import static io.risefall.tcp.Checks.assertBroken;
import static io.risefall.tcp.Checks.assertFails;
import static io.risefall.tcp.Checks.assertPasses;
import static io.risefall.tcp.Checks.assertSays;
import static io.risefall.tcp.Checks.check;
import static io.risefall.tcp.Checks.hasty;
import static io.risefall.tcp.Checks.inTime;
import static io.risefall.tcp.Checks.tcp;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckResult;
import io.risefall.net.testkit.StreamServer;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said and heard once the connection stands. */
@Timeout(60)
class DialogueTest {

  private static final Duration PAUSE = Duration.ofMillis(20);

  private static StreamServer saying(String text) throws IOException {
    return StreamServer.start(Behaviour.says(text));
  }

  private static StreamServer inPieces(byte[]... pieces) throws IOException {
    return StreamServer.start(Behaviour.inPieces(PAUSE, pieces));
  }

  /** Echoes each thing that its client says, after "you said ". */
  private static void echo(Socket client) throws IOException {
    byte[] said = new byte[1000];
    int count = client.getInputStream().read(said);
    client.getOutputStream().write("you said ".getBytes(US_ASCII));
    client.getOutputStream().write(said, 0, count);
    StreamServer.readToEnd(client);
  }

  @Test
  void anAnswerThatMatchesPassesWithoutTheEndOfItsLine() throws Exception {
    try (StreamServer server = saying("220 mail.example.org")) {
      CheckResult result = check(tcp(server.port(), "expect=^220 "));
      assertSays(
          "PASS ok: 127.0.0.1:" + server.port() + " answered '220 mail.example.org'", result);
      assertEquals("220 mail.example.org", result.facts().get("answer"));
      assertTrue(result.timings().firstByte() > 0, result::toString);
    }
  }

  @Test
  void anAnswerInPiecesIsPutTogether() throws Exception {
    byte[][] pieces = {"2".getBytes(UTF_8), "20 ".getBytes(UTF_8), "ma".getBytes(UTF_8)};
    try (StreamServer server = inPieces(pieces)) {
      assertPasses(check(tcp(server.port(), "expect=^220 ma")));
    }
  }

  @Test
  void whatDoesNotMatchIsWaitedWithUntilTheTimeout() throws Exception {
    try (StreamServer server = saying("421 too busy\r\n")) {
      CheckResult result = inTime(hasty(server.port(), "expect=^220 "));
      assertSays(
          "FAIL tcp-answer-mismatch: the answer of 127.0.0.1:"
              + server.port()
              + " does not match ^220 : '421 too busy\\r\\n'",
          result);
    }
  }

  @Test
  void aLongAnswerThatDoesNotMatchIsNoFaultOfThePattern() throws Exception {
    try (StreamServer server = saying("x".repeat(5000))) {
      CheckResult result = inTime(hasty(server.port(), "expect=y"));
      assertFails("tcp-answer-mismatch", result);
      assertEquals("x".repeat(200) + "...", result.facts().get("answer"));
    }
  }

  @Test
  void whatIsSentArrivesWithItsEscapes() throws Exception {
    try (StreamServer server = StreamServer.start(DialogueTest::echo)) {
      CheckResult result = check(tcp(server.port(), "send=a\\x00\\xff\\\\\\r\\n", "expect=said a"));
      assertEquals("you said a\\x00\\xff\\\\\\r\\n", result.facts().get("answer"));
    }
  }

  @ParameterizedTest
  @CsvSource({"10,FAIL", "11,PASS", "12,PASS"})
  void theLastOctetThatIsReadIsLookedAt(int most, String verdict) throws Exception {
    try (StreamServer server = saying("0123456789x and more")) {
      CheckResult result = check(tcp(server.port(), "expect=x", "max-read=" + most));
      assertEquals(verdict, result.verdict().name(), result::toString);
      if (verdict.equals("FAIL")) {
        assertFails("tcp-answer-mismatch", result);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"65535,PASS", "65536,FAIL"})
  void byDefault64KibibytesAreLookedAt(int before, String verdict) throws Exception {
    try (StreamServer server = saying("-".repeat(before) + "x and more")) {
      CheckResult result = check(tcp(server.port(), "expect=x"));
      assertEquals(verdict, result.verdict().name(), result::toString);
    }
  }

  @Test
  void aPatternThatWouldTakeForEverEndsByTheTimeout() throws Exception {
    try (StreamServer server = saying("a".repeat(60) + "!")) {
      CheckResult result = inTime(hasty(server.port(), "expect=" + Checks.COSTLY));
      assertBroken("pattern-too-costly", result);
    }
  }

  @Test
  void aPatternThatTakesTooMuchStackIsThisSidesFault() throws Exception {
    try (StreamServer server = saying("ab".repeat(30_000))) {
      assertBroken(
          "pattern-too-costly", check(tcp(server.port(), "expect=^(a|b)*$x", "timeout=3s")));
    }
  }

  @Test
  void aLetterThatIsSplitOverTwoPiecesIsPutTogether() throws Exception {
    byte[] words = "grüß 😀".getBytes(UTF_8);
    byte[][] octets = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      octets[i] = Arrays.copyOfRange(words, i, i + 1);
    }
    try (StreamServer server = inPieces(octets)) {
      CheckResult result = assertPasses(check(tcp(server.port(), "expect=^gr..\\s😀$")));
      assertEquals("gr\\xc3\\xbc\\xc3\\x9f \\xf0\\x9f\\x98\\x80", result.facts().get("answer"));
    }
  }

  @Test
  void binaryIsLookedThroughForWhatIsText() throws Exception {
    byte[] greeting = "J\0\0\0\n8.0.36\0\u000b\0\0\0\u0001\u00ff\u00ff".getBytes(ISO_8859_1);
    try (StreamServer server = StreamServer.start(Behaviour.says(greeting))) {
      CheckResult result = assertPasses(check(tcp(server.port(), "expect=\\n8\\.0\\.[0-9]+\\x00")));
      assertEquals(
          "J\\x00\\x00\\x00\\n8.0.36\\x00\\x0b\\x00\\x00\\x00\\x01\\xff\\xff",
          result.facts().get("answer"));
      assertTrue(result.message().chars().allMatch(c -> c >= ' ' && c < 127), result::toString);
    }
  }

  /** A server that says a greeting and keeps what it is told until its client ends. */
  private static StreamServer listening(String greeting, BlockingQueue<String> told)
      throws IOException {
    return StreamServer.start(
        client -> {
          client.getOutputStream().write(greeting.getBytes(US_ASCII));
          told.add(new String(client.getInputStream().readAllBytes(), UTF_8));
        });
  }

  @Test
  void theFarewellIsSaidLast() throws Exception {
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    try (StreamServer server = listening("220 hello\r\n", told)) {
      assertPasses(
          check(
              tcp(server.port(), "send=EHLO me\\r\\n", "expect=^220.*\\r\\n", "quit=QUIT\\r\\n")));
      assertEquals("EHLO me\r\nQUIT\r\n", told.poll(5, TimeUnit.SECONDS));
      assertPasses(check(tcp(server.port(), "quit=QUIT\\r\\n")));
    }
  }

  @Test
  void theFarewellIsSaidAfterAMismatchToo() throws Exception {
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    try (StreamServer server = listening("421 too busy\r\n", told)) {
      assertFails(
          "tcp-answer-mismatch",
          check(tcp(server.port(), "expect=^220", "quit=QUIT\\r\\n", "max-read=14")));
      assertEquals("QUIT\r\n", told.poll(5, TimeUnit.SECONDS));
    }
  }

  @Test
  void onceTimeIsUpThereIsNoFarewell() throws Exception {
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    try (StreamServer server = listening("421 too busy\r\n", told)) {
      assertFails(
          "tcp-answer-mismatch", inTime(hasty(server.port(), "expect=^220", "quit=QUIT\\r\\n")));
      assertEquals("", told.poll(5, TimeUnit.SECONDS));
    }
  }

  @Test
  void aServerThatHasGoneBeforeTheFarewellPassesAllTheSame() throws Exception {
    try (StreamServer server =
        StreamServer.start(
            client -> {
              client.getOutputStream().write("bye".getBytes(US_ASCII));
              Behaviour.reset(client);
            })) {
      CheckResult result = null;
      for (int i = 0; i < 20; i++) {
        result = check(tcp(server.port(), "expect=^bye", "quit=QUIT\\r\\n"));
        assertTrue(
            result.verdict().isPass() || result.reason().code().equals("connect-reset"),
            result::toString);
      }
    }
  }

  @Test
  void theAnswerMayTakeAsLongAsTheTimeoutAllows() throws Exception {
    byte[] late = "late".getBytes(UTF_8);
    try (StreamServer server =
        StreamServer.start(Behaviour.inPieces(BRIEF.multipliedBy(2), new byte[0], late))) {
      CheckResult result = assertPasses(check(tcp(server.port(), "expect=late")));
      assertTrue(result.timings().firstByte() > BRIEF.toNanos(), result::toString);
    }
  }
}
