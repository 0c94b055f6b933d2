package io.risefall.control;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.time.Scheduler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** As a launcher, and as somebody on the host who has no token. */
@Timeout(60)
class ControlServerTest {

  private static final String WELL = "wait 5000\n0\u001f\u001fwell\n\u0004";

  private static final String NO = "self not allowed: the token is wrong\n";

  @TempDir private Path directory;
  private final CountDownLatch given = new CountDownLatch(1);
  private final CountDownLatch begun = new CountDownLatch(1);
  private final List<Socket> clients = new ArrayList<>();
  private final Scheduler scheduler = Scheduler.system();
  private ControlServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        new ControlServer(
            directory, (words, terminal) -> task(words.getFirst()), scheduler, time -> {});
    server.start();
  }

  @AfterEach
  void close() throws IOException {
    given.countDown();
    server.close();
    scheduler.close();
    for (Socket client : clients) {
      client.close();
    }
  }

  private Service.Taken task(String word) {
    return new Service.Task(
        Duration.ofSeconds(5),
        true,
        () -> {
          if (word.equals("late")) {
            begun.countDown();
            given.await();
          }
          return Optional.of(Answer.of("well\n"));
        });
  }

  private String[] launcher() throws IOException {
    return Files.readString(directory.resolve("launcher")).split(" ", -1);
  }

  private Socket connect() throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(launcher()[0]));
    client.setSoTimeout(20_000);
    clients.add(client);
    return client;
  }

  private static void ask(Socket client, String token, String word) throws IOException {
    client.getOutputStream().write(new Question(token, false, List.of(word)).wire());
  }

  /** What comes until the connection ends, by a reset as well: what was not read resets it. */
  private static String heard(Socket client) throws IOException {
    ByteArrayOutputStream heard = new ByteArrayOutputStream();
    InputStream in = client.getInputStream();
    try {
      in.transferTo(heard);
    } catch (java.net.SocketException e) {
      // reset
    }
    return heard.toString(US_ASCII);
  }

  private String answer(String token) throws IOException {
    Socket client = connect();
    ask(client, token, "well");
    return heard(client);
  }

  @Test
  void whoHasTheTokenIsAnswered() throws IOException {
    assertEquals(WELL, answer(launcher()[1]));
  }

  @Test
  void whoHasAnotherOneOrNoneIsNot() throws IOException {
    String token = launcher()[1];
    for (String wrong : List.of("", "x", token.substring(1), token + "0", "x".repeat(64))) {
      assertEquals(NO, answer(wrong), wrong);
    }
  }

  @Test
  void aTokenThatDoesNotEndIsReadToItsBoundAndNotAnswered() throws IOException {
    Socket client = connect();
    client.getOutputStream().write("x".repeat(129).getBytes(US_ASCII));
    assertEquals("", heard(client));
    Socket longest = connect();
    longest.getOutputStream().write(("x".repeat(128) + "\0").getBytes(US_ASCII));
    assertEquals(NO, heard(longest));
  }

  @Test
  void aThousandWhoSayNothingHoldFewThreadsAndKeepNobodyOut() throws Exception {
    for (int i = 0; i < 1000; i++) {
      connect();
    }
    assertEquals(WELL, answer(launcher()[1]));
    long threads = working();
    assertTrue(threads <= 129, () -> threads + " threads");
    // The first ones have made room.
    assertEquals("", heard(clients.getFirst()));
  }

  @Test
  void aThousandWhoHaveTheTokenAreAllAnswered() throws Exception {
    String token = launcher()[1];
    for (int i = 0; i < 1000; i++) {
      ask(connect(), token, "well");
    }
    for (Socket client : clients) {
      assertEquals(WELL, heard(client));
    }
  }

  @Test
  void nothingIsLeftOfAServerThatIsClosed() throws Exception {
    Socket silent = connect();
    Socket waits = connect();
    ask(waits, launcher()[1], "late");
    begun.await();
    server.close();
    assertEquals("", heard(silent));
    assertEquals("wait 5000\n", heard(waits));
    await().until(() -> begun.getCount() == 0 && working() == 0);
    assertFalse(Files.exists(directory.resolve("launcher")));
    assertFalse(Files.exists(directory.resolve("control.sock")));
  }

  /** Threads that hold a conversation. */
  private static long working() {
    return Thread.getAllStackTraces().values().stream()
        .filter(
            trace ->
                List.of(trace).stream()
                    .anyMatch(frame -> frame.getClassName().equals(Conversation.class.getName())))
        .count();
  }

  @Test
  void whatAnotherAgentHasMadeInItsPlaceStays() throws Exception {
    Files.delete(directory.resolve("control.sock"));
    Files.delete(directory.resolve("launcher"));
    try (ControlServer other =
        new ControlServer(directory, (words, terminal) -> task("well"), scheduler, time -> {})) {
      other.start();
      server.close();
      assertEquals(WELL, answer(launcher()[1]));
      assertEquals(Answer.of("well\n"), ControlClient.ask(directory, List.of("status"), false));
    }
  }
}
