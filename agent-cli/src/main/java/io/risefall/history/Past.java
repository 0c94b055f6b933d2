package io.risefall.history;

import io.risefall.agent.Transition;
import java.util.List;
import java.util.OptionalLong;

/**
 * The past of one check or group. Immutable.
 *
 * @param results the last {@value History#RESULTS} results, the newest last; none for a group
 * @param transitions the last {@value History#TRANSITIONS} transitions, the newest last
 * @param median the median of how long the last {@value History#LATENCIES} runs took that got as
 *     far as an answer, in nanoseconds; absent if there was none
 * @param p99 the 99th percentile of the same
 * @param max the longest of the same
 */
public record Past(
    List<PastResult> results,
    List<Transition> transitions,
    OptionalLong median,
    OptionalLong p99,
    OptionalLong max) {

  /** Nothing has been. */
  public static final Past NONE =
      new Past(
          List.of(), List.of(), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
}
