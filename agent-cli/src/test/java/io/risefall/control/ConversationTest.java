package io.risefall.control;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.control.Service.Task;
import io.risefall.control.Service.Work;
import io.risefall.testkit.ManualTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Conversations that are late. */
@Timeout(60)
class ConversationTest {

  private final ManualTime time = new ManualTime();
  private final CountDownLatch begun = new CountDownLatch(1);
  private SocketChannel asker;
  private SocketChannel client;

  @BeforeEach
  void connect() throws IOException {
    try (ServerSocketChannel listening = ServerSocketChannel.open()) {
      listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      asker = SocketChannel.open(listening.getLocalAddress());
      client = listening.accept();
    }
  }

  @AfterEach
  void close() throws IOException {
    asker.close();
    client.close();
  }

  /** A command that says when it has begun. */
  private Conversation conversation(boolean interruptible, Work work) {
    Task task =
        new Task(
            Duration.ofMillis(50),
            interruptible,
            () -> {
              begun.countDown();
              return work.run();
            });
    return conversation((words, terminal) -> task);
  }

  private Conversation conversation(Service service) {
    return new Conversation(client, "", service, time);
  }

  /** Holds it on a thread; says whether that thread was left interrupted. */
  private static FutureTask<Boolean> hold(Conversation conversation) {
    FutureTask<Boolean> held =
        new FutureTask<>(
            () -> {
              try {
                conversation.hold(() -> {});
              } catch (IOException e) {
                // it was given up
              }
              return Thread.currentThread().isInterrupted();
            });
    Thread.ofPlatform().daemon().start(held);
    return held;
  }

  private void ask() throws IOException {
    asker.write(ByteBuffer.wrap(new Question("", false, List.of("status")).wire()));
  }

  /** What comes back until the connection ends. */
  private String heard() throws IOException {
    return new String(Channels.newInputStream(asker).readAllBytes(), US_ASCII);
  }

  @Test
  void aQuestionThatDoesNotComeIsWaitedForForTwoSeconds() throws Exception {
    Conversation conversation = conversation(true, Optional::empty);
    FutureTask<Boolean> held = hold(conversation);
    time.advance(Duration.ofMillis(1999));
    conversation.giveUpIfLate();
    assertTrue(client.isOpen(), "it is not late yet");
    time.advance(Duration.ofMillis(1));
    conversation.giveUpIfLate();
    assertFalse(held.get());
    assertEquals("", heard());
  }

  @Test
  void aCheckThatIsLateIsInterruptedAndItsThreadFitForTheNext() throws Exception {
    Conversation conversation =
        conversation(
            true,
            () -> {
              new CountDownLatch(1).await();
              return Optional.empty();
            });
    FutureTask<Boolean> held = hold(conversation);
    ask();
    begun.await();
    time.advance(Duration.ofMillis(299));
    conversation.giveUpIfLate();
    assertTrue(client.isOpen(), "it is not late yet");
    time.advance(Duration.ofMillis(1));
    conversation.giveUpIfLate();
    assertFalse(held.get());
    assertEquals("wait 50\n", heard());
  }

  @Test
  void whatChangesSomethingGoesOnToItsEnd() throws Exception {
    CountDownLatch given = new CountDownLatch(1);
    Conversation conversation =
        conversation(
            false,
            () -> {
              given.await();
              return Optional.of(Answer.of("changed"));
            });
    FutureTask<Boolean> held = hold(conversation);
    ask();
    begun.await();
    time.advance(Duration.ofSeconds(1));
    conversation.giveUpIfLate();
    assertFalse(client.isOpen());
    assertFalse(held.isDone());
    given.countDown();
    assertFalse(held.get());
    assertEquals("wait 50\n", heard());
  }

  @Test
  void aCommandThatFailsIsAnsweredAsWell() throws Exception {
    for (Throwable trouble :
        List.of(new StackOverflowError(), new IllegalStateException("one\ntwo"))) {
      FutureTask<Boolean> held = hold(conversation(true, () -> thrown(trouble)));
      ask();
      held.get();
      client.close();
      String line = "risefall: internal error: " + trouble.toString().lines().findFirst().get();
      assertEquals("wait 50\n1\u001f" + line + "\u001f\u0004", heard());
      connect();
    }
  }

  @Test
  void aCommandThatCannotBeTakenIsLeftToWhoeverAsks() throws Exception {
    Conversation conversation =
        conversation(
            (words, terminal) -> {
              throw new StackOverflowError();
            });
    FutureTask<Boolean> held = hold(conversation);
    ask();
    held.get();
    client.close();
    assertEquals("self internal error: java.lang.StackOverflowError\n", heard());
  }

  private static Optional<Answer> thrown(Throwable trouble) {
    if (trouble instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) trouble;
  }

  @Test
  void whoHasSaidNothingIsGivenUpAndWhoWaitsForAnAnswerIsNot() throws Exception {
    Conversation conversation = conversation(true, Optional::empty);
    ask();
    assertFalse(conversation.giveUpIfSilent(), "the question waits to be read");
    FutureTask<Boolean> held = hold(conversation);
    held.get();
    client.close();
    assertFalse(conversation.giveUpIfSilent(), "it has ended");
    assertEquals("wait 50\nself the agent has too much to do\n", heard());
    connect();
    Conversation silent = conversation(true, Optional::empty);
    FutureTask<Boolean> waits = hold(silent);
    asker.write(ByteBuffer.wrap(new byte[] {'t'}));
    await().until(silent::giveUpIfSilent);
    assertFalse(waits.get());
    assertEquals("", heard());
  }
}
