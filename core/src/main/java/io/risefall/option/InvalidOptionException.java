package io.risefall.option;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Options that do not fit their declarations; carries every mistake that was found, not the first.
 */
public final class InvalidOptionException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /**
   * One mistake.
   *
   * @param option the option's name, without dashes
   * @param problem what is wrong, naming the value: {@code 'abc' is no duration}
   * @param allowed what would be right
   */
  public record Mistake(String option, String problem, String allowed) {

    /** The mistake as one line, with {@code prefix} before the option's name. */
    public String line(String prefix) {
      return prefix + option + ": " + problem + ", allowed: " + allowed;
    }
  }

  private final transient List<Mistake> mistakes;

  /** All {@code mistakes}, in the order in which to show them. */
  public InvalidOptionException(List<Mistake> mistakes) {
    super(mistakes.stream().map(m -> m.line("")).collect(Collectors.joining("; ")));
    this.mistakes = List.copyOf(mistakes);
  }

  /** One mistake, of options that do not fit together. */
  public InvalidOptionException(String option, String problem, String allowed) {
    this(List.of(new Mistake(option, problem, allowed)));
  }

  /** Every mistake, never empty. */
  public List<Mistake> mistakes() {
    return mistakes;
  }
}
