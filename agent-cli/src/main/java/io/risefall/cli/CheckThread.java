package io.risefall.cli;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The thread of the one check. A signal interrupts it and waits a little before the process ends,
 * so that a check can end what is not the process' own: the programs of {@code exec}.
 */
final class CheckThread {

  /** Of the check, and of the threads that it starts. */
  private static final ThreadGroup GROUP = new ThreadGroup("check");

  private static @Nullable Thread current;
  private static boolean ending;

  private CheckThread() {}

  /** Starts {@code task}, unless the process is being ended. */
  static synchronized void start(Runnable task) {
    if (!ending) {
      Thread thread = new Thread(GROUP, task, "check");
      thread.setDaemon(true);
      current = thread;
      thread.start();
    }
  }

  /**
   * Interrupts the check, if there is one, and waits for its end, and for what it has to end; no
   * other one starts.
   */
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
    long until = System.nanoTime() + patience.toNanos();
    try {
      thread.join(patience);
    } catch (InterruptedException e) {
      // the process ends now
    }
    awaitUnfinished(Duration.ofNanos(until - System.nanoTime()));
  }

  /** Waits for what the check has left to be ended; nothing, if there was none. */
  static void awaitUnfinished(Duration patience) {
    try {
      Unfinished.await(GROUP, patience);
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
