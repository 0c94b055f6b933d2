package io.risefall.control;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Does commands. Safe for use by many threads. */
@FunctionalInterface
public interface Service {

  /**
   * What is to be done.
   *
   * @param words the command and its arguments
   * @param terminal whether the answer goes to a terminal
   */
  Taken take(List<String> words, boolean terminal);

  /** What becomes of a command. */
  sealed interface Taken permits Task, Left {}

  /**
   * A command that is left to whoever asks.
   *
   * @param why one line
   */
  record Left(String why) implements Taken {}

  /** The work of a task. */
  @FunctionalInterface
  interface Work {
    /** The answer; empty if whoever asks is to do it after all. */
    Optional<Answer> run() throws InterruptedException;
  }

  /**
   * A command to be done.
   *
   * @param within the most time that it takes; up to a second and a quarter later, it is given up
   * @param interruptible whether it is interrupted then; what changes something goes on to its end
   */
  record Task(Duration within, boolean interruptible, Work work) implements Taken {}
}
