package io.risefall.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.risefall.check.CheckResult;
import io.risefall.check.Checker;
import io.risefall.check.CheckerProvider;
import io.risefall.check.Checkers;
import io.risefall.control.Answer;
import io.risefall.option.Option;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/**
 * A one-shot command that a running agent does for its caller, who needs no JVM then. Only what the
 * caller could do as well: a check that asks servers and does nothing else, and reads no file.
 */
public final class Handover {

  private static final PrintStream NOWHERE =
      new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);

  private final CheckCommand.Prepared prepared;

  private Handover(CheckCommand.Prepared prepared) {
    this.prepared = prepared;
  }

  /**
   * The check that these words mean; empty if its caller is to run the command: because it is no
   * check or one of the caller's own, or because it is wrong, which the caller can say best.
   */
  static Optional<Handover> of(Checkers checkers, List<String> words) {
    if (words.isEmpty()) {
      return Optional.empty();
    }
    CheckCommand command = new CheckCommand(checkers, NOWHERE);
    List<String> args = words.subList(1, words.size());
    try {
      if (words.getFirst().equals(DigWrapper.NAME)) {
        Arguments arguments = Arguments.parse(DigWrapper.NAME, CheckCommand.OWN, args);
        return arguments.help()
            ? Optional.empty()
            : Optional.of(new Handover(DigWrapper.prepare(arguments, command)));
      }
      Optional<CheckerProvider> provider =
          checkers.provider(words.getFirst()).filter(CheckerProvider::asksOnly);
      if (provider.isEmpty()) {
        return Optional.empty();
      }
      Arguments arguments =
          Arguments.parse(words.getFirst(), CheckCommand.options(provider.get()), args);
      return arguments.help() || !arguments.textsOf(files(provider.get())).isEmpty()
          ? Optional.empty()
          : Optional.of(new Handover(command.prepare(provider.get(), arguments)));
    } catch (UsageException e) {
      return Optional.empty();
    }
  }

  private static List<Option<?>> files(CheckerProvider provider) {
    return provider.options().stream().filter(option -> option.kind().isFile()).toList();
  }

  /** What is to be run; its timeout is the caller's deadline. */
  public Checker checker() {
    return prepared.checker();
  }

  /** What the command says and ends with, word for word. */
  public Answer answer(CheckResult result) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, false, UTF_8);
    int code = prepared.tell(result, stream);
    stream.flush();
    return new Answer(code, "", out.toString(UTF_8));
  }
}
