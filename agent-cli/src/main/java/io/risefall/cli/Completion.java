package io.risefall.cli;

import io.risefall.check.CheckerProvider;
import io.risefall.check.Checkers;
import io.risefall.option.Option;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Shell completion, from the declarations. */
final class Completion {

  private Completion() {}

  static void bash(Checkers checkers, PrintStream out) {
    List<String> words = new ArrayList<>();
    Map<String, String> flags = new LinkedHashMap<>();
    Map<String, String> values = new LinkedHashMap<>();
    for (CheckerProvider provider : checkers.providers()) {
      words.add(provider.type());
      add(provider.type(), CheckCommand.options(provider), flags, values);
    }
    add(DigWrapper.NAME, CheckCommand.OWN, flags, values);
    for (Commands.BuiltIn command : Commands.BuiltIn.values()) {
      List<Option<?>> options = AgentCommands.options(command);
      if (!options.isEmpty()) {
        add(command.word, options, flags, values);
      }
    }
    String types = String.join(" ", words);
    Arrays.stream(Commands.BuiltIn.values()).forEach(command -> words.add(command.word));
    String all = String.join(" ", words);

    out.println("# bash completion for risefall; use: source <(risefall completion bash)");
    out.println("_risefall() {");
    out.println("  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}");
    out.println("  local command=${COMP_WORDS[1]:-} offer=");
    out.println("  if (( COMP_CWORD == 1 )); then");
    out.println("    offer=" + quoted(all));
    out.println("  else");
    out.println("    case $command:$before in");
    values.forEach(
        (where, what) -> out.println("      " + where + ") offer=" + quoted(what) + " ;;"));
    out.println("      checkers:checkers) offer=" + quoted(types) + " ;;");
    out.println("      completion:completion) offer=bash ;;");
    out.println("      help:help) offer=" + quoted(all) + " ;;");
    out.println("      *)");
    out.println("        case $command in");
    flags.forEach(
        (where, what) -> out.println("          " + where + ") offer=" + quoted(what) + " ;;"));
    out.println("        esac ;;");
    out.println("    esac");
    out.println("  fi");
    out.println("  mapfile -t COMPREPLY < <(compgen -W \"$offer\" -- \"$word\")");
    out.println("}");
    out.println("complete -F _risefall risefall");
  }

  /** A checker of somebody else's may have any word for a choice. */
  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private static void add(
      String command,
      List<Option<?>> options,
      Map<String, String> flags,
      Map<String, String> values) {
    flags.put(
        command,
        options.stream().map(option -> "--" + option.name()).collect(Collectors.joining(" "))
            + " --help");
    for (Option<?> option : options) {
      if (!option.isFlag()) {
        values.put(command + ":--" + option.name(), String.join(" ", option.kind().values()));
      }
    }
  }
}
