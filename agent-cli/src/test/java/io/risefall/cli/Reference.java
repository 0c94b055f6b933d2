package io.risefall.cli;

import io.risefall.check.CheckerProvider;
import io.risefall.check.Checkers;
import io.risefall.option.Option;
import io.risefall.resident.BngAgentCommand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The pages of docs/reference, from the declarations of the options. */
final class Reference {

  private static final String NOTE =
      "<!-- Generated from the declarations of the options by ReferenceTest; do not edit. -->\n\n";

  private Reference() {}

  /** Every page, by the name of its file. */
  static Map<String, String> pages() {
    Checkers checkers = Checkers.installed();
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("index.md", index(checkers));
    for (CheckerProvider provider : checkers.providers()) {
      pages.put(provider.type() + ".md", page(provider));
    }
    pages.put(DigWrapper.NAME + ".md", digWrapper());
    pages.put(BngAgentCommand.NAME + ".md", bngAgent());
    return pages;
  }

  private static String index(Checkers checkers) {
    StringBuilder page = new StringBuilder("# Reference\n\n" + NOTE);
    page.append("Checks, each with every option:\n\n| Check | Tells |\n|---|---|\n");
    for (CheckerProvider provider : checkers.providers()) {
      String type = provider.type();
      row(page, "[`" + type + "`](" + type + ".md)", provider.summary());
    }
    page.append("\nOther commands:\n\n| Command | Does |\n|---|---|\n");
    for (Commands.BuiltIn command : Commands.BuiltIn.values()) {
      String synopsis = code("risefall " + command.synopsis());
      boolean hasPage =
          command == Commands.BuiltIn.DIG_WRAPPER || command == Commands.BuiltIn.BNGAGENT;
      row(
          page,
          hasPage ? "[" + synopsis + "](" + command.word + ".md)" : synopsis,
          command.summary);
    }
    return page.toString();
  }

  private static String page(CheckerProvider provider) {
    StringBuilder page = new StringBuilder("# `" + provider.type() + "`\n\n" + NOTE);
    page.append("Tells ").append(provider.summary()).append(".\n\n");
    page.append("    risefall ").append(Help.usage(provider)).append("\n\n");
    page.append("In a file, the keys stand under `").append(provider.type()).append(":`.\n\n");
    table(page, Checkers.options(provider), true);
    page.append("\nOn the command line alone:\n\n");
    table(page, CheckCommand.OWN, false);
    return page.toString();
  }

  private static String digWrapper() {
    StringBuilder page = new StringBuilder("# `" + DigWrapper.NAME + "`\n\n" + NOTE);
    Outcome.of(DigWrapper.NAME, "--help")
        .out()
        .lines()
        .takeWhile(line -> !line.startsWith("  -"))
        .forEach(line -> page.append(line.isEmpty() ? "" : "    " + line).append('\n'));
    table(page, CheckCommand.OWN, false);
    return page.toString();
  }

  private static String bngAgent() {
    StringBuilder page = new StringBuilder("# `" + BngAgentCommand.NAME + "`\n\n" + NOTE);
    page.append("    risefall ").append(Commands.BuiltIn.BNGAGENT.synopsis());
    page.append(" [OPTION]...\n\n");
    table(page, BngAgentCommand.OPTIONS, false);
    return page.toString();
  }

  private static void table(StringBuilder page, List<Option<?>> options, boolean inFiles) {
    page.append("| Flag |").append(inFiles ? " Key |" : "");
    page.append(" Kind | Allowed | Default | Given | Description |\n");
    page.append(inFiles ? "|---|---|---|---|---|---|---|\n" : "|---|---|---|---|---|---|\n");
    for (Option<?> option : options) {
      List<String> cells = new ArrayList<>();
      cells.add(flag(option));
      if (inFiles) {
        cells.add(code(option.name()));
      }
      cells.add(option.kind().name());
      cells.add(allowed(option, inFiles));
      cells.add(option.isFlag() ? "" : option.defaultText().map(Reference::code).orElse(""));
      cells.add(given(option));
      cells.add(option.description());
      row(page, cells.toArray(String[]::new));
    }
  }

  private static String flag(Option<?> option) {
    String flag = code(Help.flag(option));
    return option.isPositional() ? code(Help.placeholder(option)) + " or " + flag : flag;
  }

  private static String allowed(Option<?> option, boolean inFiles) {
    if (!option.isFlag()) {
      return option.kind().allowed();
    }
    return inFiles ? "no value; in a file `true` or `false`" : "no value";
  }

  private static String given(Option<?> option) {
    return (option.isRequired() ? "required" : "optional")
        + (option.isRepeatable() ? ", repeatable" : "");
  }

  private static String code(String text) {
    return "`" + text + "`";
  }

  private static void row(StringBuilder page, String... cells) {
    page.append('|');
    for (String cell : cells) {
      page.append(cell.isEmpty() ? " |" : " " + cell.replace("|", "\\|") + " |");
    }
    page.append('\n');
  }
}
