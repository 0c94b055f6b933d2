package io.risefall.resident;

import io.risefall.agent.WatchChange;
import io.risefall.config.AgentConfig;
import io.risefall.config.AgentConfig.Check;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one configuration has that another had not. */
final class Changes {

  private final AgentConfig before;
  private final AgentConfig after;
  private int added;
  private int changed;
  private int removed;

  Changes(AgentConfig before, AgentConfig after) {
    this.before = before;
    this.after = after;
  }

  /** The later configuration, with the checkers of the earlier one where they ask the same. */
  static AgentConfig carriedOver(AgentConfig before, AgentConfig after) {
    Map<String, Check> checks = new LinkedHashMap<>(after.checks());
    checks.replaceAll(
        (name, check) -> {
          Check old = before.checks().get(name);
          return old == null || !old.asksTheSame(check)
              ? check
              : new Check(check.type(), check.options(), old.checker(), check.settings());
        });
    return new AgentConfig(
        after.stateFile(),
        after.maxAge(),
        after.control(),
        after.watch(),
        after.maxInFlight(),
        checks,
        after.groups(),
        after.publish(),
        after.hooks(),
        after.modes());
  }

  /** What the agent takes from its file when it starts, and never again. */
  static String untilStart(AgentConfig started, AgentConfig next) {
    List<String> keys = new ArrayList<>();
    if (!next.stateFile().equals(started.stateFile()) || !next.maxAge().equals(started.maxAge())) {
      keys.add("state-file");
    }
    if (!next.control().equals(started.control())) {
      keys.add("control");
    }
    if (next.watch() != started.watch()) {
      keys.add("watch");
    }
    if (next.maxInFlight() != started.maxInFlight()) {
      keys.add("max-in-flight");
    }
    return keys.isEmpty() ? "" : "; not before the agent's next start: " + String.join(", ", keys);
  }

  void apply(WatchChange change) {
    for (String name : names(before)) {
      if (!after.checks().containsKey(name) && !after.groups().containsKey(name)) {
        change.remove(name);
        removed++;
      }
    }
    after
        .checks()
        .forEach(
            (name, check) -> {
              Check old = before.checks().get(name);
              if (!check.equals(old)) {
                change.check(name, check.checker(), check.settings());
                count(name);
              }
            });
    after
        .groups()
        .forEach(
            (name, group) -> {
              if (!group.equals(before.groups().get(name))) {
                change.group(name, group);
                count(name);
              }
            });
  }

  private void count(String name) {
    if (before.checks().containsKey(name) || before.groups().containsKey(name)) {
      changed++;
    } else {
      added++;
    }
  }

  private static List<String> names(AgentConfig config) {
    List<String> names = new ArrayList<>(config.checks().keySet());
    names.addAll(config.groups().keySet());
    return names;
  }

  /** What {@link #apply} did. */
  String sentence() {
    int same = names(after).size() - added - changed;
    return "checks and groups: "
        + added
        + " added, "
        + changed
        + " changed, "
        + removed
        + " removed, "
        + same
        + " as before";
  }
}
