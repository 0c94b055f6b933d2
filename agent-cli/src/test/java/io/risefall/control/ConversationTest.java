package io.risefall.control;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.control.Service.Task;
import io.risefall.control.Service.Work;
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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Conversations that are late. */
@Timeout(60)
class ConversationTest {

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
    return new Conversation(client, "", (words, terminal) -> Optional.of(task));
  }

  /** Holds it on a thread; says whether that thread was left interrupted. */
  private static FutureTask<Boolean> hold(Conversation conversation) {
    FutureTask<Boolean> held =
        new FutureTask<>(
            () -> {
              try {
                conversation.hold();
              } catch (IOException e) {
                // it was given up
              }
              return Thread.currentThread().isInterrupted();
            });
    Thread.ofPlatform().daemon().start(held);
    return held;
  }

  private void ask() throws IOException {
    asker.write(ByteBuffer.wrap(new Question("", false, false, List.of("status")).wire()));
  }

  /** What comes back until the connection ends. */
  private String heard() throws IOException {
    return new String(Channels.newInputStream(asker).readAllBytes(), US_ASCII);
  }

  private void giveUp(Conversation conversation) throws InterruptedException {
    while (client.isOpen()) {
      conversation.giveUpIfLate();
      Thread.sleep(10);
    }
  }

  @Test
  void aQuestionThatDoesNotComeIsWaitedForForTwoSeconds() throws Exception {
    Conversation conversation = conversation(true, Optional::empty);
    long start = System.nanoTime();
    FutureTask<Boolean> held = hold(conversation);
    giveUp(conversation);
    assertFalse(held.get());
    assertTrue(System.nanoTime() - start >= TimeUnit.SECONDS.toNanos(2));
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
    conversation.giveUpIfLate();
    assertTrue(client.isOpen(), "it is not late yet");
    giveUp(conversation);
    assertFalse(held.get());
    assertEquals("wait         50\n", heard());
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
    giveUp(conversation);
    assertFalse(held.isDone());
    given.countDown();
    assertFalse(held.get());
    assertEquals("wait         50\n", heard());
  }
}
