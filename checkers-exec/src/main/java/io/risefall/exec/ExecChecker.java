package io.risefall.exec;

import io.risefall.check.CheckContext;
import io.risefall.check.CheckFailedException;
import io.risefall.check.CheckResult;
import io.risefall.check.Checker;
import io.risefall.check.Reason;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Runs a program and reads its answer. */
final class ExecChecker implements Checker {

  /**
   * For killing the program and its children. A check may end 100 ms after its deadline, and while
   * hundreds of children die, its thread may be woken tens of milliseconds late.
   */
  private static final long GRACE = TimeUnit.MILLISECONDS.toNanos(60);

  private final Command command;
  private final Reading reading;
  private final Duration timeout;
  private final Places places;

  ExecChecker(Command command, Reading reading, Duration timeout, Places places) {
    this.command = command;
    this.reading = reading;
    this.timeout = timeout;
    this.places = places;
  }

  @Override
  public Duration timeout() {
    return timeout;
  }

  @Override
  public CheckResult check(CheckContext given) throws InterruptedException {
    CheckContext context = given.atMost(timeout);
    if (!places.take(context.remainingNanos())) {
      return CheckResult.broken(
          Reason.NO_RESOURCES,
          "no place for " + command.program() + ": " + places.all() + " programs run already");
    }
    Run run = new Run(command, context);
    FutureTask<Ending> task = new FutureTask<>(run);
    Thread thread = begin(task);
    if (thread == null) {
      return CheckResult.broken(
          Reason.NO_RESOURCES, "no thread to be had for " + command.program());
    }
    try {
      return reading.judge(
          command, task.get(context.remainingNanos() + GRACE, TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      thread.interrupt();
      awaitEnd(task);
      throw e;
    } catch (TimeoutException e) {
      return leave(run);
    } catch (ExecutionException e) {
      return ofFailure(e);
    }
  }

  /** On a thread that gives the place back in the end; nothing, and the place back, if none is. */
  private @Nullable Thread begin(FutureTask<Ending> task) {
    // No daemon: a process that ends before would leave the program behind.
    Thread thread =
        Thread.ofPlatform()
            .daemon(false)
            .name("risefall-exec")
            .unstarted(
                () -> {
                  try {
                    task.run();
                  } finally {
                    places.giveBack();
                  }
                });
    try {
      thread.start();
      return thread;
    } catch (OutOfMemoryError e) { // "unable to create native thread"
      places.giveBack();
      return null;
    }
  }

  /** The program has been told to end; the check does not end before it has, unless it is slow. */
  private static void awaitEnd(FutureTask<Ending> task) {
    try {
      task.get(GRACE, TimeUnit.NANOSECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      // the interruption that came first is on its way out already
    }
  }

  /** The run's own thread hangs, in a file system that does not answer for example. */
  private CheckResult leave(Run run) {
    Thread.ofPlatform().daemon(false).name("risefall-exec-end").start(run::abort);
    return run.hasStarted()
        ? reading.judge(command, run.soFar())
        : CheckResult.broken(
            new Reason("exec-not-started"), command.program() + " could not be started in time");
  }

  private static CheckResult ofFailure(ExecutionException e) {
    if (e.getCause() instanceof CheckFailedException failed) {
      return failed.result();
    }
    throw new IllegalStateException(e.getCause());
  }
}
