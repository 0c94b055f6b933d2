package io.risefall.dns;

import io.risefall.check.CheckResult;

/** One try brought no answer; carries the result that the check has if there is no further try. */
final class TryFailedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient CheckResult result;

  TryFailedException(CheckResult result) {
    super(result.message(), null, false, false);
    this.result = result;
  }

  CheckResult result() {
    return result;
  }
}
