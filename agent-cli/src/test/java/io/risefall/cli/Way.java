package io.risefall.cli;

/**
 * One of the ways to the same answer.
 *
 * @param path what {@code RISEFALL_PATH} calls it
 * @param launcher goes this way where it can
 */
record Way(String path, Launcher launcher) {

  private static final String LATE = "risefall: the agent did not answer\n";

  /** Runs it this way or none. */
  Outcome run(String... args) {
    return runBy(launcher, args);
  }

  /**
   * The same by another launcher that was made from this one. The launcher waits half a second; on
   * a machine with too much to do, an agent that was late is asked again.
   */
  Outcome runBy(Launcher other, String... args) {
    Outcome outcome = forced(other).run(args);
    for (int again = 0; again < 10 && outcome.err().equals(LATE); again++) {
      outcome = forced(other).run(args);
    }
    return outcome;
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
