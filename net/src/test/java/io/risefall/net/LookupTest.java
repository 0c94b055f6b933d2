package io.risefall.net;

import static io.risefall.net.Attempts.assertSays;
import static io.risefall.net.Attempts.fails;
import static io.risefall.net.Attempts.isInterrupted;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckFailedException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Names while some of their servers are silent, and while their addresses change. */
class LookupTest {

  private final CountDownLatch silent = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 7); // it may wrap
  private final Map<String, byte[]> known = new ConcurrentHashMap<>();
  private final Lookup lookup = new Lookup(this::resolve, now::get, Lookup.threads());

  private InetAddress[] resolve(String name) throws UnknownHostException {
    asked.incrementAndGet();
    if (name.startsWith("silent")) {
      ToyResolver.awaitDeaf(silent);
      throw new UnknownHostException(name);
    }
    if (name.startsWith("defect")) {
      throw new IllegalStateException("no idea");
    }
    byte[] address = known.get(name);
    if (address == null) {
      throw new UnknownHostException(name);
    }
    return new InetAddress[] {InetAddress.getByAddress(name, address)};
  }

  @AfterEach
  void serversAnswer() {
    silent.countDown();
  }

  private void is(String name, int lastOctet) {
    known.put(name, new byte[] {127, 0, 0, (byte) lastOctet});
  }

  private String found(String name) throws Exception {
    return lookup.of(name, Attempts.within(Attempts.AMPLE)).get(0).getHostAddress();
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private void assertUnknown(String name) throws Exception {
    assertSays(
        "BROKEN name-unresolved: this host's resolver has no address for " + name,
        fails(context -> lookup.of(name, context)));
  }

  @Test
  void silentNamesTakeNoOthersPlace() throws Exception {
    is("good.test", 1);
    try (ExecutorService checks = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 100; i++) {
        String name = "silent-" + i + ".test";
        var unused = checks.submit(() -> lookup.of(name, Attempts.within(Duration.ofMillis(500))));
      }
      for (int i = 0; i < 100; i++) {
        String name = "good-" + i + ".test";
        is(name, 2);
        assertEquals("127.0.0.2", found(name));
      }
    }
  }

  @Test
  void oneNameIsLookedUpOnceForAllWhoWait() throws Exception {
    List<Future<String>> results = new ArrayList<>();
    try (ExecutorService checks = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        results.add(
            checks.submit(
                () -> {
                  try {
                    lookup.of("silent.test", Attempts.within(Duration.ofMillis(200)));
                    return "found";
                  } catch (CheckFailedException e) {
                    return e.result().message();
                  }
                }));
      }
    }
    for (Future<String> one : results) {
      assertEquals("this host's resolver did not find silent.test in time", one.get());
    }
    assertEquals(1, asked.get());
    silent.countDown();
  }

  @Test
  void whoIsInterruptedLeavesTheOthersWaiting() throws Exception {
    isInterrupted(context -> lookup.of("silent.test", context));
    try (ExecutorService checks = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> other = checks.submit(() -> fails(context -> lookup.of("silent.test", context)));
      silent.countDown();
      assertTrue(other.get() != null);
    }
    assertEquals(1, asked.get());
  }

  @Test
  void anAddressThatChangesIsFollowed() throws Exception {
    is("moving.test", 1);
    assertEquals("127.0.0.1", found("moving.test"));
    is("moving.test", 2);
    pass(Lookup.KEPT.minusNanos(1));
    assertEquals("127.0.0.1", found("MOVING.test"));
    assertEquals(1, asked.get());
    pass(Duration.ofNanos(1));
    assertEquals("127.0.0.2", found("moving.test"));
    known.clear();
    pass(Lookup.KEPT);
    assertUnknown("moving.test");
  }

  @Test
  void aNameThatIsUnknownIsAskedForAgainSoon() throws Exception {
    assertUnknown("new.test");
    is("new.test", 1);
    pass(Lookup.FAILURE_KEPT.minusNanos(1));
    assertUnknown("new.test");
    pass(Duration.ofNanos(1));
    assertEquals("127.0.0.1", found("new.test"));
  }

  @Test
  void newNamesInFloodsLeaveThoseInPeaceThatWereFound() throws Exception {
    List<Runnable> waiting = new ArrayList<>();
    AtomicInteger first = new AtomicInteger();
    Lookup flooded =
        new Lookup(
            this::resolve,
            now::get,
            task -> {
              if (first.getAndIncrement() == 0) {
                task.run();
              } else {
                waiting.add(task);
              }
            });
    is("good.test", 1);
    flooded.of("good.test", Attempts.within(Attempts.AMPLE));
    pass(Lookup.KEPT);
    for (int i = 0; i < Lookup.MOST_AT_ONCE; i++) {
      String name = "flood-" + i + ".test";
      assertSays(
          "BROKEN name-unresolved: this host's resolver did not find " + name + " in time",
          Attempts.failsNow(context -> flooded.of(name, context)));
    }
    assertSays(
        "BROKEN no-resources: 1000 names are being looked up, and none is found",
        Attempts.failsNow(context -> flooded.of("more.test", context)));
    assertSays(
        "BROKEN name-unresolved: this host's resolver did not find good.test in time",
        Attempts.failsNow(context -> flooded.of("good.test", context)));
    waiting.forEach(Runnable::run);
    assertEquals(
        "127.0.0.1",
        flooded.of("good.test", Attempts.within(Attempts.AMPLE)).get(0).getHostAddress());
  }

  @Test
  void aResolverThatThrowsIsOurFault() throws Exception {
    assertSays(
        "BROKEN name-unresolved: this host's resolver failed:"
            + " java.lang.IllegalStateException: no idea",
        fails(context -> lookup.of("defect.test", context)));
  }

  @Test
  void withoutAThreadItIsOurFault() throws Exception {
    Lookup starved =
        new Lookup(
            this::resolve,
            now::get,
            task -> {
              throw new OutOfMemoryError("unable to create native thread");
            });
    for (int i = 0; i < 2; i++) {
      assertSays(
          "BROKEN no-resources: this process gets no more threads: unable to create native thread",
          fails(context -> starved.of("good.test", context)));
    }
  }
}
