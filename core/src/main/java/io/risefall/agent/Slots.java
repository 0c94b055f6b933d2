package io.risefall.agent;

import java.time.Duration;

/** When a check is due: pure functions of its settings and its name. */
final class Slots {

  private Slots() {}

  /**
   * Where in the interval a check runs, by a hash of its name: 0 to interval - 1. The same name has
   * the same phase after a restart, and many names are spread evenly.
   */
  static long phase(String name, Duration interval) {
    long hash = 0xcbf29ce484222325L; // FNV-1a, then the finalizer of SplitMix64 to spread it
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ hash >>> 30) * 0xbf58476d1ce4e5b9L;
    hash = (hash ^ hash >>> 27) * 0x94d049bb133111ebL;
    return Long.remainderUnsigned(hash ^ hash >>> 31, interval.toNanos());
  }

  /** The first due time of all, {@code now} or later. */
  static long onGrid(long phase, long normal, long now) {
    return Math.ceilDiv(now - phase, normal) * normal + phase;
  }

  /**
   * The first due time after {@code now}, counted from the due time before.
   *
   * @param due the due time of the run before
   * @param phase where the normal interval's grid lies
   * @param normal the normal interval, in nanoseconds
   * @param inForce the interval in force, in nanoseconds
   */
  static long next(long due, long phase, long normal, long inForce, long now) {
    if (inForce == normal) {
      // Back to the grid: never later than one interval after the run before.
      long slot = Math.floorDiv(due - phase + normal, normal) * normal + phase;
      return slot > now ? slot : Math.floorDiv(now - phase, normal) * normal + normal + phase;
    }
    long next = due + inForce;
    return next > now ? next : next + Math.floorDiv(now - next, inForce) * inForce + inForce;
  }
}
