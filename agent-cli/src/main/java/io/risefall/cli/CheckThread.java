package io.risefall.cli;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The thread of the one check. A signal interrupts it and waits a little before the process ends,
 * so that a check can end what is not the process' own: the programs of {@code exec}.
 */
final class CheckThread {

  private static @Nullable Thread current;
  private static boolean ending;

  private CheckThread() {}

  /** Starts {@code task}, unless the process is being ended. */
  static synchronized void start(Runnable task) {
    if (!ending) {
      Thread thread = new Thread(task, "check");
      thread.setDaemon(true);
      current = thread;
      thread.start();
    }
  }

  /** Interrupts the check, if there is one, and waits for its end; no other one starts. */
  static void end(Duration patience) {
    Thread thread;
    synchronized (CheckThread.class) {
      ending = true;
      thread = current;
    }
    if (thread == null) {
      return;
    }
    thread.interrupt();
    try {
      thread.join(patience);
    } catch (InterruptedException e) {
      // the process ends now
    }
  }

  /** Lets whoever ends the process end it: a check that was interrupted for that has no answer. */
  static void awaitEndOfProcess() {
    boolean endless;
    synchronized (CheckThread.class) {
      endless = ending;
    }
    while (endless) {
      LockSupport.park(CheckThread.class);
    }
  }
}
