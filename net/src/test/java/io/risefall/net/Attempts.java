package io.risefall.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckContext;
import io.risefall.check.CheckFailedException;
import io.risefall.check.CheckResult;
import io.risefall.option.Endpoint;
import io.risefall.option.Option;
import io.risefall.option.Options;
import io.risefall.time.Ticker;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Attempts as a checker makes them: on a thread of their own, with a deadline. */
final class Attempts {

  /** Of an attempt that is to run into it. */
  static final Duration BRIEF = Duration.ofMillis(300);

  /** Of an attempt that is not, however busy the machine is. */
  static final Duration AMPLE = Duration.ofSeconds(10);

  private static final Duration TOLERANCE = Duration.ofMillis(100);

  /** A busy machine can be late; one attempt of so many that is in time is enough. */
  private static final int TRIES = 6;

  private static final Duration SETTLING = Duration.ofMillis(30);

  private Attempts() {}

  /** What a checker does. */
  @FunctionalInterface
  interface Attempt {
    void make(CheckContext context) throws Exception;
  }

  /** What is done over a connection. */
  @FunctionalInterface
  interface Use {
    void of(Connection connection) throws Exception;
  }

  /** Connects to a port of 127.0.0.1, and goes on. */
  static Attempt to(int port, Use use) {
    return to(Target.parse("127.0.0.1", port), Optional.empty(), use);
  }

  /** Connects, goes on, and explains what fails as a checker does. */
  static Attempt to(Target target, Optional<Endpoint> source, Use use) {
    return context -> {
      try (Connection connection = Connection.open(target, source, context)) {
        try {
          use.of(connection);
        } catch (java.io.IOException e) {
          throw connection.failure(e);
        }
      }
    };
  }

  /** Connects to a port of 127.0.0.1 by that name, and speaks TLS. */
  static Attempt tls(String name, int port, Tls tls, Use use) {
    return to(
        port,
        connection -> {
          connection.secure(tls, name);
          use.of(connection);
        });
  }

  static Tls tls(String... settings) {
    return Tls.withClient(options(settings));
  }

  static Options options(String... settings) {
    Map<String, List<String>> texts = new LinkedHashMap<>();
    for (String setting : settings) {
      String[] parts = setting.split("=", 2);
      texts.put(parts[0], List.of(parts[1]));
    }
    List<Option<?>> declared =
        List.of(
            Tls.VERIFY, Tls.CA, Tls.MIN_CERTIFICATE_DAYS, Tls.CLIENT_CERTIFICATE, Tls.CLIENT_KEY);
    return Options.parse(declared, texts);
  }

  static CheckContext within(Duration limit) {
    return CheckContext.within(limit, Ticker.system());
  }

  /** Succeeds. */
  static void succeeds(Attempt attempt) throws Exception {
    on(
        Thread.ofVirtual(),
        () -> {
          attempt.make(within(AMPLE));
          return true;
        });
  }

  /** Fails; with this. */
  static CheckResult fails(Attempt attempt) throws Exception {
    return fails(Thread.ofVirtual(), attempt, AMPLE);
  }

  /** Fails, on this thread and with no time at all; with this. */
  static CheckResult failsNow(Attempt attempt) throws Exception {
    try {
      attempt.make(within(Duration.ZERO));
    } catch (CheckFailedException e) {
      return e.result();
    }
    throw new AssertionError("it should have failed");
  }

  private static CheckResult fails(Thread.Builder kind, Attempt attempt, Duration limit)
      throws Exception {
    return on(
        kind,
        () -> {
          try {
            attempt.make(within(limit));
          } catch (CheckFailedException e) {
            return e.result();
          }
          throw new AssertionError("it should have failed");
        });
  }

  private static <T> T on(Thread.Builder kind, Callable<T> work) throws Exception {
    FutureTask<T> task = new FutureTask<>(work);
    kind.start(task);
    try {
      return task.get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError(String.valueOf(e.getCause()), e.getCause());
    }
  }

  /**
   * Fails within 100 ms after a brief deadline, on a thread of either kind (the agent's are
   * virtual, the command's is not); with this.
   */
  static CheckResult failsInTime(Attempt attempt) throws Exception {
    CheckResult onPlatformThread = failsInTime(Thread.ofPlatform().daemon(), attempt);
    CheckResult onVirtualThread = failsInTime(Thread.ofVirtual(), attempt);
    assertEquals(onPlatformThread.message(), onVirtualThread.message());
    return onVirtualThread;
  }

  private static CheckResult failsInTime(Thread.Builder kind, Attempt attempt) throws Exception {
    long late = 0;
    for (int i = 0; i < TRIES; i++) {
      long start = System.nanoTime();
      CheckResult result = fails(kind, attempt, BRIEF);
      late = System.nanoTime() - start - BRIEF.toNanos();
      if (late <= TOLERANCE.toNanos()) {
        return result;
      }
    }
    throw new AssertionError("late by " + late / 1_000_000 + " ms, allowed: 100 ms");
  }

  /** Is interrupted while it waits, on a thread of either kind, and says so promptly. */
  static void isInterrupted(Attempt attempt) throws Exception {
    isInterrupted(Thread.ofPlatform().daemon(), attempt);
    isInterrupted(Thread.ofVirtual(), attempt);
  }

  private static void isInterrupted(Thread.Builder kind, Attempt attempt) throws Exception {
    long late = Long.MAX_VALUE;
    for (int i = 0; i < TRIES && late > TOLERANCE.toNanos(); i++) {
      FutureTask<Boolean> task =
          new FutureTask<>(
              () -> {
                attempt.make(within(AMPLE));
                return true;
              });
      Thread thread = kind.start(task);
      LockSupport.parkNanos(BRIEF.plus(SETTLING).toNanos()); // whatever it waits for by then
      long start = System.nanoTime();
      thread.interrupt();
      Throwable thrown = null;
      try {
        task.get(30, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        thrown = e.getCause();
      }
      late = System.nanoTime() - start;
      assertInstanceOf(InterruptedException.class, thrown);
    }
    assertTrue(late <= TOLERANCE.toNanos(), "went on for " + late / 1_000_000 + " ms");
  }

  static void assertSays(String verdictReasonAndMessage, CheckResult result) {
    assertEquals(
        verdictReasonAndMessage,
        result.verdict() + " " + result.reason() + ": " + result.message(),
        result::toString);
  }
}
