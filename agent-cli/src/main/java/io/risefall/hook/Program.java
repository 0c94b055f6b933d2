package io.risefall.hook;

import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that is run because something changed; never by a shell. */
final class Program {

  private static final int TRIES = 3;
  private static final Duration KILLING = Duration.ofSeconds(1);

  private Program() {}

  /**
   * What failed is tried twice more.
   *
   * @param pause before the second try, twice as long before the third
   */
  static Retry retry(Duration pause) {
    return Retry.of(
        "program",
        RetryConfig.custom()
            .maxAttempts(TRIES)
            .intervalFunction(IntervalFunction.ofExponentialBackoff(pause))
            .retryExceptions(IOException.class)
            .build());
  }

  /** Ends a thread that may run one: interrupts it and waits until its program is killed. */
  static void end(Thread thread) {
    thread.interrupt();
    try {
      if (thread.getState() != Thread.State.NEW) {
        thread.join(KILLING);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Process started(ProcessBuilder builder) throws IOException {
    try {
      return builder.start();
    } catch (RuntimeException | Error e) { // no thread or memory for it: there may be soon
      throw new IOException(builder.command().getFirst() + " cannot be started: " + e, e);
    }
  }

  /**
   * Runs it to its end. Its input and output lead nowhere.
   *
   * @param command the program and its arguments
   * @param variables for its environment, beside those of this process
   * @param timeout after which it is killed, with its descendants
   * @throws IOException if it cannot be started, takes too long, or ends with another code than 0
   * @throws InterruptedException if the thread was interrupted; the program is killed then too
   */
  static void run(List<String> command, Map<String, String> variables, Duration timeout)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(Redirect.from(new java.io.File("/dev/null")))
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD);
    // What systemd is told is not theirs to say.
    builder.environment().remove("NOTIFY_SOCKET");
    builder.environment().putAll(variables);
    Process process = started(builder);
    boolean ended = false;
    try {
      ended = process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } finally {
      if (!ended) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }
    if (!ended) {
      throw new IOException(command.getFirst() + " took longer than " + timeout.toMillis() + " ms");
    }
    if (process.exitValue() != 0) {
      throw new IOException(command.getFirst() + " ended with " + process.exitValue());
    }
  }
}
