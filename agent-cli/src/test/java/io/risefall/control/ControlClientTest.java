package io.risefall.control;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Agents that hang or break off; what they say is written here by hand. */
@Timeout(60)
class ControlClientTest {

  @TempDir private Path directory;
  private final List<SocketChannel> clients = new ArrayList<>();
  private ServerSocketChannel listening;

  @BeforeEach
  void listen() throws IOException {
    listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listening.bind(address(), 1);
  }

  @AfterEach
  void close() throws IOException {
    listening.close();
    for (SocketChannel client : clients) {
      client.close();
    }
  }

  private UnixDomainSocketAddress address() {
    return UnixDomainSocketAddress.of(directory.resolve(ControlServer.SOCKET));
  }

  /** As an agent that is stopped: nobody accepts, and no more fit the queue. */
  private void fillTheQueue() throws IOException {
    while (true) {
      SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX);
      clients.add(client);
      client.configureBlocking(false);
      try {
        if (!client.connect(address())) {
          return;
        }
      } catch (IOException e) { // "Resource temporarily unavailable"
        return;
      }
    }
  }

  private String refused(String... words) {
    IOException refused =
        assertThrows(IOException.class, () -> ControlClient.ask(directory, List.of(words), false));
    return String.valueOf(refused.getMessage());
  }

  /** Answers one question, read or not, and closes the connection or leaves it open. */
  private void answer(String text, boolean closes) {
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                SocketChannel client = listening.accept();
                clients.add(client);
                client.read(ByteBuffer.allocate(4096));
                client.write(US_ASCII.encode(text));
                if (closes) {
                  client.close();
                }
              } catch (IOException e) {
                // closed
              }
            });
  }

  @Test
  void anAgentWhoseQueueIsFullIsNotWaitedForForEver() throws IOException {
    fillTheQueue();
    assertEquals("the agent hangs", refused("ask", "kai"));
  }

  @Test
  void anAgentWhoseQueueIsFullIsThere() throws IOException {
    fillTheQueue();
    assertTrue(ControlClient.answers(directory));
  }

  @Test
  void anAgentThatReadsNothingOfALongQuestionIsNotWaitedForForEver() {
    assertEquals("the agent hangs", refused("ask", "x".repeat(4 * 1024 * 1024)));
  }

  @ParameterizedTest
  @CsvSource({
    "'', false, the agent hangs",
    "'wait 0\n', false, the agent hangs",
    "'wait 0\n0\u001f\u001fwell', false, the agent hangs",
    "'', true, the answer breaks off",
    "'wait', true, the answer breaks off",
    "'wait 0\n0\u001f\u001fwell', true, the answer breaks off",
    "'wait x\n', true, the answer is none",
    "'HTTP/1.1 400 Bad Request\n', true, the answer is none",
    "'wait 0\nx\u001f\u001f\u0004', true, the answer is none",
    "'wait 0\n0\u0004', true, the answer is none",
    "'self nothing for others\n', true, nothing for others",
    "'wait 0\nself too much to do\n', true, too much to do"
  })
  void whatIsNoAnswerSaysWhy(String says, boolean closes, String why) {
    answer(says, closes);
    assertEquals(why, refused("ask", "kai"));
  }

  @Test
  void noThreadIsLeftWhateverTheAnswerWas() throws IOException {
    answer("", true);
    refused("ask", "kai");
    answer("wait 60000\n0\u001f\u001fwell\n\u0004", true);
    assertEquals(Answer.of("well\n"), ControlClient.ask(directory, List.of("ask", "kai"), false));
    await()
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().equals(ControlClient.LIMIT)));
  }

  @Test
  void whereNobodyListensNobodyAnswers() throws IOException {
    listening.close();
    assertFalse(ControlClient.answers(directory));
    Files.delete(directory.resolve(ControlServer.SOCKET));
    assertFalse(ControlClient.answers(directory));
  }
}
