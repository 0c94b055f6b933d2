package io.risefall.agent;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One listener and the calls that wait for it, made one at a time and in order. */
final class Mailbox {

  /** Results are dropped while so many calls wait; transitions are not. */
  static final int MOST_WAITING = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(HealthAgent.class);

  private final HealthListener listener;
  private final Executor executor;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  private final ArrayDeque<Consumer<HealthListener>> waiting = new ArrayDeque<>();
  private boolean delivering;
  private @Nullable Thread deliverer;
  private long dropped;

  Mailbox(HealthListener listener, Executor executor) {
    this.listener = listener;
    this.executor = executor;
  }

  boolean isOf(HealthListener other) {
    return listener.equals(other);
  }

  /** Appends a call; a droppable one is dropped when the listener is far behind. */
  void add(Consumer<HealthListener> call, boolean droppable) {
    lock.lock();
    try {
      if (droppable && waiting.size() >= MOST_WAITING) {
        dropped++;
      } else {
        waiting.add(call);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Sees to it that what waits is delivered; returns at once unless the executor is direct. */
  void deliver() {
    lock.lock();
    try {
      if (delivering || waiting.isEmpty()) {
        return;
      }
      delivering = true;
    } finally {
      lock.unlock();
    }
    try {
      executor.execute(this::drain);
    } catch (RuntimeException | Error e) {
      LOG.error("listener {} could not be told yet", listener, e);
      stopDelivering();
    }
  }

  private void stopDelivering() {
    lock.lock();
    try {
      delivering = false;
      idle.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void drain() {
    lock.lock();
    try {
      deliverer = Thread.currentThread();
    } finally {
      lock.unlock();
    }
    for (Consumer<HealthListener> call = next(); call != null; call = next()) {
      try {
        call.accept(listener);
      } catch (Throwable e) { // listeners in other languages throw checked exceptions undeclared
        LOG.error("listener {} threw", listener, e);
      }
    }
  }

  private @Nullable Consumer<HealthListener> next() {
    long missed;
    Consumer<HealthListener> call;
    lock.lock();
    try {
      call = waiting.poll();
      // Told once the listener has caught up by half, not with every call.
      missed = waiting.size() <= MOST_WAITING / 2 || dropped >= MOST_WAITING ? dropped : 0;
      dropped -= missed;
      if (call == null) {
        delivering = false;
        deliverer = null;
        idle.signalAll();
      }
    } finally {
      lock.unlock();
    }
    if (missed > 0) {
      LOG.warn("listener {} is slow and missed {} results", listener, missed);
    }
    return call;
  }

  /**
   * Waits until everything is delivered; false if that took longer than {@code nanos}. A listener
   * that waits for itself is not waited for: it is told the rest when it returns.
   */
  boolean awaitDelivered(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while ((delivering || !waiting.isEmpty()) && !Thread.currentThread().equals(deliverer)) {
        if (left <= 0) {
          return false;
        }
        left = idle.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return listener.toString();
  }
}
