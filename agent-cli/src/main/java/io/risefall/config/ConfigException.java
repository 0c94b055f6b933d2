package io.risefall.config;

import java.util.List;

/** A file that is refused; its message has a line for each mistake. */
public final class ConfigException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<String> mistakes;

  ConfigException(List<String> mistakes) {
    super(String.join("\n", mistakes));
    this.mistakes = List.copyOf(mistakes);
  }

  /** Each {@code file:line: key: what is wrong, allowed: what is}, in the order of the file. */
  public List<String> mistakes() {
    return mistakes;
  }
}
