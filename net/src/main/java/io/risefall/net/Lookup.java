package io.risefall.net;

import io.risefall.check.CheckContext;
import io.risefall.check.CheckFailedException;
import io.risefall.check.CheckResult;
import io.risefall.check.Reason;
import java.net.InetAddress;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Name to addresses, by the system's resolver. That one has time-outs of its own and cannot be
 * interrupted, so that it runs on threads that can be left behind.
 */
final class Lookup {

  private static final int MOST_AT_ONCE = 8;
  private static final ThreadPoolExecutor THREADS = threads();

  private Lookup() {}

  private static ThreadPoolExecutor threads() {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            MOST_AT_ONCE,
            MOST_AT_ONCE,
            5,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("risefall-lookup-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  /** The addresses, at least one. */
  static InetAddress[] of(String name, CheckContext context)
      throws CheckFailedException, InterruptedException {
    Future<InetAddress[]> lookup = THREADS.submit(() -> InetAddress.getAllByName(name));
    try {
      return lookup.get(Math.max(0, context.remainingNanos()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw unresolved("this host's resolver did not find " + name + " in time");
    } catch (ExecutionException e) {
      throw unresolved("this host's resolver has no address for " + name);
    } finally {
      lookup.cancel(false); // one that has not begun need not
    }
  }

  private static CheckFailedException unresolved(String message) {
    return new CheckFailedException(CheckResult.broken(Reason.NAME_UNRESOLVED, message));
  }
}
