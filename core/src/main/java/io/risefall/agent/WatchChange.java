package io.risefall.agent;

import io.risefall.check.Checker;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Changes of what an agent watches: see {@link HealthAgent#change}. Not safe for use by many
 * threads.
 */
public final class WatchChange {

  private record Watched(Checker checker, CheckSettings settings) {}

  private final Map<String, Watched> checks = new LinkedHashMap<>();
  private final Map<String, Group> groups = new LinkedHashMap<>();
  private final Set<String> removed = new LinkedHashSet<>();

  WatchChange() {}

  /**
   * Adds a check, in the place of one of the same name if there is one.
   *
   * @param name stands for the check everywhere; 1 to 200 printable characters
   * @throws IllegalArgumentException if the name is not allowed or was given before in this change,
   *     or a setting is out of its range
   */
  public WatchChange check(String name, Checker checker, Consumer<CheckSettings.Builder> settings) {
    CheckSettings.Builder collected = CheckSettings.builder();
    settings.accept(collected);
    return check(name, checker, collected.build());
  }

  /** Adds a check with settings made before. */
  public WatchChange check(String name, Checker checker, CheckSettings settings) {
    claim(name);
    checks.put(name, new Watched(checker, settings));
    return this;
  }

  /**
   * Adds a group of checks and groups, in the place of one of the same name if there is one.
   *
   * @throws IllegalArgumentException if the name is not allowed or was given before in this change
   */
  public WatchChange group(String name, Group group) {
    claim(name);
    groups.put(name, group);
    return this;
  }

  /**
   * Takes a check or group out.
   *
   * @throws IllegalArgumentException if the name was given before in this change
   */
  public WatchChange remove(String name) {
    claim(name);
    removed.add(name);
    return this;
  }

  private void claim(String name) {
    if (name.isEmpty() || name.length() > 200 || name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "name '" + name + "', allowed: 1 to 200 printable characters");
    }
    if (checks.containsKey(name) || groups.containsKey(name) || removed.contains(name)) {
      throw new IllegalArgumentException("name '" + name + "' is taken");
    }
  }

  /** All that is watched then; {@code before} stays as it is. */
  Map<String, Node> appliedTo(Map<String, Node> before, long now) {
    Map<String, Node> after = new LinkedHashMap<>(before);
    for (String name : removed) {
      if (after.remove(name) == null) {
        throw new IllegalArgumentException("no check or group '" + name + "'");
      }
    }
    checks.forEach(
        (name, check) ->
            after.put(name, new CheckNode(name, check.checker(), check.settings(), now)));
    groups.forEach((name, group) -> after.put(name, new GroupNode(name, group, now)));
    return after;
  }
}
