package io.risefall.net;

import io.risefall.check.CheckContext;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A check's deadline, over operations of sockets that know no time-out. */
final class Deadline {

  private Deadline() {}

  /** What a deadline is held over. */
  @FunctionalInterface
  interface Operation {
    void run() throws IOException;
  }

  /**
   * Milliseconds until the deadline, as time-outs of sockets want them.
   *
   * @throws SocketTimeoutException if it has passed
   */
  static int millisLeft(CheckContext context) throws SocketTimeoutException {
    int left = context.remainingMillis();
    if (left == 0) {
      throw new SocketTimeoutException("the deadline has passed");
    }
    return left;
  }

  /**
   * Does what may block for ever; at the deadline the channel is closed under it.
   *
   * @throws SocketTimeoutException if it was
   */
  static void enforce(SocketChannel channel, CheckContext context, Operation operation)
      throws IOException {
    ScheduledFuture<?> end =
        Timer.TIMER.schedule(
            () -> {
              channel.close();
              return null;
            },
            context.remainingNanos(),
            TimeUnit.NANOSECONDS);
    try {
      operation.run();
    } catch (ClosedChannelException | SocketException e) {
      millisLeft(context);
      throw e;
    } finally {
      end.cancel(false);
    }
  }

  /** Made when it is first needed. */
  private static final class Timer {

    static final ScheduledThreadPoolExecutor TIMER = timer();

    private static ScheduledThreadPoolExecutor timer() {
      ScheduledThreadPoolExecutor timer =
          new ScheduledThreadPoolExecutor(
              1, Thread.ofPlatform().daemon().name("risefall-deadline").factory());
      timer.setRemoveOnCancelPolicy(true);
      return timer;
    }
  }
}
