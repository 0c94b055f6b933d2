package io.risefall.cli;

import io.risefall.check.CheckerProvider;
import io.risefall.check.Checkers;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What one run of the command left behind, in this JVM or as a process.
 *
 * @param code the exit code
 * @param out what it wrote to stdout
 * @param err what it wrote to stderr
 */
record Outcome(int code, String out, String err) {

  /** Runs the command with the checkers that are installed. */
  static Outcome of(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = new Commands(stream(out), stream(err), AgentCommands.RESIDENTS).run(args);
    return new Outcome(code, text(out), text(err));
  }

  /** Runs a check of {@code provider}'s type. */
  static Outcome of(CheckerProvider provider, String... args) throws UsageException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int code = new CheckCommand(Checkers.of(provider), stream(out)).run(provider, List.of(args));
    return new Outcome(code, text(out), "");
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** The stdout with T for every time that was measured, and PORT for every port of loopback. */
  String masked() {
    return out.replaceAll("\\d+\\.\\d ms", "T ms")
        .replaceAll("'time'=\\d+\\.\\d{6}s", "'time'=Ts")
        .replaceAll("\"(connect|first-byte|total)\":\\d+", "\"$1\":T")
        .replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:PORT");
  }
}
