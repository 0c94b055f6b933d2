package io.risefall.cli;

/**
 * Where a native binary begins: the commands that end by themselves, without the agent and all that
 * it needs. The launcher runs the others with Java.
 */
public final class NativeMain {

  private NativeMain() {}

  /**
   * Runs one command and ends the process, as {@link Main#main} does.
   *
   * @param args the command and its arguments; from the launcher each with a dot before it, since
   *     the binary takes words that begin with -D or -X for its own, before this is called
   */
  public static void main(String[] args) {
    // No library has anything to say beside the one answer; a binary has no options file for this.
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    if (System.getenv(Main.LAUNCHER) != null) {
      for (int i = 0; i < args.length; i++) {
        args[i] = args[i].startsWith(".") ? args[i].substring(1) : args[i];
      }
    }
    Main.run(
        args,
        (command, rest, checkers, out, err) -> {
          err.println("risefall-native: '" + command.word + "' needs Java, allowed: risefall");
          return 1;
        });
  }
}
