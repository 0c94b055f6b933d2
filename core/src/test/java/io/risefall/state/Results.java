package io.risefall.state;

import io.risefall.check.CheckResult;
import io.risefall.check.Reason;
import io.risefall.check.Verdict;

/** One result of each kind. */
final class Results {

  static final CheckResult PASS = CheckResult.pass("well");
  static final CheckResult DEGRADED = CheckResult.degraded(Reason.SLOW, "slow");
  static final CheckResult FAIL = CheckResult.fail(Reason.TIMEOUT, "no answer");
  static final CheckResult BROKEN = CheckResult.broken(Reason.NO_ROUTE, "no route");

  private Results() {}

  static CheckResult of(Verdict verdict) {
    return switch (verdict) {
      case PASS -> PASS;
      case DEGRADED -> DEGRADED;
      case FAIL -> FAIL;
      case BROKEN -> BROKEN;
    };
  }
}
