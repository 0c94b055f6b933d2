package io.risefall.cli;

import io.risefall.check.CheckerProvider;
import io.risefall.check.Checkers;
import io.risefall.option.Option;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Help, from the declarations. */
final class Help {

  private static final int WIDTH = 80;
  private static final int COLUMN = 26;

  private Help() {}

  static void overview(Checkers checkers, PrintStream out) {
    out.println("Usage: risefall COMMAND ...");
    out.println();
    out.println("One check, one exit code (0: pass, 1: anything else):");
    for (CheckerProvider provider : checkers.providers()) {
      line(provider.type(), provider.summary(), out);
    }
    out.println();
    out.println("Other commands:");
    for (Commands.BuiltIn command : Commands.BuiltIn.values()) {
      line(command.synopsis(), command.summary, out);
    }
    out.println();
    out.println("risefall COMMAND --help tells more of each.");
  }

  static void ofCommand(Commands.BuiltIn command, Checkers checkers, PrintStream out) {
    if (command == Commands.BuiltIn.HELP) {
      overview(checkers, out);
    } else {
      line("risefall " + command.synopsis(), command.summary, out);
    }
  }

  static void ofChecker(CheckerProvider provider, PrintStream out) {
    List<Option<?>> options = CheckCommand.options(provider);
    usage(usage(provider), out);
    out.println();
    wrap(new StringBuilder(), "Tells " + provider.summary() + ".", 0, out);
    out.println();
    options(options, out);
    out.println();
    out.println("Exit code: 0 for PASS and DEGRADED, 1 for anything else, unless --exit says");
    out.println("otherwise (nagios: 0, 1, 2, 3; dynamic: 0, weight + 2, 1).");
  }

  static String usage(CheckerProvider provider) {
    String positional =
        provider.options().stream()
            .filter(option -> option.isPositional() && !option.isRepeatable())
            .map(option -> " " + placeholder(option))
            .collect(Collectors.joining());
    // Words that may look like flags, so they come last.
    String rest =
        provider.options().stream()
            .filter(option -> option.isPositional() && option.isRepeatable())
            .map(option -> " -- " + placeholder(option) + "...")
            .collect(Collectors.joining());
    String required =
        provider.options().stream()
            .filter(option -> option.isRequired() && !option.isPositional())
            .map(option -> " " + flag(option) + (option.isRepeatable() ? "..." : ""))
            .collect(Collectors.joining());
    return provider.type() + positional + required + " [OPTION]..." + rest;
  }

  static void options(List<Option<?>> options, PrintStream out) {
    for (Option<?> option : options) {
      line(option.isPositional() ? placeholder(option) : flag(option), describe(option), out);
    }
  }

  /** {@code --timeout D}. */
  static String flag(Option<?> option) {
    return "--" + option.name() + (option.isFlag() ? "" : " " + option.kind().placeholder());
  }

  static String placeholder(Option<?> option) {
    return option.name().toUpperCase(Locale.ROOT);
  }

  /** The description, with what is allowed and the default. */
  static String describe(Option<?> option) {
    String fallback =
        option.isFlag()
            ? ""
            : option.defaultText().map(text -> " (default " + text + ")").orElse("");
    String repeat = option.isRepeatable() ? "; may be repeated" : "";
    return option.description() + words(option) + repeat + fallback;
  }

  /** The words that are allowed, where the placeholder does not say them. */
  private static String words(Option<?> option) {
    List<String> words = option.kind().values();
    return words.isEmpty() || option.isFlag() || option.kind().placeholder().contains(words.get(0))
        ? ""
        : ": " + String.join(", ", words);
  }

  /** Two columns within 80, the second one wrapped. */
  static void line(String left, String right, PrintStream out) {
    StringBuilder line = new StringBuilder("  ").append(left);
    if (line.length() > COLUMN - 2) {
      out.println(line);
      line.setLength(0);
    }
    line.append(" ".repeat(COLUMN - line.length()));
    wrap(line, right, COLUMN, out);
  }

  static void usage(String text, PrintStream out) {
    wrap(new StringBuilder("Usage: risefall "), text, 16, out);
  }

  /** Prints {@code text} after what {@code line} has already, further lines with an indent. */
  private static void wrap(StringBuilder line, String text, int indent, PrintStream out) {
    boolean fresh = true;
    for (String word : text.split(" ", -1)) {
      if (!fresh && line.length() + 1 + word.length() > WIDTH) {
        out.println(line);
        line.setLength(0);
        line.append(" ".repeat(indent));
        fresh = true;
      }
      line.append(fresh ? "" : " ").append(word);
      fresh = false;
    }
    out.println(line);
  }
}
