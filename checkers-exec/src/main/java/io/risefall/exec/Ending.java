package io.risefall.exec;

import java.util.OptionalInt;

/**
 * How a program ended.
 *
 * @param code its exit code, 128 and more for a signal; empty if it was killed by the deadline
 * @param out what it wrote to stdout
 * @param err what it wrote to stderr
 */
record Ending(OptionalInt code, String out, String err) {}
