package io.risefall.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;

/** The edge to the operating system: streams, signals, the exit code. */
public final class Main {

  private Main() {}

  /**
   * Runs one command and ends the process with 0 or 1, or what {@code --exit} asks for.
   *
   * @param args the command and its arguments
   */
  public static void main(String[] args) {
    // keepalived takes 2 to 255 for success under misc_dynamic, and a JVM ends with 143 on SIGTERM.
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(Exit.afterSignal(args))));
    PrintStream out = stream(FileDescriptor.out);
    PrintStream err = stream(FileDescriptor.err);
    int code;
    try {
      code = new Commands(out, err).run(args);
    } catch (RuntimeException | Error e) {
      err.println("risefall: internal error: " + OneLine.of(e.toString()));
      code = Exit.afterSignal(args);
    }
    out.flush();
    err.flush();
    // Past the hook, and past what threads a checker may have left behind.
    Runtime.getRuntime().halt(code);
  }

  /** A stream whose reader may be gone: what cannot be written is lost without an error. */
  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), false);
  }
}
