package io.risefall.cli;

import java.time.Duration;

/**
 * Threads of checks that are no daemons: they have something to end that is not the process' own,
 * the programs of {@code exec}, which takes longer on a busy machine. Their check may have its
 * result before, and a process that halts would leave these programs behind.
 */
public final class Unfinished {

  /** That come while they are counted; whoever has so many more waits for a part of them. */
  private static final int MORE = 16;

  private Unfinished() {}

  /** The group of what checks on virtual threads have started. */
  public static ThreadGroup ofVirtualThreads() {
    return Thread.ofVirtual().unstarted(() -> {}).getThreadGroup();
  }

  /**
   * Waits until those of a group have ended.
   *
   * @param patience the most, for all of them
   * @throws InterruptedException if the thread was interrupted
   */
  public static void await(ThreadGroup group, Duration patience) throws InterruptedException {
    long until = System.nanoTime() + patience.toNanos();
    Thread[] threads = new Thread[group.activeCount() + MORE];
    int count = group.enumerate(threads);
    for (int i = 0; i < count; i++) {
      if (!threads[i].isDaemon()) {
        threads[i].join(Duration.ofNanos(until - System.nanoTime()));
      }
    }
  }
}
