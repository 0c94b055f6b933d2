package io.risefall.resident;

import io.risefall.config.AgentConfig;
import io.risefall.hook.HookRunner;
import io.risefall.hook.ModeSwitch;
import io.risefall.publish.Dialects;
import io.risefall.publish.Publisher;
import io.risefall.web.HttpPublisher;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Everybody who is told, by what the file says of them: equal ones go on through a reload. */
final class Publishers {

  /** Makes a publisher, not yet open. */
  @FunctionalInterface
  interface Maker {
    Publisher make(ResidentAgent told);
  }

  private Publishers() {}

  static Map<Object, Maker> configured(AgentConfig config) {
    Map<Object, Maker> makers = new LinkedHashMap<>();
    for (AgentConfig.Publish publish : config.publish()) {
      makers.put(publish, maker(publish));
    }
    config.hooks().forEach(hook -> makers.put(hook, told -> new HookRunner(hook)));
    config
        .modes()
        .forEach(
            (name, mode) ->
                makers.put(
                    Map.entry(name, mode),
                    told ->
                        new ModeSwitch(
                            name,
                            mode,
                            told.agent(),
                            () -> mode.settle().orElseGet(() -> told.settle(mode.names())))));
    return makers;
  }

  /** Whether another one of {@code wanted} is to tell the same ones as {@code gone} did. */
  static boolean areHandedOver(Object gone, Set<Object> wanted) {
    return gone instanceof AgentConfig.Publish before
        && wanted.stream()
            .anyMatch(key -> key instanceof AgentConfig.Publish next && before.tellsWhere(next));
  }

  private static Maker maker(AgentConfig.Publish publish) {
    return switch (publish) {
      case AgentConfig.Bng bng -> told -> Dialects.bng(bng, told.agent());
      case AgentConfig.HaProxy haproxy -> told -> Dialects.haproxy(haproxy, told.agent());
      case AgentConfig.KeepalivedFile files ->
          told ->
              Dialects.keepalivedFile(
                  files, told.agent(), () -> files.settle().orElseGet(told::settle));
      case AgentConfig.EventLog log -> told -> Dialects.eventLog(log);
      case AgentConfig.Http http ->
          told -> new HttpPublisher(http, told.agent(), told.history(), told::failures);
    };
  }
}
