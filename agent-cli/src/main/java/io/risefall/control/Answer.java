package io.risefall.control;

/**
 * What a command says. Immutable.
 *
 * @param code its exit code
 * @param err one line for stderr, empty for none
 * @param out the text for stdout
 */
public record Answer(int code, String err, String out) {

  /** All is well. */
  public static Answer of(String out) {
    return new Answer(0, "", out);
  }

  /** It did not work out. */
  public static Answer trouble(String err) {
    return new Answer(1, err, "");
  }
}
