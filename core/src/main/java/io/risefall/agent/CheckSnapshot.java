package io.risefall.agent;

import io.risefall.check.CheckResult;
import io.risefall.state.AdminState;
import io.risefall.state.Health;
import io.risefall.state.Status;
import java.time.Instant;
import java.util.Optional;

/**
 * A check or group as it stands at one moment. Immutable.
 *
 * @param name its name
 * @param status what is told
 * @param health what the results say
 * @param admin the administrator's word
 * @param stale whether the newest conclusive result is too old
 * @param suppressedBy the check or group on which this one depends and which is DOWN
 * @param damped whether flap damping holds it down
 * @param since when the health began, for display
 * @param passes passes in a row, counted up to rise; 0 for a group
 * @param failures failures in a row, counted up to fall; 0 for a group
 * @param lastResult the newest result, BROKEN ones included; absent for a group
 */
public record CheckSnapshot(
    String name,
    Status status,
    Health health,
    AdminState admin,
    boolean stale,
    Optional<String> suppressedBy,
    boolean damped,
    Instant since,
    int passes,
    int failures,
    Optional<CheckResult> lastResult) {}
