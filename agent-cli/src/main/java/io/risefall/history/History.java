package io.risefall.history;

import io.risefall.agent.HealthListener;
import io.risefall.agent.Transition;
import io.risefall.check.CheckResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Remembers results and transitions, as many as are worth it. Safe for use by many threads. */
public final class History implements HealthListener {

  /** Results that are remembered of each check. */
  public static final int RESULTS = 20;

  /** Transitions that are remembered of each check and group. */
  public static final int TRANSITIONS = 50;

  /** Runs whose times make the percentiles. */
  public static final int LATENCIES = 100;

  private final Map<String, Memory> memories = new ConcurrentHashMap<>();

  /** A history in which nothing has been. */
  public History() {}

  @Override
  public void onResult(String name, CheckResult result, Duration lag) {
    memory(name).add(result);
  }

  @Override
  public void onTransition(Transition transition) {
    memory(transition.name()).add(transition);
  }

  @Override
  public void onRemoved(String name) {
    memories.remove(name);
  }

  private Memory memory(String name) {
    return memories.computeIfAbsent(name, any -> new Memory());
  }

  /** The past of a check or group; empty where there is none. */
  public Past of(String name) {
    Memory memory = memories.get(name);
    return memory == null ? Past.NONE : memory.past();
  }

  /** Rings that grow to their size: most checks of many thousands never change. */
  private static final class Memory {

    private final ArrayDeque<PastResult> results = new ArrayDeque<>(4);
    private final ArrayDeque<Transition> transitions = new ArrayDeque<>(2);
    private long[] latencies = new long[8];
    private long measured;

    synchronized void add(CheckResult result) {
      @Nullable PastResult last = results.peekLast();
      // One sentence for all that say the same: of ten thousand checks most do.
      String message =
          last != null && last.message().equals(result.message())
              ? last.message()
              : result.message();
      if (results.size() == RESULTS) {
        results.removeFirst();
      }
      results.add(
          new PastResult(
              Instant.now(), result.verdict(), result.reason(), message, result.timings()));
      if (result.verdict().isPass() && result.timings().total() >= 0) {
        if (measured == latencies.length && measured < LATENCIES) {
          latencies = Arrays.copyOf(latencies, Math.min(LATENCIES, 4 * latencies.length));
        }
        latencies[(int) (measured++ % latencies.length)] = result.timings().total();
      }
    }

    synchronized void add(Transition transition) {
      if (transitions.size() == TRANSITIONS) {
        transitions.removeFirst();
      }
      transitions.add(transition);
    }

    synchronized Past past() {
      long[] sorted = Arrays.copyOf(latencies, (int) Math.min(measured, latencies.length));
      Arrays.sort(sorted);
      return new Past(
          List.copyOf(results),
          List.copyOf(transitions),
          percentile(sorted, 50),
          percentile(sorted, 99),
          percentile(sorted, 100));
    }

    private static OptionalLong percentile(long[] sorted, int percent) {
      return sorted.length == 0
          ? OptionalLong.empty()
          : OptionalLong.of(sorted[Math.ceilDiv(sorted.length * percent, 100) - 1]);
    }
  }
}
