package io.risefall.resident;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd that the agent is ready, or stopping, where systemd wants to know: a service of
 * {@code Type=notify}. Java opens no datagram socket in the file system, so systemd's own program
 * is run for it.
 */
final class Readiness {

  private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);
  private static final String SOCKET = "NOTIFY_SOCKET";
  private static final String PROGRAM = "systemd-notify";

  /** systemd-notify itself waits for systemd to have read it, for 5 s at most. */
  private static final Duration PATIENCE = Duration.ofSeconds(6);

  private final boolean wanted;
  private final String program;
  private final Duration patience;

  Readiness(Map<String, String> environment, String program, Duration patience) {
    this.wanted = !environment.getOrDefault(SOCKET, "").isEmpty();
    this.program = program;
    this.patience = patience;
  }

  /** As the environment of this process says. */
  static Readiness ofSystemd() {
    return new Readiness(System.getenv(), PROGRAM, PATIENCE);
  }

  /** From now on units that are ordered after this one may start. */
  void ready(Object status) throws InterruptedException {
    tell("READY=1", "STATUS=" + status);
  }

  /** Closes the agent, and tells before that it has begun to end. */
  AutoCloseable toldBeforeTheEndOf(AutoCloseable agent) {
    return () -> {
      try {
        // As assignments: the flag for it came with systemd 253.
        tell("STOPPING=1", "STATUS=ending");
      } finally {
        agent.close();
      }
    };
  }

  private void tell(String... assignments) throws InterruptedException {
    if (!wanted) {
      return;
    }
    try {
      run(assignments);
    } catch (IOException e) {
      LOG.warn("systemd was not told {}: {}", assignments[0], e.getMessage());
    }
  }

  private void run(String... assignments) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(program)
            .redirectInput(Redirect.from(new java.io.File("/dev/null")))
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.INHERIT);
    builder.command().addAll(List.of(assignments));
    Process process = builder.start();
    try {
      if (!process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new IOException(program + " took longer than " + patience.toMillis() + " ms");
      }
    } finally {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      throw new IOException(program + " ended with " + process.exitValue());
    }
  }
}
