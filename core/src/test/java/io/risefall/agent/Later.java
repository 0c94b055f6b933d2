package io.risefall.agent;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;

/** An executor that keeps its work for the test to do. */
final class Later implements Executor {

  private final ArrayDeque<Runnable> work = new ArrayDeque<>();

  @Override
  public void execute(Runnable task) {
    work.add(task);
  }

  int size() {
    return work.size();
  }

  void doNext() {
    work.remove().run();
  }

  void doAll() {
    while (!work.isEmpty()) {
      doNext();
    }
  }
}
