package io.risefall.agent;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that take tasks from one queue: as many as there are tasks that block, and one more.
 * While tasks wait, one thread has been started and has not come up yet, the follower. It comes up
 * when those before it block, and has a follower of its own started before it takes a task. So a
 * task that ends at once costs no thread, and one that does not holds up no other.
 */
final class Workers implements Executor {

  /** After so many tasks a thread lets those come up that are ready to go on, an answer in hand. */
  static final int TURN = 64;

  private static final Logger LOG = LoggerFactory.getLogger(HealthAgent.class);

  private final Executor threads;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean following = new AtomicBoolean();

  /**
   * @param threads starts a thread for each task it is given, and does not wait for it
   */
  Workers(Executor threads) {
    this.threads = threads;
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    follow();
  }

  /** Does {@code task} with each; a thread that is quicker than the caller does not end between. */
  <T> void executeAll(List<T> many, Consumer<T> task) {
    for (T one : many) {
      tasks.add(() -> task.accept(one));
    }
    follow();
  }

  private void follow() {
    if (tasks.isEmpty() || !following.compareAndSet(false, true)) {
      return;
    }
    try {
      threads.execute(this::work);
    } catch (RuntimeException | Error e) {
      following.set(false);
      LOG.error("no thread for what is due, it waits", e);
    }
  }

  private void work() {
    // First of all: who adds a task from now on either has it seen here, or starts a follower.
    following.set(false);
    for (int i = 0; i < TURN; i++) {
      Runnable task = tasks.poll();
      if (task == null) {
        return;
      }
      follow();
      try {
        task.run();
      } catch (Throwable e) { // nobody would see it, and the tasks that wait are innocent
        LOG.error("a check or listener could not be run", e);
      }
      // What interrupted this task, or the task itself, did not mean the next one.
      Thread.interrupted();
    }
  }
}
