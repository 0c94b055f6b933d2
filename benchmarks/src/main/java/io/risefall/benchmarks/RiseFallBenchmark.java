package io.risefall.benchmarks;

import io.risefall.check.CheckResult;
import io.risefall.check.Reason;
import io.risefall.state.HealthState;
import io.risefall.state.RiseFall;
import io.risefall.state.Window;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * One step of the state machine. The {@code steady} ones change nothing and must not allocate. A
 * small heap, touched before, keeps the growing of the heap out of the one that does.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(jvmArgsAppend = {"-XX:+UseSerialGC", "-Xms64m", "-Xmx64m", "-XX:+AlwaysPreTouch"})
public class RiseFallBenchmark {

  private static final int MORE_THAN_ANY_THRESHOLD = 100;

  private final RiseFall counts = RiseFall.of(2, 3);
  private final RiseFall window = counts.withWindow(new Window(28, 30));
  private final CheckResult pass = CheckResult.pass("answered");
  private final CheckResult fail = CheckResult.fail(Reason.TIMEOUT, "no answer in 1 s");
  private final HealthState up = settled(counts, pass);
  private final HealthState down = settled(counts, fail);
  private final HealthState windowUp = settled(window, pass);
  private long now = MORE_THAN_ANY_THRESHOLD;

  private static HealthState settled(RiseFall rules, CheckResult result) {
    HealthState state = rules.start(0);
    for (int i = 0; i < MORE_THAN_ANY_THRESHOLD; i++) {
      state = rules.step(state, result, i);
    }
    return state;
  }

  @Benchmark
  public HealthState steadyUp() {
    return counts.step(up, pass, now++);
  }

  @Benchmark
  public HealthState steadyDown() {
    return counts.step(down, fail, now++);
  }

  @Benchmark
  public HealthState steadyWindow() {
    return window.step(windowUp, pass, now++);
  }

  /** The first failure of a target that is up: the count changes. */
  @Benchmark
  public HealthState changing() {
    return counts.step(up, fail, now++);
  }
}
