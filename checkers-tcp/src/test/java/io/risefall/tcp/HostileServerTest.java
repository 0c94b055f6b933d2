package io.risefall.tcp;

import static io.risefall.tcp.Checks.assertFails;
import static io.risefall.tcp.Checks.assertPasses;
import static io.risefall.tcp.Checks.assertSays;
import static io.risefall.tcp.Checks.check;
import static io.risefall.tcp.Checks.hasty;
import static io.risefall.tcp.Checks.inTime;
import static io.risefall.tcp.Checks.inTimeOnBoth;
import static io.risefall.tcp.Checks.tcp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckResult;
import io.risefall.net.testkit.Blackhole;
import io.risefall.net.testkit.StreamServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that do not what they should, over plain TCP. */
@Timeout(60)
class HostileServerTest {

  @Test
  void aPortThatNobodyListensOnRefuses() throws Exception {
    try (Socket taken = new Socket()) {
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      int port = taken.getLocalPort();
      assertSays(
          "FAIL connect-refused: 127.0.0.1:" + port + " refused the connection", inTime(tcp(port)));
    }
  }

  @Test
  void aHostThatDropsConnectionsIsNotWaitedForBeyondTheTimeout() throws Exception {
    try (Blackhole hole = new Blackhole()) {
      CheckResult result = inTime(hasty(hole.port()));
      assertSays("FAIL timeout: no answer from 127.0.0.1:" + hole.port(), result);
    }
  }

  @Test
  void aServerThatAcceptsAndIsSilentPassesIfNothingIsExpected() throws Exception {
    try (StreamServer server = StreamServer.start(Behaviour::silent)) {
      CheckResult result = check(tcp(server.port()));
      assertSays("PASS ok: connected to 127.0.0.1:" + server.port(), result);
      assertTrue(result.timings().connect() > 0, result::toString);
      assertEquals(-1, result.timings().firstByte(), result::toString);
      assertPasses(check(tcp(server.port(), "send=PING\\r\\n", "quit=QUIT\\r\\n")));
    }
  }

  @Test
  void aServerThatAcceptsAndIsSilentFailsIfSomethingIsExpected() throws Exception {
    try (StreamServer server = StreamServer.start(Behaviour::silent)) {
      CheckResult result = inTime(hasty(server.port(), "expect=."));
      assertSays("FAIL timeout: no answer from 127.0.0.1:" + server.port(), result);
      assertTrue(result.timings().connect() > 0, result::toString);
      assertEquals("{address=127.0.0.1:" + server.port() + "}", result.facts().toString());
    }
  }

  @Test
  void aServerThatAcceptsAndResetsPassesIfNothingIsExpectedHoweverSoonItIs() throws Exception {
    try (StreamServer server = StreamServer.start(client -> client.setSoLinger(true, 0))) {
      for (int i = 0; i < 300; i++) {
        CheckResult result = check(tcp(server.port()));
        assertSays("PASS ok: connected to 127.0.0.1:" + server.port(), result);
        assertTrue(result.timings().connect() > 0, result::toString);
        assertEquals("{address=127.0.0.1:" + server.port() + "}", result.facts().toString());
      }
      // Not hasty: the server's threads may still be at the 300 before.
      assertFails("connect-reset", check(tcp(server.port(), "expect=.")));
    }
  }

  @Test
  void aServerThatClosesAtOnceHasNotAnswered() throws Exception {
    try (StreamServer server = StreamServer.start(client -> {})) {
      assertSays(
          "FAIL connect-reset: 127.0.0.1:"
              + server.port()
              + " closed the connection without an answer",
          inTime(hasty(server.port(), "expect=.")));
    }
  }

  @Test
  void aServerThatEndsItsSideHasNotAnswered() throws Exception {
    try (StreamServer server = StreamServer.start(Behaviour::halfClosing)) {
      assertFails("connect-reset", inTime(hasty(server.port(), "expect=.")));
      assertFails("connect-reset", inTime(hasty(server.port(), "send=PING\\r\\n", "expect=.")));
      assertPasses(check(tcp(server.port())));
    }
  }

  @Test
  void anAnswerThatEndsTooEarlyIsNoMatch() throws Exception {
    try (StreamServer server =
        StreamServer.start(client -> client.getOutputStream().write(new byte[] {'2', '2'}))) {
      assertSays(
          "FAIL tcp-answer-mismatch: the answer of 127.0.0.1:"
              + server.port()
              + " does not match ^220 : '22'",
          inTime(hasty(server.port(), "expect=^220 ")));
    }
  }

  @Test
  void anOctetNowAndThenDoesNotKeepTheCheckBeyondItsTimeout() throws Exception {
    try (StreamServer server = StreamServer.start(Behaviour.dripping(Duration.ofMillis(90)))) {
      CheckResult result = inTime(hasty(server.port(), "expect=^xxxxxxxxxx"));
      assertFails("tcp-answer-mismatch", result);
      assertTrue(result.toString().matches(".* answer=x{1,5}[,}].*"), result::toString);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5000})
  void aConnectionThatIsResetFails(int after) throws Exception {
    try (StreamServer server = StreamServer.start(Behaviour.resettingAfter(after))) {
      assertSays(
          "FAIL connect-reset: 127.0.0.1:" + server.port() + " reset the connection",
          inTime(hasty(server.port(), "expect=y")));
    }
  }

  @Test
  void whatWasSaidBeforeAResetCounts() throws Exception {
    try (StreamServer server = StreamServer.start(Behaviour.resettingAfter(3))) {
      assertPasses(check(tcp(server.port(), "expect=xxx")));
    }
  }

  @ParameterizedTest
  @CsvSource({"expect=stop,64KiB", "expect=(work|play)+$,1", "expect=(?s).*stop,8KiB"})
  void anEndlessAnswerIsLookedAtAsFarAsIsAllowed(String expect, String most) throws Exception {
    try (StreamServer server = StreamServer.start(Behaviour::endless)) {
      CheckResult result = inTime(tcp(server.port(), expect, "max-read=" + most, "timeout=3s"));
      assertFails("tcp-answer-mismatch", result);
      assertTrue(result.message().length() < 400, result::toString);
    }
  }

  @Test
  void moreThanOneMayReadIsNotReadWithinTheTimeout() throws Exception {
    try (StreamServer server = StreamServer.start(Behaviour::endless)) {
      // Which of the two depends on what it is at when the time is over.
      for (CheckResult result :
          inTimeOnBoth(hasty(server.port(), "expect=stop", "max-read=1GiB"))) {
        assertTrue(
            result.reason().code().matches("tcp-answer-mismatch|pattern-too-costly"),
            result::toString);
      }
    }
  }

  @Test
  void aServerThatDoesNotReadIsNotWaitedForBeyondTheTimeout() throws Exception {
    String flood = "x".repeat(10_000_000);
    try (StreamServer server = StreamServer.start(Behaviour::silent)) {
      assertFails("timeout", inTime(hasty(server.port(), "send=" + flood)));
      // the verdict stands, though the farewell does not get through
      assertPasses(inTime(hasty(server.port(), "quit=" + flood)));
    }
  }

  @Test
  void aServerThatResetsWhileItIsTalkedToFails() throws Exception {
    try (StreamServer server = StreamServer.start(Behaviour::reset)) {
      String flood = "x".repeat(10_000_000);
      assertFails("connect-reset", inTime(tcp(server.port(), "send=" + flood)));
    }
  }
}
