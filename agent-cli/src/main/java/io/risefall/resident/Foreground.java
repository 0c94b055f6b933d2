package io.risefall.resident;

import io.risefall.cli.Unfinished;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes on until a signal ends the process: with 0 if it was running and ended in order, else
 * with 1.
 */
final class Foreground {

  private static final Logger LOG = LoggerFactory.getLogger(Foreground.class);

  /** For what checks have to end, beyond what they have waited for it themselves. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final AtomicReference<@Nullable AutoCloseable> running = new AtomicReference<>();

  private Foreground() {}

  /** From now on a signal ends the process in order. */
  static Foreground begin() {
    Foreground foreground = new Foreground();
    Runtime.getRuntime().addShutdownHook(new Thread(foreground::end));
    return foreground;
  }

  /** Tells what is to be closed by a signal. */
  void closes(AutoCloseable service) {
    running.set(service);
  }

  /** Never returns: a signal ends the process, or whoever interrupts the thread. */
  static void awaitSignal() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  private void end() {
    int code = 1;
    AutoCloseable service = running.get();
    try {
      if (service != null) {
        service.close();
        code = 0;
      }
      Unfinished.await(Unfinished.ofVirtualThreads(), PATIENCE);
    } catch (Exception e) {
      LOG.error("did not end in order", e);
    }
    Runtime.getRuntime().halt(code);
  }
}
