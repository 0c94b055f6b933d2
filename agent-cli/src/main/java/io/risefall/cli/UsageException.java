package io.risefall.cli;

import io.risefall.option.InvalidOptionException.Mistake;
import java.util.List;
import java.util.stream.Collectors;

/** Arguments that are not allowed; the message is the one line that the user is shown. */
public final class UsageException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * @param command what to ask for help, such as {@code dns}
   * @param problem what is wrong and what is allowed
   */
  public UsageException(String command, String problem) {
    super(
        "risefall "
            + command
            + ": "
            + OneLine.of(problem)
            + "; see risefall "
            + command
            + " --help");
  }

  /** One argument more than the {@code most} that are allowed. */
  public static UsageException tooMany(String command, String argument, int most) {
    return new UsageException(
        command, "unexpected '" + argument + "', allowed: " + most + " before it");
  }

  public UsageException(String command, List<Mistake> mistakes) {
    this(
        command,
        mistakes.stream().map(mistake -> mistake.line("--")).collect(Collectors.joining("; ")));
  }
}
