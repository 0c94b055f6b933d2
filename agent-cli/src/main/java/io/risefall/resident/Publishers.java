package io.risefall.resident;

import io.risefall.agent.HealthAgent;
import io.risefall.config.AgentConfig;
import io.risefall.history.History;
import io.risefall.publish.Publisher;
import io.risefall.web.HttpPublisher;
import java.util.LinkedHashMap;
import java.util.Map;

/** Everybody who is told, by what the file says of them: equal ones go on through a reload. */
final class Publishers {

  /** Makes a publisher, not yet open. */
  @FunctionalInterface
  interface Maker {
    Publisher make(HealthAgent agent, History history);
  }

  private Publishers() {}

  static Map<Object, Maker> configured(AgentConfig config) {
    Map<Object, Maker> makers = new LinkedHashMap<>();
    for (AgentConfig.Publish publish : config.publish()) {
      makers.put(publish, maker(publish));
    }
    return makers;
  }

  private static Maker maker(AgentConfig.Publish publish) {
    if (publish instanceof AgentConfig.Http http) {
      return (agent, history) -> new HttpPublisher(http, agent, history);
    }
    throw new IllegalStateException("no publisher for " + publish);
  }
}
