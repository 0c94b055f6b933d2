package io.risefall.exec;

import io.risefall.check.Checker;
import io.risefall.check.CheckerProvider;
import io.risefall.option.InvalidOptionException;
import io.risefall.option.Option;
import io.risefall.option.OptionKind;
import io.risefall.option.Options;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@code exec} checker: a script, a monitoring plugin or any other program, and what it says.
 *
 * <p>How many programs run at once is bounded, since each is a process with children of its own. A
 * check waits for a place until its deadline, in the order of arrival, and is {@code BROKEN}
 * ({@code no-resources}) if it gets none. The checkers of all providers made by {@link
 * #ExecCheckerProvider()} share the same places.
 */
public final class ExecCheckerProvider implements CheckerProvider {

  /** Here and not in {@link Reading}: every command loads its providers, and few run programs. */
  static final List<String> READINGS = List.of("exit", "nagios", "first-line");

  private static final OptionKind<String> ARGUMENT =
      OptionKind.of("argument", "TEXT", "any text without NUL", ExecCheckerProvider::withoutNul);
  private static final OptionKind<Variable> VARIABLE =
      OptionKind.of(
          "variable",
          "NAME=VALUE",
          "NAME=VALUE, the name of letters, digits and _, not " + Command.CHECK_VARIABLE,
          Variable::parse);
  private static final OptionKind<Path> DIRECTORY_KIND =
      OptionKind.of(
          "directory",
          "DIR",
          "an absolute path such as /var/lib/checks",
          ExecCheckerProvider::absolute);

  private static final Option<String> COMMAND =
      Option.of(
              "command",
              ARGUMENT,
              "the program, by its path or its name on PATH, and its arguments; never a shell's line")
          .positional()
          .repeatable();
  private static final Option<String> READ =
      Option.of(
              "read",
              OptionKind.choice(READINGS),
              "what to read: the exit code; a monitoring plugin's code, which counts, and text;"
                  + " or a first line of 1 (up), 0 (down) or 2 to 100 (up, with that weight),"
                  + " whatever the exit code is, but not of a program that a signal ended")
          .orElse("exit");
  private static final Option<Duration> TIMEOUT =
      Option.of(
              "timeout",
              OptionKind.DURATION,
              "time for the program, waiting for a place included; then it and its children are"
                  + " killed")
          .orElse("5s");
  private static final Option<Variable> ENV =
      Option.of(
              "env",
              VARIABLE,
              "a variable for the program, which has only PATH, LC_ALL and RISEFALL_CHECK otherwise")
          .repeatable();
  private static final Option<Path> DIRECTORY =
      Option.of("directory", DIRECTORY_KIND, "the program's working directory").orElse("/");

  /** Those of the process, where there are none; they are made when the first checker is. */
  private final @Nullable Places own;

  /**
   * A provider whose checkers share the places of this process: as many as the system property
   * {@code risefall.exec.at-once} says (1 or more; read once), by default 2 for each processor.
   */
  public ExecCheckerProvider() {
    own = null;
  }

  /**
   * A provider with places of its own.
   *
   * @param atOnce how many programs of its checkers may run at once, 1 or more
   * @throws IllegalArgumentException if it is less than 1
   */
  public ExecCheckerProvider(int atOnce) {
    own = new Places(atOnce);
  }

  @Override
  public String type() {
    return "exec";
  }

  @Override
  public String summary() {
    return "what a script, a monitoring plugin or another program says of a target";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(COMMAND, READ, TIMEOUT, ENV, DIRECTORY);
  }

  @Override
  public Checker create(Options options) {
    List<String> words = options.all(COMMAND);
    if (words.get(0).isEmpty()) {
      throw new InvalidOptionException(
          COMMAND.name(), "'' is no program", "a path, or a name to be found on PATH");
    }
    Map<String, String> variables = new LinkedHashMap<>();
    for (Variable variable : options.all(ENV)) {
      if (variables.put(variable.name(), variable.value()) != null) {
        throw new InvalidOptionException(
            ENV.name(), "'" + variable.name() + "' is given twice", "each variable once");
      }
    }
    return new ExecChecker(
        new Command(words, variables, options.get(DIRECTORY)),
        Reading.of(options.get(READ)),
        options.get(TIMEOUT),
        own == null ? Places.ofThisProcess() : own);
  }

  private static String withoutNul(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("has a NUL");
    }
    return text;
  }

  private static Path absolute(String text) {
    Path path = Path.of(withoutNul(text));
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException("is relative");
    }
    return path;
  }

  /** A variable of the environment. */
  private record Variable(String name, String value) {

    static Variable parse(String text) {
      int equals = withoutNul(text).indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException("no =");
      }
      String name = text.substring(0, equals);
      if (name.equals(Command.CHECK_VARIABLE)) {
        throw new IllegalArgumentException("is set by risefall");
      }
      if (!isName(name)) {
        throw new IllegalArgumentException("no such name");
      }
      return new Variable(name, text.substring(equals + 1));
    }

    /** By POSIX: letters, digits, underscores, not a digit first. */
    private static boolean isName(String name) {
      return !name.isEmpty()
          && !(name.charAt(0) >= '0' && name.charAt(0) <= '9')
          && name.chars()
              .allMatch(
                  c ->
                      (c >= 'A' && c <= 'Z')
                          || (c >= 'a' && c <= 'z')
                          || (c >= '0' && c <= '9')
                          || c == '_');
    }
  }
}
