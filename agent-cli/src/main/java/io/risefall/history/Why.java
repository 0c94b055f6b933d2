package io.risefall.history;

import io.risefall.agent.CheckSnapshot;
import io.risefall.agent.Transition;
import io.risefall.check.CheckResult;
import io.risefall.check.Reason;
import io.risefall.state.AdminState;
import io.risefall.state.Health;
import io.risefall.state.Status;
import java.util.Optional;

/**
 * Why a check or group is told as it is now, in a word and a sentence: the one place that says so
 * to whoever asks. Immutable.
 *
 * @param reason in kebab-case
 * @param message one sentence, empty if there is nothing to say
 */
public record Why(String reason, String message) {

  private static final String NOTHING_CONCLUSIVE = "no conclusive result";

  /**
   * The administrator, what it depends on, a group's members, staleness, damping, or the results,
   * in turn.
   */
  public static Why of(CheckSnapshot check) {
    if (check.admin() != AdminState.READY) {
      return new Why(Reason.ADMINISTRATOR.code(), check.adminMessage());
    }
    if (check.suppressedBy().isPresent()) {
      return new Why("suppressed", "depends on " + check.suppressedBy().get() + ", which is down");
    }
    if (check.members().isPresent()) {
      return new Why(Reason.MEMBERS.code(), check.members().get());
    }
    if (check.stale()) {
      return ofStale(check);
    }
    Optional<CheckResult> result = check.lastResult();
    if (check.damped() && result.filter(last -> last.verdict().isPass()).isPresent()) {
      return new Why(Reason.DAMPING.code(), "held down as it flaps");
    }
    return ofResults(check);
  }

  /** What has become of the newest runs, and not what was known before these. */
  private static Why ofStale(CheckSnapshot check) {
    Optional<Transition> last = check.lastTransition();
    if (last.filter(change -> change.reason().equals(Reason.STALE)).isPresent()) {
      return of(last.get());
    }
    String because =
        check
            .lastResult()
            .filter(result -> !result.verdict().isPass())
            .map(result -> ", last: " + result.reason().code() + ": " + result.message())
            .orElse("");
    return new Why(Reason.STALE.code(), NOTHING_CONCLUSIVE + because);
  }

  /**
   * The newest result where it says what is told. Where it does not, as one of several that it
   * takes, or as it says nothing, then what brought the health about.
   */
  private static Why ofResults(CheckSnapshot check) {
    Optional<CheckResult> result = check.lastResult();
    Optional<Transition> last = check.lastTransition();
    if (result.filter(newest -> supports(newest, check.health())).isPresent()) {
      return of(result.get());
    }
    if (last.filter(change -> change.toHealth() == check.health()).isPresent()
        && check.health() != Health.UNKNOWN) {
      return of(last.get());
    }
    if (check.status() != Status.UNKNOWN) {
      return new Why("restored", "so it stood before the agent was started again");
    }
    return result
        .map(Why::of)
        .or(() -> last.map(Why::of))
        .orElseGet(() -> new Why("unknown", "nothing is known yet"));
  }

  private static boolean supports(CheckResult result, Health health) {
    return result.verdict().isConclusive()
        && result.verdict().isPass() == (health == Health.UP)
        && health != Health.UNKNOWN;
  }

  private static Why of(CheckResult result) {
    return new Why(result.reason().code(), result.message());
  }

  private static Why of(Transition change) {
    return new Why(change.reason().code(), change.message());
  }
}
