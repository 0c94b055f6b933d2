package io.risefall.agent;

import java.util.List;

/**
 * Several checks or groups seen as one: up while at least so many of them are up. Immutable.
 *
 * @param atLeast 1 to the number of members
 * @param members names of checks and groups, each once
 */
public record Group(int atLeast, List<String> members) {

  /**
   * @throws IllegalArgumentException if there is no member, a member twice, or the number is out of
   *     range
   */
  public Group {
    members = List.copyOf(members);
    if (members.isEmpty() || members.stream().distinct().count() != members.size()) {
      throw new IllegalArgumentException(
          "group of " + members + ", allowed: one or more names, each once");
    }
    if (atLeast < 1 || atLeast > members.size()) {
      throw new IllegalArgumentException(
          "at-least " + atLeast + ", allowed: 1 to " + members.size());
    }
  }

  /** Up while every member is up. */
  public static Group all(String... members) {
    return new Group(members.length, List.of(members));
  }

  /** Up while any member is up. */
  public static Group any(String... members) {
    return new Group(1, List.of(members));
  }

  /** Up while at least {@code number} members are up. */
  public static Group atLeast(int number, String... members) {
    return new Group(number, List.of(members));
  }
}
