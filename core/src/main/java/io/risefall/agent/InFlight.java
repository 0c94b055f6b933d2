package io.risefall.agent;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * What goes on at a moment, and how it is ended: runs of watched checks, those of removed ones
 * included, and threads that run a checker beside them. Guarded by the agent's lock, but for {@link
 * #isClosed}.
 */
final class InFlight {

  private final Condition ended;
  private final Runnable whenOver;
  private final Set<Run> runs = new HashSet<>();
  private final Set<Thread> beside = new HashSet<>();
  private volatile boolean closed;

  /**
   * Nothing yet.
   *
   * @param whenOver is run once it is closed and nothing goes on any more, with the lock held
   */
  InFlight(ReentrantLock lock, Runnable whenOver) {
    this.ended = lock.newCondition();
    this.whenOver = whenOver;
  }

  /** Whether nothing may begin any more. */
  boolean isClosed() {
    return closed;
  }

  void begin(Run run) {
    run.node.run = run;
    runs.add(run);
  }

  /** Takes the end of a run, on its thread. */
  void end(Run run) {
    run.node.run = null;
    run.thread = null;
    runs.remove(run);
    ended(run.abandoned);
  }

  /** Takes this thread's run beside the watched ones. */
  void beginBeside() {
    beside.add(Thread.currentThread());
  }

  void endBeside() {
    beside.remove(Thread.currentThread());
    ended(false);
  }

  private void ended(boolean interrupted) {
    if (interrupted || closed) {
      // The interrupt was for this run alone, not for the thread's next work.
      Thread.interrupted();
    }
    if (closed) {
      ended.signalAll();
      endIfIdle();
    }
  }

  private void endIfIdle() {
    if (isIdle()) {
      whenOver.run();
    }
  }

  boolean isIdle() {
    return runs.isEmpty() && beside.isEmpty();
  }

  /** Interrupts a run; one that has not begun is to look whether it may, once it has its thread. */
  static void interrupt(Run run) {
    Thread thread = run.thread;
    if (thread != null) {
      thread.interrupt();
    }
  }

  /**
   * Lets nothing more begin, interrupts what goes on and waits for it.
   *
   * @return the names of checks that had not ended after {@code limit}
   */
  List<String> close(Duration limit) throws InterruptedException {
    closed = true;
    runs.forEach(InFlight::interrupt);
    beside.forEach(Thread::interrupt);
    endIfIdle();
    long left = limit.toNanos();
    while (!isIdle() && left > 0) {
      left = ended.awaitNanos(left);
    }
    return Stream.concat(
            runs.stream().map(run -> run.node.name), beside.stream().map(thread -> "a run beside"))
        .sorted()
        .toList();
  }
}
