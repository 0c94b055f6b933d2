package io.risefall.exec;

import io.risefall.check.CheckContext;
import io.risefall.check.CheckFailedException;
import io.risefall.check.CheckResult;
import io.risefall.check.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One run of a program, on a platform thread of its own: starting a process, and looking at it,
 * would block a virtual thread's carrier.
 */
final class Run implements Callable<Ending> {

  private static final int MOST_AFTER_THE_END = 1024 * 1024;
  private static final long REAPING_MILLIS = 30;
  private static final long SETTLING = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long SETTLING_WHILE_JAVA_READS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long SHORTEST_PAUSE = TimeUnit.MICROSECONDS.toNanos(100);
  private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

  private final Command command;
  private final CheckContext context;

  private volatile @Nullable ProcessGroup started;
  private volatile @Nullable Kept out;
  private volatile @Nullable Kept err;

  Run(Command command, CheckContext context) {
    this.command = command;
    this.context = context;
  }

  /** Whether the program has been started. */
  boolean hasStarted() {
    return started != null;
  }

  /** What it has written, for whoever does not wait for the end of it any more. */
  Ending soFar() {
    Kept toOut = out;
    Kept toErr = err;
    return toOut == null || toErr == null
        ? new Ending(OptionalInt.empty(), "", "", 0, 0, false)
        : ending(OptionalInt.empty(), toOut, toErr, false);
  }

  private static Ending ending(OptionalInt code, Kept out, Kept err, boolean leftBehind) {
    return new Ending(code, out.text(), err.text(), out.written(), err.written(), leftBehind);
  }

  /** Kills the program where this run's own thread cannot. */
  void abort() {
    ProcessGroup group = started;
    if (group != null) {
      group.kill();
    }
  }

  /**
   * Runs the program to its end or the deadline.
   *
   * @throws CheckFailedException if it cannot be started
   * @throws InterruptedException if the thread was interrupted; the program has been killed then
   */
  @Override
  public Ending call() throws CheckFailedException, InterruptedException {
    if (context.expired()) {
      throw new CheckFailedException(
          CheckResult.broken(
              Reason.NO_RESOURCES, "no time was left to start " + command.program()));
    }
    Process process = command.start(context.name());
    ProcessGroup group = new ProcessGroup(process);
    started = group;
    InputStream stdout = process.getInputStream();
    InputStream stderr = process.getErrorStream();
    // Java empties these streams when the program ends, into memory and without a bound, which a
    // child that goes on writing would fill. It needs their monitors for that and, by the time it
    // gets them, finds them closed. If it was faster, that child's end is the end of it.
    boolean leftBehind = !process.isAlive() && group.killLeftovers(SETTLING_WHILE_JAVA_READS);
    synchronized (stdout) {
      synchronized (stderr) {
        try {
          Kept toOut = new Kept(stdout);
          Kept toErr = new Kept(stderr);
          out = toOut;
          err = toErr;
          return watch(process, group, toOut, toErr, leftBehind);
        } finally {
          close(stdout);
          close(stderr);
        }
      }
    }
  }

  private Ending watch(
      Process process, ProcessGroup group, Kept toOut, Kept toErr, boolean wasLeftBehind)
      throws InterruptedException {
    byte[] buffer = new byte[Kept.MOST];
    boolean ended = false;
    boolean leftBehind = wasLeftBehind;
    try {
      // The pipes are looked at now and then: a read that waits could not be ended while a child
      // that nobody knows of holds the other end.
      long pause = SHORTEST_PAUSE;
      while (!ended && !context.expired()) {
        ended = process.waitFor(Math.min(pause, context.remainingNanos()), TimeUnit.NANOSECONDS);
        boolean wrote = readSome(toOut, toErr, buffer);
        pause = wrote ? SHORTEST_PAUSE : Math.min(2 * pause, LONGEST_PAUSE);
      }
      if (ended) {
        readWhatIsThere(toOut, toErr, buffer);
      }
    } finally {
      if (ended) {
        leftBehind |= group.killLeftovers(Math.clamp(context.remainingNanos(), 0, SETTLING));
        // What a child wrote while it was given time to end is the end of a line, perhaps.
        readWhatIsThere(toOut, toErr, buffer);
      } else {
        group.kill();
        ProcessGroup.awaitEnd(process, REAPING_MILLIS);
      }
    }
    OptionalInt code = ended ? OptionalInt.of(process.exitValue()) : OptionalInt.empty();
    return ending(code, toOut, toErr, leftBehind);
  }

  private static void readWhatIsThere(Kept out, Kept err, byte[] buffer) {
    for (int read = 0; read < MOST_AFTER_THE_END; read += buffer.length) {
      if (!readSome(out, err, buffer)) {
        return;
      }
    }
  }

  private static boolean readSome(Kept out, Kept err, byte[] buffer) {
    boolean some = out.readSome(buffer);
    return err.readSome(buffer) || some;
  }

  private static void close(InputStream stream) {
    try {
      stream.close();
    } catch (IOException e) {
      // nothing is left to be done with it
    }
  }
}
