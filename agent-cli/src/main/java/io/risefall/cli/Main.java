package io.risefall.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** The edge to the operating system: streams, signals, the exit code. */
public final class Main {

  /** For what a check has to end. Less than the launcher has, which kills this process then. */
  private static final Duration PATIENCE = Duration.ofMillis(700);

  /** The commands that go on: what ends them by a signal is their own. */
  private static final List<String> RESIDENT = List.of("agent", "bngagent");

  /**
   * Set by the launcher: how many milliseconds of the deadline are over. It takes a code for one of
   * a command that has ended by itself if it is so much more: a JVM that dies has codes as well,
   * and a native binary that does ends with 99.
   */
  static final String LAUNCHER = "RISEFALL_LAUNCHER";

  private static final int BY_ITSELF = 20;
  private static final int NATIVE_DIES = 99;

  /** The exit code once the answer is told; a signal does not change it any more. */
  private static volatile OptionalInt told = OptionalInt.empty();

  private Main() {}

  /**
   * Runs one command and ends the process with 0 or 1, or what {@code --exit} asks for.
   *
   * @param args the command and its arguments
   */
  public static void main(String[] args) {
    run(args, AgentCommands.RESIDENTS);
  }

  /** Runs one command, those that go on by {@code residents}, and ends the process. */
  static void run(String[] args, Commands.Residents residents) {
    // keepalived takes 2 to 255 for success under misc_dynamic, and a JVM ends with 143 on SIGTERM.
    if (args.length == 0 || !RESIDENT.contains(args[0])) {
      Runtime.getRuntime().addShutdownHook(new EndBySignal(args));
    }
    PrintStream out = stream(FileDescriptor.out);
    PrintStream err = stream(FileDescriptor.err);
    int code;
    try {
      code = new Commands(out, err, residents).run(args);
    } catch (RuntimeException | Error e) {
      err.println("risefall: internal error: " + OneLine.of(e.toString()));
      code = Exit.afterSignal(args);
    }
    out.flush();
    err.flush();
    told = OptionalInt.of(code);
    CheckThread.awaitUnfinished(PATIENCE);
    end(code);
  }

  /** Past the hook, and past what threads a checker has left behind that are daemons. */
  private static void end(int code) {
    Runtime.getRuntime().halt(System.getenv(LAUNCHER) == null ? code : toLauncher(code));
  }

  /** What the launcher takes for {@code code}. */
  private static int toLauncher(int code) {
    int more = code + BY_ITSELF;
    return more < NATIVE_DIES ? more : more + 1;
  }

  /** A class and no lambda, which costs a JVM that has just begun 2 ms. */
  static final class EndBySignal extends Thread {

    private final String[] args;

    EndBySignal(String[] args) {
      this.args = args;
    }

    @Override
    public void run() {
      CheckThread.end(PATIENCE);
      end(told.orElseGet(() -> Exit.afterSignal(args)));
    }
  }

  /** A stream whose reader may be gone: what cannot be written is lost without an error. */
  static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), false);
  }
}
