package io.risefall.icmp;

import io.risefall.check.CheckContext;
import io.risefall.check.CheckFailedException;
import io.risefall.check.CheckResult;
import io.risefall.check.Reason;
import io.risefall.net.RoutingTable;
import io.risefall.option.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Echo request and reply. The JDK's ping blocks its thread in the kernel and hears no interruption,
 * so that pings run on threads that can be left behind; each ends by the deadline of its check. For
 * use by many threads.
 */
final class Echo {

  /**
   * So many pings wait for a reply at once, in the whole process: the silent ones, since a host
   * that answers gives its thread back within the round trip. Each socket hears the replies to all,
   * and a thread takes some memory.
   */
  private static final int MOST_AT_ONCE = 64;

  private static final int IDLE_SECONDS = 5;

  private final RawSockets rawSockets;
  private final Semaphore free;
  private final ExecutorService threads;

  Echo(RawSockets rawSockets, int mostAtOnce) {
    this.rawSockets = rawSockets;
    this.free = new Semaphore(mostAtOnce, true);
    this.threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE, // the semaphore bounds them
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().daemon().name("risefall-ping-", 0).factory());
  }

  /** What all checks of this process share. */
  static Echo system() {
    return Shared.ECHO;
  }

  private static final class Shared {
    static final Echo ECHO = new Echo(new RawSockets(Path.of("/proc")), MOST_AT_ONCE);
  }

  /**
   * Pings until the context's deadline.
   *
   * @param host its address as it is
   * @param address the same as it was written
   * @param source where it comes from
   * @param network to bind to
   * @param name of the host, for sentences
   * @return the round trip in nanoseconds
   * @throws CheckFailedException with the result, if there is no reply
   * @throws IOException if no request can be sent
   */
  long of(
      InetAddress host,
      Endpoint address,
      Optional<Endpoint> source,
      Optional<NetworkInterface> network,
      String name,
      CheckContext context)
      throws CheckFailedException, IOException, InterruptedException {
    Ping ping = new Ping(host, address, source, network.orElse(null), name, context);
    if (!free.tryAcquire(Math.max(0, context.remainingNanos()), TimeUnit.NANOSECONDS)) {
      throw ping.unanswered();
    }
    Future<Long> running = start(ping);
    try {
      return running.get(Math.max(0, context.remainingNanos()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw ping.unanswered();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CheckFailedException failed) {
        throw failed;
      }
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private Future<Long> start(Ping ping) throws CheckFailedException {
    try {
      return threads.submit(
          () -> {
            try {
              return ping.send(rawSockets);
            } finally {
              free.release();
            }
          });
    } catch (OutOfMemoryError e) { // so the JDK says that the system gives no more threads
      free.release();
      throw new CheckFailedException(
          CheckResult.broken(
              Reason.NO_RESOURCES, "this process gets no more threads: " + e.getMessage()));
    }
  }

  /** One ping, on a thread of the pool. */
  private static final class Ping {

    private final InetAddress host;
    private final Endpoint address;
    private final Optional<Endpoint> source;
    private final @Nullable NetworkInterface network;
    private final String name;
    private final CheckContext context;
    private final long nanosAllowed;
    private volatile boolean inTime;

    Ping(
        InetAddress host,
        Endpoint address,
        Optional<Endpoint> source,
        @Nullable NetworkInterface network,
        String name,
        CheckContext context) {
      this.host = host;
      this.address = address;
      this.source = source;
      this.network = network;
      this.name = name;
      this.context = context;
      this.nanosAllowed = context.remainingNanos();
    }

    /** Sends requests until there is a reply; the round trip in nanoseconds. */
    long send(RawSockets rawSockets) throws CheckFailedException, IOException {
      rawSockets.require();
      int millis = context.remainingMillis();
      if (millis == 0) {
        throw unanswered();
      }
      inTime = context.remainingNanos() >= nanosAllowed / 2;
      long start = context.ticker().read();
      boolean answered = host.isReachable(network, 0, millis);
      long took = context.ticker().read() - start;
      if (answered) {
        return took;
      }
      // The JDK says no at once where the system knows of no way, at the time-out else.
      Optional<CheckResult> ours = RoutingTable.fault(source, address, name);
      if (ours.isPresent()) {
        throw new CheckFailedException(ours.get());
      }
      throw took < TimeUnit.MILLISECONDS.toNanos(millis) / 2 ? unreachable() : unanswered();
    }

    private CheckFailedException unreachable() {
      return new CheckFailedException(
          CheckResult.fail(Reason.UNREACHABLE, name + " is unreachable"));
    }

    /** Whose fault that is depends on how long the host had for its reply. */
    CheckFailedException unanswered() {
      return new CheckFailedException(
          inTime
              ? CheckResult.fail(Reason.TIMEOUT, "no echo reply from " + name)
              : CheckResult.broken(
                  Reason.NO_RESOURCES, "this process was too busy to ping " + name + " in time"));
    }
  }
}
