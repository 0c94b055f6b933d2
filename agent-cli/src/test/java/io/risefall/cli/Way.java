package io.risefall.cli;

/**
 * One of the ways to the same answer.
 *
 * @param path what {@code RISEFALL_PATH} calls it
 * @param launcher goes this way where it can
 */
record Way(String path, Launcher launcher) {

  /** Runs it this way or none. */
  Outcome run(String... args) {
    return runBy(launcher, args);
  }

  /** The same by another launcher that was made from this one. */
  Outcome runBy(Launcher other, String... args) {
    return forced(other).run(args);
  }

  /** Goes this way or none. */
  Launcher forced() {
    return forced(launcher);
  }

  /** The same for another launcher that was made from this one. */
  Launcher forced(Launcher other) {
    return other.with("RISEFALL_PATH", path);
  }

  /** Whether it is a process that the launcher starts. */
  boolean startsProcess() {
    return !path.equals("agent");
  }

  @Override
  public String toString() {
    return path;
  }
}
