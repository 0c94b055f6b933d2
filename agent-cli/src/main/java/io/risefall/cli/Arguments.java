package io.risefall.cli;

import io.risefall.option.Option;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;

/** Command-line arguments, read by the declarations of their options. */
public final class Arguments {

  private static final String HELP = "help";

  private final Map<String, List<String>> texts;
  private final List<String> positional;
  private final boolean help;

  private Arguments(Map<String, List<String>> texts, List<String> positional, boolean help) {
    this.texts = texts;
    this.positional = positional;
    this.help = help;
  }

  /**
   * Reads arguments; what the values may be is checked later.
   *
   * @throws UsageException for flags that are not declared or lack their value
   */
  public static Arguments parse(String command, List<Option<?>> declared, List<String> args)
      throws UsageException {
    var options = new org.apache.commons.cli.Options();
    for (Option<?> option : declared) {
      options.addOption(null, option.name(), !option.isFlag(), null);
    }
    options.addOption("h", HELP, false, null);
    try {
      CommandLine line =
          DefaultParser.builder()
              .setAllowPartialMatching(false)
              .setStripLeadingAndTrailingQuotes(false)
              .get()
              .parse(options, args.toArray(String[]::new));
      Map<String, List<String>> texts = new HashMap<>();
      for (var option : line.getOptions()) {
        texts
            .computeIfAbsent(option.getLongOpt(), name -> new ArrayList<>())
            .add(option.hasArg() ? option.getValue() : "true");
      }
      return new Arguments(texts, line.getArgList(), texts.remove(HELP) != null);
    } catch (UnrecognizedOptionException e) {
      throw new UsageException(command, unrecognized(e.getOption(), declared));
    } catch (MissingArgumentException e) {
      throw new UsageException(command, missing(e.getOption().getLongOpt(), declared));
    } catch (ParseException e) {
      throw new UsageException(command, String.valueOf(e.getMessage()));
    }
  }

  private static String unrecognized(String text, List<Option<?>> declared) {
    int equals = text.indexOf('=');
    for (Option<?> option : declared) {
      String flag = "--" + option.name();
      if (option.isFlag() && equals > 0 && text.substring(0, equals).equals(flag)) {
        return flag + ": given '" + text.substring(equals + 1) + "', allowed: no value";
      }
    }
    return "'" + text + "' is no option, allowed: " + names(declared);
  }

  private static String missing(String name, List<Option<?>> declared) {
    String allowed =
        declared.stream()
            .filter(option -> option.name().equals(name))
            .map(option -> option.kind().allowed())
            .findFirst()
            .orElse("a value");
    return "--" + name + ": value missing, allowed: " + allowed;
  }

  private static String names(List<Option<?>> declared) {
    return String.join(", ", declared.stream().map(option -> "--" + option.name()).toList());
  }

  /** Whether help was asked for. */
  public boolean help() {
    return help;
  }

  /** The arguments that belong to no flag. */
  public List<String> positional() {
    return positional;
  }

  /** What was written for these options as flags, by name. */
  public Map<String, List<String>> textsOf(List<Option<?>> declared) {
    Map<String, List<String>> some = new HashMap<>(texts);
    some.keySet().retainAll(declared.stream().map(Option::name).toList());
    return some;
  }

  /**
   * The same with the positional arguments as texts of the option that is declared positional.
   *
   * @throws UsageException for positional arguments where none, or no more, are allowed
   */
  public Map<String, List<String>> allTextsOf(String command, List<Option<?>> declared)
      throws UsageException {
    Map<String, List<String>> all = textsOf(declared);
    if (positional.isEmpty()) {
      return all;
    }
    Option<?> option = declared.stream().filter(Option::isPositional).findFirst().orElse(null);
    int most = option == null ? 0 : option.isRepeatable() ? Integer.MAX_VALUE : 1;
    if (option == null || positional.size() > most) {
      throw UsageException.tooMany(command, positional.get(most), most);
    }
    all.computeIfAbsent(option.name(), name -> new ArrayList<>()).addAll(positional);
    return all;
  }
}
