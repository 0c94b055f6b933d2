package io.risefall.cli;

import io.risefall.check.Checkers;
import io.risefall.cli.Commands.BuiltIn;
import io.risefall.config.AgentConfig;
import io.risefall.control.Answer;
import io.risefall.control.ControlClient;
import io.risefall.option.Option;
import io.risefall.resident.AgentCommand;
import io.risefall.resident.BngAgentCommand;
import io.risefall.resident.Operator;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The commands of the resident agents: those that are one, and those that ask one. */
final class AgentCommands {

  /** With Java: all that there are. */
  static final Commands.Residents RESIDENTS = AgentCommands::resident;

  private static final String CONTROL_FLAG = "--control";

  private AgentCommands() {}

  /** The options of a command, for help and completion. */
  static List<Option<?>> options(BuiltIn command) {
    return switch (command) {
      case BNGAGENT -> BngAgentCommand.OPTIONS;
      case AGENT -> AgentCommand.OPTIONS;
      case ASK, STATUS, EXPLAIN, CHECK, DRAIN, MAINT, READY, RELOAD -> {
        List<Option<?>> options = new ArrayList<>(Operator.options(command.word));
        options.add(CheckCommand.CONTROL);
        yield options;
      }
      default -> List.of();
    };
  }

  static int run(
      BuiltIn command,
      List<String> args,
      Checkers checkers,
      PrintStream out,
      PrintStream err,
      Commands.Residents residents)
      throws UsageException {
    if (args.contains("--help") || args.contains("-h")) {
      Help.ofCommand(command, checkers, out);
      Help.options(options(command), out);
      return 0;
    }
    return switch (command) {
      case BNGAGENT, AGENT, VALIDATE -> residents.run(command, args, checkers, out, err);
      default -> ask(command, args, out, err);
    };
  }

  /** The commands that need what a native binary has not. */
  private static int resident(
      BuiltIn command, List<String> args, Checkers checkers, PrintStream out, PrintStream err)
      throws UsageException {
    return switch (command) {
      case BNGAGENT -> BngAgentCommand.run(args, checkers, err);
      case AGENT -> AgentCommand.run(args, checkers, err);
      default -> AgentCommand.validate(args, checkers, out, err);
    };
  }

  private static int ask(BuiltIn command, List<String> args, PrintStream out, PrintStream err)
      throws UsageException {
    List<String> words = new ArrayList<>(List.of(command.word));
    words.addAll(args);
    Path control = takeControl(command.word, words);
    try {
      Answer answer = ControlClient.ask(control, words, false);
      out.print(answer.out());
      if (!answer.err().isEmpty()) {
        err.println(answer.err());
      }
      return answer.code();
    } catch (IOException e) {
      err.println(
          "risefall " + command.word + ": no agent answers in " + control + ": " + e.getMessage());
      return 1;
    }
  }

  /** Takes {@code --control DIR} out of the words: it is for this end of the line. */
  private static Path takeControl(String command, List<String> words) throws UsageException {
    String directory = System.getenv("RISEFALL_CONTROL");
    for (int i = 1; i < words.size(); i++) {
      if (words.get(i).equals(CONTROL_FLAG)) {
        if (i + 1 == words.size()) {
          throw new UsageException(command, "--control: value missing, allowed: a directory");
        }
        words.remove(i);
        directory = words.remove(i);
      } else if (words.get(i).startsWith(CONTROL_FLAG + "=")) {
        directory = words.remove(i).substring(CONTROL_FLAG.length() + 1);
      }
    }
    return directory == null || directory.isEmpty()
        ? AgentConfig.DEFAULT_CONTROL
        : Path.of(directory);
  }
}
