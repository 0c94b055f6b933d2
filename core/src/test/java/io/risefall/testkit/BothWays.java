package io.risefall.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.risefall.agent.HealthAgent;
import io.risefall.agent.HealthListener;
import io.risefall.check.CheckResult;
import io.risefall.check.CheckRun;
import io.risefall.check.Checker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a check as the command does, then as an agent does, and holds that both say the same. The
 * target is asked twice, one time after the other.
 */
public final class BothWays {

  private static final Duration SLACK = Duration.ofSeconds(10);

  private BothWays() {}

  /**
   * What the check finds.
   *
   * @throws AssertionError if the two differ in verdict or reason, or if the agent has a target up
   *     whose check did not pass, or the reverse
   * @throws InterruptedException if the thread was interrupted
   */
  public static CheckResult run(Checker checker) throws InterruptedException {
    CheckResult once = CheckRun.run(checker);
    CompletableFuture<CheckResult> first = new CompletableFuture<>();
    HealthListener listener =
        new HealthListener() {
          @Override
          public void onResult(String name, CheckResult result, Duration lag) {
            first.complete(result);
          }
        };
    try (HealthAgent agent =
        HealthAgent.builder()
            .check("row", checker, check -> check.interval(Duration.ofHours(1)))
            .listener(listener)
            .start()) {
      agent.runNow("row");
      CheckResult resident =
          first.get(checker.timeout().plus(SLACK).toMillis(), TimeUnit.MILLISECONDS);
      assertEquals(once.verdict(), resident.verdict(), () -> once + " but " + resident);
      assertEquals(once.reason(), resident.reason(), () -> once + " but " + resident);
      boolean up = agent.snapshot("row").orElseThrow().status().isUp();
      assertEquals(resident.verdict().isPass(), up, () -> "up: " + up + ", by " + resident);
      return once;
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("the agent did not run the check", e);
    }
  }
}
