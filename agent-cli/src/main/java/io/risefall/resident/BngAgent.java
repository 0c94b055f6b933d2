package io.risefall.resident;

import io.risefall.agent.HealthAgent;
import io.risefall.agent.HealthListener;
import io.risefall.agent.Transition;
import io.risefall.check.CheckContext;
import io.risefall.check.CheckResult;
import io.risefall.check.Checker;
import io.risefall.check.Reason;
import io.risefall.check.Verdict;
import io.risefall.config.AgentConfig.Bng;
import io.risefall.publish.Dialects;
import io.risefall.publish.Publisher;
import io.risefall.state.Status;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One script, and BalanceNG that is told its newest answer: 1 or 0, 0 until there is one. Safe for
 * use by many threads.
 */
final class BngAgent implements AutoCloseable {

  /** What the script is called in the log. */
  static final String SCRIPT = "script";

  private static final Logger LOG = LoggerFactory.getLogger(BngAgent.class);

  private final HealthAgent agent;
  private final Publisher publisher;

  /**
   * Listens, and runs the script at once and then every {@code interval}.
   *
   * @param bng where; its check is {@link #SCRIPT}
   * @throws IOException if it cannot listen; then there is nothing to close
   */
  BngAgent(Checker script, Duration interval, Bng bng) throws IOException {
    agent =
        HealthAgent.builder()
            .check(
                SCRIPT, new BrokenIsDown(script), check -> check.interval(interval).rise(1).fall(1))
            .listener(new Log())
            .build();
    publisher = Dialects.bng(bng, agent);
    try {
      publisher.open();
    } catch (IOException e) {
      agent.close();
      throw e;
    }
    agent.start();
    agent.runNow(SCRIPT);
  }

  /** Ends in order: nobody is answered any more, and a script that runs is killed. */
  @Override
  public void close() {
    publisher.close();
    agent.close();
  }

  /** What cannot be run or understood says nothing good of the server: its last answer is over. */
  private record BrokenIsDown(Checker script) implements Checker {

    @Override
    public Duration timeout() {
      return script.timeout();
    }

    @Override
    public CheckResult check(CheckContext context) throws InterruptedException {
      CheckResult result = script.check(context);
      return result.verdict() == Verdict.BROKEN
          ? CheckResult.fail(result.reason(), result.message())
              .withTimings(result.timings())
              .withFacts(result.facts())
          : result;
    }
  }

  /** Tells each change of the answer, and of why it is 0. One call at a time. */
  private static final class Log implements HealthListener {

    private Status status = Status.UNKNOWN;
    private Reason reason = Reason.OK;

    @Override
    public void onTransition(Transition transition) {
      status = transition.to();
      reason = transition.reason();
      LOG.info("{}", transition);
    }

    @Override
    public void onResult(String name, CheckResult result, Duration lag) {
      boolean stays = status == (result.verdict().isPass() ? Status.UP : Status.DOWN);
      if (stays && !result.reason().equals(reason)) {
        reason = result.reason();
        LOG.info("{} is still {}, {}: {}", name, status, reason, result.message());
      }
    }
  }
}
