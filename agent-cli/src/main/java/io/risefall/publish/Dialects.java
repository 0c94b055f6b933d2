package io.risefall.publish;

import io.risefall.agent.CheckSnapshot;
import io.risefall.agent.HealthAgent;
import io.risefall.config.AgentConfig;
import java.time.Duration;
import java.util.function.Supplier;

/** Makes those who are told by the states of checks and groups alone; none is open yet. */
public final class Dialects {

  private Dialects() {}

  /** {@code 1} or {@code 0} for BalanceNG. */
  public static Publisher bng(AgentConfig.Bng config, HealthAgent agent) {
    return new BngPublisher(config, agent::snapshot);
  }

  /** HAProxy's agent-check. */
  public static Publisher haproxy(AgentConfig.HaProxy config, HealthAgent agent) {
    return new HaProxyPublisher(config, agent::snapshot);
  }

  /**
   * Files for keepalived.
   *
   * @param settle how long what stands there is kept while nothing is known
   */
  public static Publisher keepalivedFile(
      AgentConfig.KeepalivedFile config, HealthAgent agent, Supplier<Duration> settle) {
    return new KeepalivedFiles(
        config,
        agent::snapshot,
        () -> agent.snapshot().stream().map(CheckSnapshot::name).toList(),
        settle);
  }

  /** A line of JSON for each transition. */
  public static Publisher eventLog(AgentConfig.EventLog config) {
    return new EventLogFile(config);
  }
}
