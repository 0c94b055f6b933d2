package io.risefall.agent;

import io.risefall.check.CheckResult;
import io.risefall.state.AdminState;
import io.risefall.state.Health;
import io.risefall.state.Status;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A check or group as it stands at one moment. Immutable.
 *
 * @param name its name
 * @param status what is told
 * @param health what the results say
 * @param admin the administrator's word
 * @param adminMessage why it was given; empty if it never was
 * @param stale whether the newest conclusive result is too old
 * @param suppressedBy the check or group on which this one depends and which is DOWN
 * @param damped whether flap damping holds it down
 * @param statusSince when the status began, for display
 * @param since when the health began, for display
 * @param passes passes in a row, counted up to rise; 0 for a group
 * @param failures failures in a row, counted up to fall; 0 for a group
 * @param lastResult the newest result, BROKEN ones included; absent for a group
 * @param weight the share of its traffic that the target is to have, in per cent, as the newest
 *     result or else the settings say; absent for a group
 * @param nextRun when the check is due next, for display; absent for a group
 * @param lastTransition the newest change, if there was one
 * @param members how many members of a group are up and how many it needs, now; absent for a check
 */
public record CheckSnapshot(
    String name,
    Status status,
    Health health,
    AdminState admin,
    String adminMessage,
    boolean stale,
    Optional<String> suppressedBy,
    boolean damped,
    Instant statusSince,
    Instant since,
    int passes,
    int failures,
    Optional<CheckResult> lastResult,
    OptionalInt weight,
    Optional<Instant> nextRun,
    Optional<Transition> lastTransition,
    Optional<String> members) {}
