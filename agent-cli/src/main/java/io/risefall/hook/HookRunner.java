package io.risefall.hook;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.retry.Retry;
import io.risefall.agent.Transition;
import io.risefall.config.AgentConfig.Hook;
import io.risefall.publish.Publisher;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a program for each change of what is told about a check: in order and one at a time for each
 * check. One that fails is tried again; one that goes on failing is left alone for a while, and of
 * the changes that wait for a slow one the oldest are dropped.
 */
public final class HookRunner implements Publisher {

  private static final Logger LOG = LoggerFactory.getLogger(HookRunner.class);
  private static final int MOST_WAITING = 100;

  private final Hook hook;
  private final Retry retry;
  private final CircuitBreaker breaker;
  private final Map<String, Queue> queues = new HashMap<>();
  private final AtomicLong failures = new AtomicLong();
  private boolean closed;

  /** The changes of one check that wait, and the thread that works on them while there are any. */
  private static final class Queue {
    final ArrayDeque<Transition> waiting = new ArrayDeque<>();
    @Nullable Thread worker;
  }

  /** A hook as the file has it. */
  public HookRunner(Hook hook) {
    this(hook, Duration.ofSeconds(1), Duration.ofSeconds(60));
  }

  /**
   * @param pause before the second try, twice as long before the third
   * @param rest how long a hook that has failed 10 of 10 times is left alone
   */
  HookRunner(Hook hook, Duration pause, Duration rest) {
    this.hook = hook;
    retry = Program.retry(pause);
    breaker =
        CircuitBreaker.of(
            "hook",
            CircuitBreakerConfig.custom()
                .slidingWindowSize(10)
                .minimumNumberOfCalls(10)
                .failureRateThreshold(100)
                .waitDurationInOpenState(rest)
                .permittedNumberOfCallsInHalfOpenState(1)
                .recordExceptions(IOException.class)
                .build());
  }

  @Override
  public void open() {}

  @Override
  public void onTransition(Transition transition) {
    boolean meant = hook.on().isEmpty() || hook.on().contains(transition.name());
    if (meant && transition.from() != transition.to()) {
      enqueue(transition);
    }
  }

  private synchronized void enqueue(Transition transition) {
    if (closed) {
      return;
    }
    Queue queue = queues.computeIfAbsent(transition.name(), name -> new Queue());
    if (queue.waiting.size() == MOST_WAITING) {
      failures.incrementAndGet();
      LOG.warn("hook {} is too slow, dropped: {}", hook.run().getFirst(), queue.waiting.remove());
    }
    queue.waiting.add(transition);
    if (queue.worker == null) {
      queue.worker = Thread.ofVirtual().name("hook").start(() -> work(queue));
    }
  }

  private void work(Queue queue) {
    for (Transition next = next(queue); next != null; next = next(queue)) {
      run(next);
    }
  }

  private synchronized @Nullable Transition next(Queue queue) {
    Transition next = closed ? null : queue.waiting.poll();
    if (next == null) {
      queue.worker = null;
    }
    return next;
  }

  private void run(Transition transition) {
    Callable<Void> once =
        () -> {
          runOnce(transition);
          return null;
        };
    try {
      CircuitBreaker.decorateCallable(breaker, Retry.decorateCallable(retry, once)).call();
    } catch (CallNotPermittedException e) {
      failures.incrementAndGet();
      LOG.warn("hook {} keeps failing and was not run: {}", hook.run().getFirst(), transition);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception | Error e) { // no thread for a program is an Error; the next one is to run
      failures.incrementAndGet();
      LOG.error("hook failed, tried several times, for {}: {}", transition, e.toString());
    }
  }

  private void runOnce(Transition transition) throws IOException, InterruptedException {
    try {
      List<String> command = hook.run().stream().map(word -> filled(word, transition)).toList();
      Program.run(command, Map.of("RISEFALL_CHECK", transition.name()), hook.timeout());
    } catch (RuntimeException | Error e) {
      // A failure like others, to be tried again and counted: the breaker knows no other.
      throw new IOException(e.toString(), e);
    }
  }

  /** A word of the command with what stands in braces filled in, each once. */
  static String filled(String word, Transition transition) {
    Map<String, String> values =
        Map.of(
            "{check}", transition.name(),
            "{from}", transition.from().name(),
            "{to}", transition.to().name(),
            "{reason}", transition.reason().code(),
            "{message}", transition.message().replace('\0', ' '),
            "{time}", transition.time().toString());
    StringBuilder text = new StringBuilder();
    for (int at = 0; at < word.length(); ) {
      int close = word.charAt(at) == '{' ? word.indexOf('}', at) : -1;
      String value = close < 0 ? null : values.get(word.substring(at, close + 1));
      text.append(value == null ? word.substring(at, at + 1) : value);
      at = value == null ? at + 1 : close + 1;
    }
    return text.toString();
  }

  @Override
  public long failures() {
    return failures.get();
  }

  @Override
  public String toString() {
    return "hook " + hook.run().getFirst();
  }

  /** Kills programs that run; not before they are killed is it closed. */
  @Override
  public void close() {
    workers().forEach(Program::end);
  }

  /** Those that work on a change; none begins any more. */
  synchronized List<Thread> workers() {
    closed = true;
    return queues.values().stream().map(queue -> queue.worker).filter(Objects::nonNull).toList();
  }
}
