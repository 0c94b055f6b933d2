package io.risefall.exec;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** So many programs run at once; who comes first is served first. */
final class Places {

  private final int all;
  private final Semaphore free;

  Places(int all) {
    if (all < 1) {
      throw new IllegalArgumentException(all + " at once; allowed: 1 or more");
    }
    this.all = all;
    this.free = new Semaphore(all, true);
  }

  static Places ofThisProcess() {
    return Shared.PLACES;
  }

  /** Made when the first checker is. */
  private static final class Shared {
    static final Places PLACES = new Places(atOnce());

    private static int atOnce() {
      int set = Integer.getInteger("risefall.exec.at-once", 0);
      return set >= 1 ? set : 2 * Runtime.getRuntime().availableProcessors();
    }
  }

  /** Waits for a place; false if there was none in time. */
  boolean take(long nanos) throws InterruptedException {
    return free.tryAcquire(nanos, TimeUnit.NANOSECONDS);
  }

  void giveBack() {
    free.release();
  }

  /** How many there are, free or not. */
  int all() {
    return all;
  }
}
