package io.risefall.hook;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that is run because something changed; never by a shell. */
final class Program {

  private Program() {}

  /**
   * Runs it to its end. Its input and output lead nowhere.
   *
   * @param command the program and its arguments
   * @param variables for its environment, beside those of this process
   * @param timeout after which it is killed, with what it has started
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
    builder.environment().putAll(variables);
    Process process = builder.start();
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
