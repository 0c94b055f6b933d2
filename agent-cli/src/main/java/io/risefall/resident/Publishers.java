package io.risefall.resident;

import io.risefall.agent.HealthAgent;
import io.risefall.config.AgentConfig;
import io.risefall.history.History;
import io.risefall.hook.HookRunner;
import io.risefall.hook.ModeSwitch;
import io.risefall.publish.Publisher;
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
    config.hooks().forEach(hook -> makers.put(hook, (agent, past) -> new HookRunner(hook)));
    config
        .modes()
        .forEach(
            (name, mode) ->
                makers.put(
                    Map.entry(name, mode), (agent, past) -> new ModeSwitch(name, mode, agent)));
    return makers;
  }

  private static Maker maker(AgentConfig.Publish publish) {
    throw new IllegalStateException("no publisher for " + publish);
  }
}
