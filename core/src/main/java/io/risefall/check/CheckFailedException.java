package io.risefall.check;

/**
 * For the inside of a checker: an attempt that cannot go on, with the result that it has. A
 * checker's {@link Checker#check} catches it and returns the result.
 */
public final class CheckFailedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient CheckResult result;

  /** Ends an attempt with {@code result}. */
  public CheckFailedException(CheckResult result) {
    super(result.message(), null, false, false);
    this.result = result;
  }

  /** The result of the attempt. */
  public CheckResult result() {
    return result;
  }
}
