package io.risefall.resident;

import io.risefall.agent.HealthAgent;
import io.risefall.config.AgentConfig;
import io.risefall.history.History;
import io.risefall.hook.HookRunner;
import io.risefall.hook.ModeSwitch;
import io.risefall.publish.Dialects;
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
    return switch (publish) {
      case AgentConfig.Bng bng -> (agent, history) -> Dialects.bng(bng, agent);
      case AgentConfig.HaProxy haproxy -> (agent, history) -> Dialects.haproxy(haproxy, agent);
      case AgentConfig.KeepalivedFile files ->
          (agent, history) -> Dialects.keepalivedFile(files, agent);
      case AgentConfig.EventLog log -> (agent, history) -> Dialects.eventLog(log);
      case AgentConfig.Http http -> (agent, history) -> new HttpPublisher(http, agent, history);
    };
  }
}
