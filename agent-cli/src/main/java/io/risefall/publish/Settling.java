package io.risefall.publish;

import io.risefall.agent.CheckSnapshot;
import io.risefall.state.AdminState;
import io.risefall.state.Health;
import io.risefall.time.Ticker;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Checks and groups of which nothing is known yet, so that what was told of them before stands: for
 * so long at most. Not safe for use by many threads.
 *
 * <p>Time ends it in {@link #takeOver} alone, which one thread is to call whenever the time that
 * {@link #left} said is over: where that is late, this process stood still itself, which is not
 * held against anybody.
 */
public final class Settling {

  /** How often it is looked at; it may be so much late where the machine is busy. */
  private static final long LOOK = Duration.ofMillis(500).toNanos();

  private final Supplier<Duration> settle;
  private final Ticker ticker;
  private final Map<String, Long> until = new HashMap<>();

  /** When it is looked at again at the latest. */
  private long look;

  /**
   * @param settle for how long; asked for whenever something begins
   */
  public Settling(Supplier<Duration> settle, Ticker ticker) {
    this.settle = settle;
    this.ticker = ticker;
  }

  /**
   * Whether it is known how the target stands: by a result, by what an agent before knew, by the
   * administrator's word, or because the file says what holds without. One that is stale without
   * ever having had a conclusive result is not known.
   */
  public static boolean isKnown(CheckSnapshot check) {
    return check.health() != Health.UNKNOWN
        || check.admin() != AdminState.READY
        || check.status().isUp();
  }

  /** From now on, and not from when it began before, if it did. */
  public void begin(String name) {
    until.put(name, ticker.read() + settle.get().toNanos());
  }

  /** Something is known, or the name is gone. */
  public void end(String name) {
    until.remove(name);
  }

  /** Whether what stands is kept while nothing is known. */
  public boolean holds(String name) {
    return until.containsKey(name);
  }

  /**
   * Nanoseconds until {@link #takeOver} is due.
   *
   * @param otherwise if it is not due before
   */
  public long left(long otherwise) {
    long now = ticker.read();
    long left = until.isEmpty() ? otherwise : Math.min(otherwise, LOOK);
    for (long end : until.values()) {
      left = Math.min(left, end - now);
    }
    left = Math.max(0, left);
    look = now + left;
    return left;
  }

  /** The names whose time is over; nothing of them stands any more. */
  public Set<String> takeOver() {
    Set<String> over = new TreeSet<>();
    if (until.isEmpty()) {
      return over;
    }
    long now = ticker.read();
    long late = now - look;
    if (late > LOOK) {
      until.replaceAll((name, end) -> end + late);
    }
    look = now;
    for (Iterator<Map.Entry<String, Long>> all = until.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<String, Long> one = all.next();
      if (one.getValue() - now <= 0) {
        over.add(one.getKey());
        all.remove();
      }
    }
    return over;
  }
}
