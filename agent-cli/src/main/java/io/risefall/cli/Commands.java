package io.risefall.cli;

import io.risefall.check.CheckerProvider;
import io.risefall.check.Checkers;
import io.risefall.resident.BngAgentCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The command line: which command is meant, and what it is given. */
final class Commands {

  /** The commands that are no check. */
  enum BuiltIn {
    DIG_WRAPPER(DigWrapper.NAME, "", "the old Perl wrapper's arguments and verdicts"),
    BNGAGENT(BngAgentCommand.NAME, " -c SCRIPT PORT", "tells BalanceNG what a script says, 1 or 0"),
    AGENT("agent", " --config FILE", "checks continuously and tells load balancers"),
    VALIDATE("validate", " FILE", "whether the agent would take a file; every mistake in it"),
    ASK("ask", " NAME", "of a running agent: exit code 0 if a check is up, else 1"),
    STATUS("status", " [NAME]...", "of a running agent: every check, or some"),
    EXPLAIN("explain", " NAME", "of a running agent: why a check is as it is"),
    CHECK("check", " NAME", "has a running agent run a check now"),
    DRAIN("drain", " NAME", "tells load balancers to send nothing new"),
    MAINT("maint", " NAME", "takes a target out of service"),
    READY("ready", " NAME", "takes drain and maint back"),
    RELOAD("reload", "", "has a running agent read its file again"),
    CHECKERS("checkers", " [TYPE]", "what is installed; every option of one"),
    COMPLETION("completion", " bash", "completion for a shell, to be sourced"),
    VERSION("version", "", "the version of Risefall and of Java"),
    HELP("help", " [COMMAND]", "this text, or the help of one command");

    final String word;
    final String summary;
    private final String arguments;

    BuiltIn(String word, String arguments, String summary) {
      this.word = word;
      this.arguments = arguments;
      this.summary = summary;
    }

    String synopsis() {
      return word + arguments;
    }

    static Optional<BuiltIn> of(String word) {
      return Arrays.stream(values()).filter(command -> command.word.equals(word)).findFirst();
    }
  }

  /** The commands that go on, and what belongs to them: a native binary has none of that. */
  @FunctionalInterface
  interface Residents {
    int run(BuiltIn command, List<String> args, Checkers checkers, PrintStream out, PrintStream err)
        throws UsageException;
  }

  private final PrintStream out;
  private final PrintStream err;
  private final Residents residents;

  Commands(PrintStream out, PrintStream err, Residents residents) {
    this.out = out;
    this.err = err;
    this.residents = residents;
  }

  /** Runs what the arguments say and returns the exit code. */
  int run(String... args) {
    Checkers checkers = Checkers.installed(OneJar.ofCheckers());
    checkers.problems().forEach(problem -> err.println("risefall: " + OneLine.of(problem)));
    try {
      return dispatch(checkers, List.of(args));
    } catch (UsageException e) {
      err.println(e.getMessage());
      return Exit.afterSignal(args);
    }
  }

  private int dispatch(Checkers checkers, List<String> args) throws UsageException {
    if (args.isEmpty()) {
      throw new UsageException("help", "no command, allowed: " + commandWords(checkers));
    }
    String word = args.get(0);
    List<String> rest = args.subList(1, args.size());
    Optional<BuiltIn> builtIn = BuiltIn.of(word);
    if (builtIn.isPresent()) {
      return run(builtIn.get(), checkers, rest);
    }
    if (word.equals("--help") || word.equals("-h")) {
      return run(BuiltIn.HELP, checkers, rest);
    }
    if (word.equals("--version")) {
      return run(BuiltIn.VERSION, checkers, rest);
    }
    return new CheckCommand(checkers, out).run(provider(checkers, "help", word), rest);
  }

  private int run(BuiltIn command, Checkers checkers, List<String> args) throws UsageException {
    if (command == BuiltIn.DIG_WRAPPER) {
      return DigWrapper.run(args, new CheckCommand(checkers, out), out);
    }
    switch (command) {
      case BNGAGENT, AGENT, VALIDATE, ASK, STATUS, EXPLAIN, CHECK, DRAIN, MAINT, READY, RELOAD -> {
        return AgentCommands.run(command, args, checkers, out, err, residents);
      }
      default -> {}
    }
    if (args.contains("--help") || args.contains("-h")) {
      Help.ofCommand(command, checkers, out);
      return 0;
    }
    int most = command == BuiltIn.VERSION ? 0 : 1;
    if (args.size() > most) {
      throw UsageException.tooMany(command.word, args.get(most), most);
    }
    switch (command) {
      case CHECKERS -> listCheckers(checkers, args);
      case COMPLETION -> complete(checkers, args);
      case VERSION -> out.println(version());
      default -> help(checkers, args);
    }
    return 0;
  }

  private void listCheckers(Checkers checkers, List<String> args) throws UsageException {
    if (args.isEmpty()) {
      checkers.providers().forEach(p -> Help.line(p.type(), p.summary(), out));
    } else {
      String type = args.get(0);
      Help.ofChecker(
          checkers
              .provider(type)
              .orElseThrow(
                  () ->
                      new UsageException(
                          BuiltIn.CHECKERS.word,
                          "no checker '"
                              + type
                              + "', allowed: "
                              + String.join(", ", types(checkers)))),
          out);
    }
  }

  private void complete(Checkers checkers, List<String> args) throws UsageException {
    if (!args.equals(List.of("bash"))) {
      String given = args.isEmpty() ? "no shell" : "no completion for '" + args.get(0) + "'";
      throw new UsageException(BuiltIn.COMPLETION.word, given + ", allowed: bash");
    }
    Completion.bash(checkers, out);
  }

  private void help(Checkers checkers, List<String> args) throws UsageException {
    if (args.isEmpty()) {
      Help.overview(checkers, out);
      return;
    }
    Optional<BuiltIn> builtIn = BuiltIn.of(args.get(0));
    if (builtIn.isPresent()) {
      run(builtIn.get(), checkers, List.of("--help"));
    } else {
      Help.ofChecker(provider(checkers, BuiltIn.HELP.word, args.get(0)), out);
    }
  }

  private static CheckerProvider provider(Checkers checkers, String command, String type)
      throws UsageException {
    Optional<CheckerProvider> provider = checkers.provider(type);
    if (provider.isEmpty()) {
      throw new UsageException(
          command, "no command or checker '" + type + "', allowed: " + commandWords(checkers));
    }
    return provider.get();
  }

  private static String commandWords(Checkers checkers) {
    List<String> words = new ArrayList<>(types(checkers));
    Arrays.stream(BuiltIn.values()).forEach(command -> words.add(command.word));
    return String.join(", ", words);
  }

  private static List<String> types(Checkers checkers) {
    return checkers.providers().stream().map(CheckerProvider::type).toList();
  }

  private static String version() {
    try (InputStream text =
        Objects.requireNonNull(Commands.class.getResourceAsStream("version.txt"))) {
      String version = new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
      return "risefall " + version + " (Java " + Runtime.version() + ")";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
