package io.risefall.exec;

import io.risefall.check.CheckFailedException;
import io.risefall.check.CheckResult;
import io.risefall.check.Reason;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is to be run. Immutable.
 *
 * @param words the program and its arguments
 * @param variables what its environment has beside the usual
 * @param directory where it runs
 */
record Command(List<String> words, Map<String, String> variables, Path directory) {

  /** Tells the program the name of the check that it runs for. */
  static final String CHECK_VARIABLE = "RISEFALL_CHECK";

  static final String SEARCH_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private static final Reason NOT_FOUND = new Reason("exec-not-found");
  private static final Reason NOT_STARTED = new Reason("exec-not-started");
  private static final File NOTHING = new File("/dev/null");

  Command {
    words = List.copyOf(words);
    variables = Map.copyOf(variables);
  }

  /** The program, as the user wrote it. */
  String program() {
    return words.get(0);
  }

  /**
   * Starts the program as the leader of a session, and so of a process group, whose number is the
   * process': a child of Java leads no group, so setsid does not fork.
   *
   * @throws CheckFailedException if it cannot be started
   */
  Process start(String checkName) throws CheckFailedException {
    if (!Files.isDirectory(directory)) {
      throw broken(NOT_FOUND, "no directory " + directory);
    }
    String searchPath = variables.getOrDefault("PATH", SEARCH_PATH);
    List<String> all = new ArrayList<>(words.size() + 1);
    all.add(ProgramFile.find("setsid", SEARCH_PATH).toString());
    all.add(ProgramFile.find(program(), searchPath).toString());
    all.addAll(words.subList(1, words.size()));
    ProcessBuilder builder =
        new ProcessBuilder(all).directory(directory.toFile()).redirectInput(Redirect.from(NOTHING));
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.put("PATH", SEARCH_PATH);
    environment.put("LC_ALL", "C.UTF-8");
    environment.putAll(variables);
    environment.put(CHECK_VARIABLE, checkName.isEmpty() ? "exec" : checkName);
    try {
      return builder.start();
    } catch (IOException e) {
      throw ofStarting(e);
    }
  }

  private CheckFailedException ofStarting(IOException e) {
    String words = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    boolean exhausted =
        words.contains("too many open files")
            || words.contains("cannot allocate memory")
            || words.contains("temporarily unavailable");
    return broken(
        exhausted ? Reason.NO_RESOURCES : NOT_STARTED,
        "cannot start " + program() + ": " + Words.excerpt(String.valueOf(e.getMessage()), 300));
  }

  private static CheckFailedException broken(Reason reason, String message) {
    return new CheckFailedException(CheckResult.broken(reason, message));
  }
}
