package io.risefall.check;

import io.risefall.time.Ticker;

/** The one way in which the command and the agent run a checker. */
public final class CheckRun {

  private CheckRun() {}

  /**
   * Runs {@code checker} once on this thread, now, within its own timeout.
   *
   * @throws InterruptedException if the thread was interrupted
   */
  public static CheckResult run(Checker checker) throws InterruptedException {
    return run(checker, CheckContext.within(checker.timeout(), Ticker.system()));
  }

  /**
   * Runs {@code checker} once on this thread. Whatever the checker throws becomes {@link
   * Verdict#BROKEN} with {@link Reason#INTERNAL_ERROR}; the total time is filled in where the
   * checker did not measure it.
   *
   * @throws InterruptedException if the thread was interrupted
   */
  public static CheckResult run(Checker checker, CheckContext context) throws InterruptedException {
    long start = context.ticker().read();
    CheckResult result = attempt(checker, context);
    return result.timings().total() == Timings.NONE
        ? result.withTimings(result.timings().withTotal(context.ticker().read() - start))
        : result;
  }

  @SuppressWarnings("ConstantValue") // a checker written without null checks may return null
  private static CheckResult attempt(Checker checker, CheckContext context)
      throws InterruptedException {
    try {
      CheckResult result = checker.check(context);
      return result != null ? result : defect("the checker returned no result");
    } catch (InterruptedException e) {
      throw e;
    } catch (Throwable e) { // checkers in other languages throw checked exceptions undeclared
      return defect("the checker threw " + e);
    }
  }

  private static CheckResult defect(String message) {
    return CheckResult.broken(Reason.INTERNAL_ERROR, message);
  }
}
