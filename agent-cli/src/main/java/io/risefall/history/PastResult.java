package io.risefall.history;

import io.risefall.check.Reason;
import io.risefall.check.Timings;
import io.risefall.check.Verdict;
import java.time.Instant;

/**
 * A result of the past, without its facts. Immutable.
 *
 * @param time when it was told, for display
 * @param message the sentence that came with it
 * @param timings its phases
 */
public record PastResult(
    Instant time, Verdict verdict, Reason reason, String message, Timings timings) {}
