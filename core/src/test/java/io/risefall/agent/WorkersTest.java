package io.risefall.agent;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WorkersTest {

  private final Later threads = new Later();
  private final Workers workers = new Workers(threads);
  private final List<Integer> done = new ArrayList<>();

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  @Test
  void tasksThatEndAtOnceShareAThreadAndKeepTheirOrder() {
    workers.executeAll(numbers(50), done::add);
    assertEquals(1, threads.size());
    threads.doNext();
    assertEquals(numbers(50), done);
    assertEquals(1, threads.size(), "the follower, for the case that one had blocked");
    threads.doAll();
    assertEquals(50, done.size());
    assertEquals(0, threads.size(), "and it has nobody to follow it");
  }

  @Test
  void aTaskThatBlocksHasAFollowerWhileOthersWaitAndTheLastHasNone() {
    List<Integer> pending = new ArrayList<>();
    workers.executeAll(numbers(3), number -> pending.add(threads.size()));
    threads.doNext();
    assertEquals(List.of(1, 1, 1), pending, "one, not one more for each");
    threads.doAll();
    workers.execute(() -> pending.add(threads.size()));
    threads.doAll();
    assertEquals(0, pending.getLast());
  }

  @Test
  void whatIsAddedWhileTheLastTaskBlocksGetsAThread() {
    workers.execute(
        () -> {
          workers.execute(() -> done.add(2));
          assertEquals(1, threads.size());
          threads.doNext();
          done.add(1);
        });
    threads.doAll();
    assertEquals(List.of(2, 1), done);
  }

  @Test
  void aThreadMakesRoomForOthersAfterItsTurn() {
    workers.executeAll(numbers(Workers.TURN + 1), done::add);
    threads.doNext();
    assertEquals(Workers.TURN, done.size());
    threads.doAll();
    assertEquals(Workers.TURN + 1, done.size());
  }

  @Test
  void aTaskThatThrowsTakesNoOtherWithIt() {
    workers.execute(
        () -> {
          throw new AssertionError("on purpose");
        });
    workers.execute(() -> done.add(1));
    threads.doNext();
    assertEquals(List.of(1), done);
  }

  @Test
  void anInterruptionDoesNotReachTheNextTask() {
    AtomicBoolean interrupted = new AtomicBoolean();
    workers.execute(() -> Thread.currentThread().interrupt());
    workers.execute(() -> interrupted.set(Thread.currentThread().isInterrupted()));
    threads.doAll();
    assertFalse(interrupted.get());
    assertFalse(Thread.interrupted());
  }

  @Test
  void whereNoThreadCanBeHadTasksWaitForTheNextOne() {
    AtomicBoolean none = new AtomicBoolean(true);
    Workers poor =
        new Workers(
            task -> {
              if (none.get()) {
                throw new RejectedExecutionException("on purpose");
              }
              threads.execute(task);
            });
    poor.execute(() -> done.add(1));
    none.set(false);
    poor.execute(() -> done.add(2));
    threads.doAll();
    assertEquals(List.of(1, 2), done);
  }

  @Test
  void manyAddersAndTasksThatBlockNowAndThenLeaveNothingBehind() throws InterruptedException {
    Workers real = new Workers(Thread::startVirtualThread);
    AtomicInteger count = new AtomicInteger();
    CountDownLatch letGo = new CountDownLatch(1);
    List<Throwable> troubles = Collections.synchronizedList(new ArrayList<>());
    List<Thread> adders = new ArrayList<>();
    for (int adder = 0; adder < 4; adder++) {
      adders.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int i = 0; i < 20_000; i++) {
                      boolean blocks = i % 100 == 0;
                      real.execute(
                          () -> {
                            count.incrementAndGet();
                            try {
                              if (blocks) {
                                letGo.await();
                              }
                            } catch (InterruptedException e) {
                              troubles.add(e);
                            }
                          });
                    }
                  }));
    }
    for (Thread adder : adders) {
      adder.join();
    }
    await().until(() -> count.get() == 80_000);
    letGo.countDown();
    assertTrue(troubles.isEmpty());
  }
}
