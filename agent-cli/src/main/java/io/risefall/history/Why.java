package io.risefall.history;

import io.risefall.agent.CheckSnapshot;
import io.risefall.agent.Transition;
import io.risefall.check.CheckResult;
import io.risefall.check.Reason;
import io.risefall.state.AdminState;
import io.risefall.state.Status;
import java.util.Optional;

/**
 * Why a check or group is told as it is, in a word and a sentence. Immutable.
 *
 * @param reason in kebab-case
 * @param message one sentence, empty if there is nothing to say
 */
public record Why(String reason, String message) {

  /**
   * The administrator, what it depends on, a group's members, staleness, damping, or the newest
   * result, in turn.
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
    Optional<Transition> last = check.lastTransition();
    boolean byTime = check.stale() || check.damped();
    if (byTime && last.isPresent()) {
      return new Why(last.get().reason().code(), last.get().message());
    }
    Optional<CheckResult> result = check.lastResult();
    if (result.isPresent()) {
      return new Why(result.get().reason().code(), result.get().message());
    }
    return last.map(t -> new Why(t.reason().code(), t.message()))
        .orElse(
            check.status() == Status.UNKNOWN
                ? new Why("unknown", "nothing is known yet")
                : new Why("restored", "so it stood before the agent was started again"));
  }
}
