package io.risefall.check;

import java.time.Duration;

/**
 * One honest attempt against one target. A checker keeps no state, is called by many threads at
 * once (virtual threads, in the agent), opens what it needs afresh and closes it again. It hides no
 * retries and shares no connections.
 *
 * <p>Checkers made by a {@link CheckerProvider} are configured when they are made; a lambda is a
 * checker too.
 */
@FunctionalInterface
public interface Checker {

  /**
   * Makes one attempt. A sick target is a result, never an exception; the call ends by the
   * context's deadline, and promptly when its thread is interrupted.
   *
   * <p>Threads that it starts are to be daemons, unless they have something to end outside of the
   * process: for those a process that ends waits, the command for 0.7 s at most, the agent for 2 s.
   *
   * @throws InterruptedException if the calling thread was interrupted; there is no result then
   */
  CheckResult check(CheckContext context) throws InterruptedException;

  /**
   * How long one attempt may take: whoever runs the checker sets the context's deadline by it.
   * Default 5 s.
   */
  default Duration timeout() {
    return Duration.ofSeconds(5);
  }
}
