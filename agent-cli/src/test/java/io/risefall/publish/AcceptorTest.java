package io.risefall.publish;

import static io.risefall.publish.Peers.ANY_PORT;
import static io.risefall.publish.Peers.EVERYBODY;
import static io.risefall.publish.Peers.ask;
import static io.risefall.publish.Peers.connect;
import static io.risefall.publish.Peers.heard;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Peers that mean no good. */
class AcceptorTest {

  private final Acceptor acceptor;
  private final List<Socket> sockets = new ArrayList<>();
  private final Semaphore asked = new Semaphore(0);

  AcceptorTest() throws IOException {
    acceptor =
        new Acceptor(
            "test",
            ANY_PORT,
            new Allowed(EVERYBODY),
            question -> {
              asked.release();
              return question.line().map(line -> ("heard " + line).getBytes(UTF_8));
            });
  }

  @AfterEach
  void close() throws IOException {
    acceptor.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private Socket opened() throws IOException {
    Socket socket = connect("127.0.0.1", acceptor.port());
    sockets.add(socket);
    return socket;
  }

  private String answer(String question) throws IOException {
    return ask("127.0.0.1", acceptor.port(), question);
  }

  @Test
  void aLineEndsWithEitherCharacter() throws Exception {
    assertEquals("heard kai", answer("kai\n"));
    assertEquals("heard kai", answer("kai\r\n"));
    assertEquals("heard kai", answer("kai\rlena\n"));
  }

  @Test
  void aPeerThatEndsHasAskedAllItWants() throws Exception {
    Socket socket = opened();
    socket.getOutputStream().write("kai".getBytes(UTF_8));
    socket.shutdownOutput();
    assertEquals("heard kai", heard(socket));
  }

  @Test
  void aSilentPeerIsLeftAfterTwoSeconds() throws Exception {
    Socket socket = opened();
    long start = System.nanoTime();
    assertEquals("", heard(socket));
    long millis = (System.nanoTime() - start) / 1_000_000;
    assertTrue(millis >= 1900 && millis < 4000, millis + " ms");
  }

  @Test
  void aDrippingPeerIsLeftAfterTwoSecondsToo() throws Exception {
    Socket socket = opened();
    socket.setSoTimeout(100);
    long start = System.nanoTime();
    await()
        .atMost(Duration.ofSeconds(4))
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              try {
                socket.getOutputStream().write('x');
                return false;
              } catch (SocketException e) {
                return true;
              }
            });
    long millis = (System.nanoTime() - start) / 1_000_000;
    assertTrue(millis >= 1900, millis + " ms");
  }

  @Test
  void tenThousandOctetsWithoutAnEndAreNotHeard() throws Exception {
    Socket socket = opened();
    socket.getOutputStream().write("x".repeat(10_000).getBytes(UTF_8));
    assertTimeout(
        Duration.ofSeconds(1),
        () -> {
          try {
            assertEquals("", heard(socket));
          } catch (SocketException reset) {
            // as good an end
          }
        });
  }

  @Test
  void whatFollowsTheLineDoesNotSpoilTheAnswer() throws Exception {
    assertEquals("heard kai", answer("kai\n" + "x".repeat(10_000)));
  }

  @Test
  void aResetHurtsNobodyElse() throws Exception {
    for (int i = 0; i < 50; i++) {
      try (Socket socket = connect("127.0.0.1", acceptor.port())) {
        socket.setSoLinger(true, 0);
        socket.getOutputStream().write('x');
      }
    }
    // Those that were reset before they were accepted may still be counted.
    await().until(() -> answer("kai\n").equals("heard kai"));
  }

  @Test
  void oneAddressHasThirtyTwoConnectionsAtOnceAndTheOthersGetNoAnswer() throws Exception {
    for (int i = 0; i < 300; i++) {
      opened();
    }
    asked.acquire(Acceptor.AT_ONCE_FROM_ONE);
    assertEquals(0, asked.availablePermits());
    assertEquals("", heard(sockets.getLast()));
    try (Socket other = new Socket()) {
      other.bind(new InetSocketAddress("127.0.0.2", 0));
      other.connect(new InetSocketAddress(ANY_PORT.address(), acceptor.port()));
      other.getOutputStream().write("kai\n".getBytes(UTF_8));
      assertEquals("heard kai", heard(other));
    }
    sockets.getFirst().getOutputStream().write("lena\n".getBytes(UTF_8));
    assertEquals("heard lena", heard(sockets.getFirst()));
    sockets.getFirst().close();
    await().until(() -> answer("kai\n").equals("heard kai"));
  }

  @Test
  void allAddressesHaveTwoHundredAndFiftySixTogether() throws Exception {
    for (int i = 0; i < 300; i++) {
      Socket socket = new Socket();
      sockets.add(socket);
      socket.bind(new InetSocketAddress("127.0.1." + (1 + i % 100), 0));
      socket.connect(new InetSocketAddress(ANY_PORT.address(), acceptor.port()));
    }
    asked.acquire(Acceptor.AT_ONCE);
    assertEquals("", heard(sockets.getLast()));
    assertEquals(0, asked.availablePermits());
  }

  @Test
  void closingWaitsForNobody() throws Exception {
    Socket socket = opened();
    asked.acquire();
    assertTimeout(Duration.ofSeconds(1), acceptor::close);
    assertEquals("", heard(socket));
  }

  @Test
  void withoutDescriptorsItWaitsAndDoesNotSpin() throws Exception {
    Process drill =
        new ProcessBuilder(
                "sh",
                "-c",
                "ulimit -n 200; exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                NoDescriptorsDrill.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String said = new String(drill.getInputStream().readAllBytes(), UTF_8).strip();
    assertEquals(0, drill.waitFor(), said);
    String[] words = said.split(" ", -1);
    assertEquals("1", words[2], said);
    assertTrue(Integer.parseInt(words[1]) < 500, said);
  }
}
