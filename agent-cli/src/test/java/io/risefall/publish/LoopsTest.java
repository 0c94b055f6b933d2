package io.risefall.publish;

import static io.risefall.publish.Peers.ANY_PORT;
import static io.risefall.publish.Peers.EVERYBODY;
import static io.risefall.publish.Peers.ask;
import static io.risefall.publish.Peers.askByDatagram;
import static io.risefall.publish.Peers.send;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.DatagramSocket;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever waits for questions goes on waiting, whatever one of them has brought about. */
@Timeout(60)
class LoopsTest {

  private static final Optional<byte[]> WELL = Optional.of("well".getBytes(US_ASCII));

  private static Optional<byte[]> throwing(int time) {
    return switch (time) {
      case 1 -> throw new IllegalStateException("once");
      case 2 -> throw new StackOverflowError("twice");
      default -> WELL;
    };
  }

  @Test
  void datagramsAreAnsweredAfterOneThatWasNot() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (DatagramAnswers answers =
            new DatagramAnswers(
                "test",
                ANY_PORT,
                new Allowed(EVERYBODY),
                length -> throwing(asked.incrementAndGet()));
        DatagramSocket socket = new DatagramSocket()) {
      send(socket, "127.0.0.1", answers.port(), new byte[] {'?'});
      send(socket, "127.0.0.1", answers.port(), new byte[] {'?'});
      assertEquals("well", askByDatagram("127.0.0.1", answers.port(), new byte[] {'?'}));
      assertEquals(3, asked.get());
    }
  }

  @Test
  void connectionsAreAnsweredAfterOneThatWasNot() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (Acceptor acceptor =
        new Acceptor(
            "test",
            ANY_PORT,
            new Allowed(EVERYBODY),
            question -> throwing(asked.incrementAndGet()))) {
      for (int i = 0; i < Acceptor.AT_ONCE_FROM_ONE + 2; i++) {
        assertEquals(i < 2 ? "" : "well", ask("127.0.0.1", acceptor.port(), ""));
      }
    }
  }
}
