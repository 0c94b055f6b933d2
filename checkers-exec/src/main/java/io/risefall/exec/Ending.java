package io.risefall.exec;

import java.util.OptionalInt;

/**
 * How a program ended.
 *
 * @param code its exit code, 128 and more for a signal; empty if it was killed by the deadline
 * @param out what it wrote to stdout, as far as it was kept
 * @param err what it wrote to stderr, as far as it was kept
 * @param outOctets how much it wrote to stdout
 * @param errOctets how much it wrote to stderr
 * @param leftBehind whether it left something behind that had its output and was killed, and might
 *     have gone on writing
 */
record Ending(
    OptionalInt code, String out, String err, long outOctets, long errOctets, boolean leftBehind) {

  /** Whether {@link #out} is only the beginning. */
  boolean outIsCut() {
    return outOctets > Kept.MOST;
  }
}
