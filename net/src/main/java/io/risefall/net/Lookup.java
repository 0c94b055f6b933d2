package io.risefall.net;

import io.risefall.check.CheckContext;
import io.risefall.check.CheckFailedException;
import io.risefall.check.CheckResult;
import io.risefall.check.NetworkFailure;
import io.risefall.check.Reason;
import io.risefall.time.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Name to addresses, by the system's resolver. That one has time-outs of its own and cannot be
 * interrupted, so that it runs on threads that can be left behind: one for each name that is being
 * looked up, however many checks wait for it, so that a name whose servers are silent takes no
 * other's place. What was found is kept for a while. Safe for use by many threads.
 */
final class Lookup {

  /** So long an address is kept. */
  static final Duration KEPT = Duration.ofSeconds(10);

  /** So long it is kept that there is none. */
  static final Duration FAILURE_KEPT = Duration.ofSeconds(1);

  /**
   * So many names are looked up at once; beyond that, names alone that had an address before: a
   * server that redirects to ever new names shall not starve those that are checked.
   */
  static final int MOST_AT_ONCE = 1000;

  private static final int MOST_KEPT = 10_000;
  private static final int IDLE_SECONDS = 5;

  /** The system's resolver, or a test's. */
  @FunctionalInterface
  interface Resolver {
    InetAddress[] addresses(String name) throws UnknownHostException;
  }

  /**
   * What came of it.
   *
   * @param addresses none: there are none
   * @param fault this process's own
   * @param foundBefore whether the name had an address this time or before
   */
  private record Answer(
      List<InetAddress> addresses, Optional<CheckResult> fault, boolean foundBefore, long at) {}

  private static final class Shared {
    static final Lookup LOOKUP = new Lookup(InetAddress::getAllByName, Ticker.system(), threads());
  }

  private final Resolver resolver;
  private final Ticker ticker;
  private final Executor threads;
  private final Map<String, Answer> answers = new Recent();
  private final Map<String, CompletableFuture<Answer>> underWay = new HashMap<>();

  Lookup(Resolver resolver, Ticker ticker, Executor threads) {
    this.resolver = resolver;
    this.ticker = ticker;
    this.threads = threads;
  }

  /** What all checks of this process share. */
  static Lookup system() {
    return Shared.LOOKUP;
  }

  static Executor threads() {
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE, // bounded by the names
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        Thread.ofPlatform().daemon().name("risefall-lookup-", 0).factory());
  }

  /** Those that were asked for last. */
  private static final class Recent extends LinkedHashMap<String, Answer> {
    private static final long serialVersionUID = 1L;

    Recent() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Answer> eldest) {
      return size() > MOST_KEPT;
    }
  }

  /** The addresses, at least one. */
  List<InetAddress> of(String name, CheckContext context)
      throws CheckFailedException, InterruptedException {
    try {
      Answer answer =
          ask(name.toLowerCase(Locale.ROOT))
              .get(Math.max(0, context.remainingNanos()), TimeUnit.NANOSECONDS);
      if (answer.fault.isPresent()) {
        throw new CheckFailedException(answer.fault.get());
      }
      if (answer.addresses.isEmpty()) {
        throw unresolved("this host's resolver has no address for " + name);
      }
      return answer.addresses;
    } catch (TimeoutException e) {
      throw unresolved("this host's resolver did not find " + name + " in time");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private CompletableFuture<Answer> ask(String name) throws CheckFailedException {
    CompletableFuture<Answer> asked;
    synchronized (this) {
      Answer kept = answers.get(name);
      if (kept != null && isFresh(kept)) {
        return CompletableFuture.completedFuture(kept);
      }
      CompletableFuture<Answer> running = underWay.get(name);
      if (running != null) {
        return running;
      }
      if (underWay.size() >= MOST_AT_ONCE && (kept == null || !kept.foundBefore)) {
        throw noResources(MOST_AT_ONCE + " names are being looked up, and none is found");
      }
      asked = new CompletableFuture<>();
      underWay.put(name, asked);
    }
    try {
      threads.execute(() -> lookUp(name, asked));
    } catch (OutOfMemoryError e) { // so the JDK says that the system gives no more threads
      CheckFailedException failure =
          noResources("this process gets no more threads: " + e.getMessage());
      finish(name, asked, new Answer(List.of(), Optional.of(failure.result()), false, 0));
    }
    return asked;
  }

  private boolean isFresh(Answer kept) {
    Duration limit = kept.addresses.isEmpty() ? FAILURE_KEPT : KEPT;
    return kept.fault.isEmpty() && ticker.read() - kept.at < limit.toNanos();
  }

  private void lookUp(String name, CompletableFuture<Answer> asked) {
    List<InetAddress> addresses = List.of();
    Optional<CheckResult> fault = Optional.empty();
    try {
      addresses = List.of(resolver.addresses(name));
    } catch (UnknownHostException e) {
      fault = outOfDescriptors();
    } catch (RuntimeException e) { // somebody's own resolver (InetAddressResolverProvider)
      fault =
          Optional.of(
              CheckResult.broken(Reason.NAME_UNRESOLVED, "this host's resolver failed: " + e));
    } finally {
      finish(name, asked, new Answer(addresses, fault, !addresses.isEmpty(), ticker.read()));
    }
  }

  private void finish(String name, CompletableFuture<Answer> asked, Answer answer) {
    synchronized (this) {
      underWay.remove(name);
      Answer before = answers.get(name);
      boolean found = answer.foundBefore || (before != null && before.foundBefore);
      answers.put(name, new Answer(answer.addresses, answer.fault, found, answer.at));
    }
    asked.complete(answer);
  }

  /** The C library says "not found" also where it could not ask. */
  private static Optional<CheckResult> outOfDescriptors() {
    try {
      DatagramChannel.open().close();
      return Optional.empty();
    } catch (IOException e) {
      CheckResult result = NetworkFailure.of(e, "the resolver");
      return Optional.of(result).filter(one -> one.reason().equals(Reason.NO_RESOURCES));
    }
  }

  private static CheckFailedException unresolved(String message) {
    return new CheckFailedException(CheckResult.broken(Reason.NAME_UNRESOLVED, message));
  }

  private static CheckFailedException noResources(String message) {
    return new CheckFailedException(CheckResult.broken(Reason.NO_RESOURCES, message));
  }
}
