package io.risefall.option;

import io.risefall.option.InvalidOptionException.Mistake;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Values that have passed their declarations. Immutable. */
public final class Options {

  private final Map<Option<?>, List<?>> values;
  private final Map<Option<?>, Boolean> given;

  private Options(Map<Option<?>, List<?>> values, Map<Option<?>, Boolean> given) {
    this.values = values;
    this.given = given;
  }

  /**
   * Checks and reads what a user wrote.
   *
   * @param declared the declarations
   * @param texts what was written, by option name; more than one text for a repeated option
   * @throws InvalidOptionException with every mistake: unknown names, values that are not allowed,
   *     options given twice that may not be, required ones that are missing
   */
  public static Options parse(List<Option<?>> declared, Map<String, List<String>> texts) {
    List<Mistake> mistakes = new ArrayList<>();
    Map<Option<?>, List<?>> values = new HashMap<>();
    Map<Option<?>, Boolean> given = new HashMap<>();
    for (Option<?> option : declared) {
      List<String> written = texts.getOrDefault(option.name(), List.of());
      if (written.isEmpty() && option.isRequired()) {
        mistakes.add(new Mistake(option.name(), "missing", option.kind().allowed()));
      } else if (written.size() > 1 && !option.isRepeatable()) {
        mistakes.add(new Mistake(option.name(), "given " + written.size() + " times", "one value"));
      }
      if (!written.isEmpty()) {
        given.put(option, true);
      }
      List<String> effective =
          written.isEmpty() ? option.defaultText().map(List::of).orElse(List.of()) : written;
      values.put(option, parseAll(option, effective, mistakes));
    }
    String names = declared.stream().map(Option::name).collect(Collectors.joining(", "));
    for (String name : texts.keySet()) {
      if (declared.stream().noneMatch(option -> option.name().equals(name))) {
        mistakes.add(new Mistake(name, "no such option", names));
      }
    }
    if (!mistakes.isEmpty()) {
      throw new InvalidOptionException(mistakes);
    }
    return new Options(values, given);
  }

  private static <T> List<T> parseAll(
      Option<T> option, List<String> texts, List<Mistake> mistakes) {
    List<T> parsed = new ArrayList<>(texts.size());
    for (String text : texts) {
      try {
        parsed.add(option.kind().parse(text));
      } catch (IllegalArgumentException e) {
        mistakes.add(
            new Mistake(
                option.name(),
                "'" + text + "' is no " + option.kind().name() + detail(e),
                option.kind().allowed()));
      }
    }
    return List.copyOf(parsed);
  }

  private static String detail(IllegalArgumentException e) {
    // Number formats say nothing that the range does not say better.
    return e instanceof NumberFormatException || e.getMessage() == null
        ? ""
        : " (" + e.getMessage() + ")";
  }

  /**
   * The value of an option that is required or has a default.
   *
   * @throws IllegalStateException if it has neither and was not given: a defect of the checker
   */
  public <T> T get(Option<T> option) {
    return find(option)
        .orElseThrow(() -> new IllegalStateException("option " + option + " has no value"));
  }

  /** The value, if there is one; the last for a repeated option. */
  public <T> Optional<T> find(Option<T> option) {
    List<T> all = all(option);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  /**
   * Every value, in the order given; empty if there is none.
   *
   * @throws IllegalStateException if the option is not declared: a defect of the checker
   */
  @SuppressWarnings("unchecked") // parseAll stored values of the option's own type under it
  public <T> List<T> all(Option<T> option) {
    List<?> all = values.get(option);
    if (all == null) {
      throw new IllegalStateException("option " + option + " is not declared");
    }
    return (List<T>) all;
  }

  /** Whether the flag is set; false where it is absent. */
  public boolean isSet(Option<Boolean> flag) {
    return find(flag).orElse(false);
  }

  /** Whether the user wrote the option, rather than leaving it to its default. */
  public boolean isGiven(Option<?> option) {
    return given.containsKey(option);
  }
}
