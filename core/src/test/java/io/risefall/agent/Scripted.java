package io.risefall.agent;

import io.risefall.check.CheckContext;
import io.risefall.check.CheckResult;
import io.risefall.check.Checker;
import io.risefall.check.Reason;
import io.risefall.testkit.ManualTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** A checker that finds what a test tells it to find, and remembers when it ran. */
final class Scripted implements Checker {

  static final CheckResult PASS = CheckResult.pass("well");
  static final CheckResult FAIL = CheckResult.fail(Reason.TIMEOUT, "no answer");
  static final CheckResult BROKEN = CheckResult.broken(Reason.NO_ROUTE, "no route");

  private final ManualTime time;
  private final ArrayDeque<CheckResult> script = new ArrayDeque<>();
  private final List<Long> runs = new ArrayList<>();
  private CheckResult always = PASS;
  private Duration takes = Duration.ZERO;

  Scripted(ManualTime time) {
    this.time = time;
  }

  /** P, F and B for the next results; the last of them for all that follow. */
  Scripted finds(String letters) {
    script.clear();
    for (int i = 0; i < letters.length(); i++) {
      char letter = letters.charAt(i);
      always = letter == 'P' ? PASS : letter == 'F' ? FAIL : BROKEN;
      script.add(always);
    }
    return this;
  }

  /** Each run from now on takes so long. */
  Scripted takes(Duration duration) {
    takes = duration;
    return this;
  }

  @Override
  public CheckResult check(CheckContext context) {
    runs.add(time.read());
    if (!takes.isZero()) {
      time.advance(takes);
    }
    CheckResult next = script.poll();
    return next == null ? always : next;
  }

  @Override
  public Duration timeout() {
    return Duration.ofSeconds(5);
  }

  /** When the runs began, in nanoseconds since {@code origin}. */
  List<Long> runsSince(long origin) {
    return runs.stream().map(at -> at - origin).toList();
  }

  int count() {
    return runs.size();
  }
}
