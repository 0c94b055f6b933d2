package io.risefall.config;

import io.risefall.agent.CheckSettings;
import io.risefall.agent.Group;
import io.risefall.check.Checker;
import io.risefall.option.Endpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the file says. Immutable.
 *
 * @param stateFile where the state outlives the agent; absent: nowhere
 * @param maxAge a state file older than this is not used; default 1 h
 * @param control the directory of the control socket
 * @param watch whether a change of the file is a reload
 * @param maxInFlight most checks in flight at once; default 4096
 * @param checks by name, in the order of the file
 * @param groups by name, in the order of the file
 * @param publish who is told
 * @param hooks what is run on a change
 * @param modes by name, in the order of the file
 */
public record AgentConfig(
    Optional<Path> stateFile,
    Duration maxAge,
    Path control,
    boolean watch,
    int maxInFlight,
    Map<String, Check> checks,
    Map<String, Group> groups,
    List<Publish> publish,
    List<Hook> hooks,
    Map<String, Mode> modes) {

  /** Runs a second that are begun with in each second after the start. */
  public static final int START_RATE = 1000;

  /** Where the control socket is unless the file or a flag says otherwise. */
  public static final Path DEFAULT_CONTROL = Path.of("/run/risefall");

  /**
   * Until when each of these checks has a result, or each of these groups is known, if nothing is
   * wrong with the agent: the longest interval and time-out of theirs, and what the agent takes to
   * take up its load.
   *
   * @param names checks and groups; other names are of no effect
   */
  public Duration settle(Collection<String> names) {
    Duration longest = Duration.ZERO;
    for (String name : withMembers(names)) {
      Check check = checks.get(name);
      if (check != null) {
        CheckSettings settings = check.settings;
        Duration one = settings.interval().plus(settings.jitter()).plus(check.checker.timeout());
        longest = one.compareTo(longest) > 0 ? one : longest;
      }
    }
    double runs = 0;
    for (Check check : checks.values()) {
      runs += 1e9 / check.settings.interval().toNanos();
    }
    return longest.plusSeconds((long) (runs / START_RATE));
  }

  /** No recursion: groups may be nested as deep as the file is long. */
  private Set<String> withMembers(Collection<String> names) {
    Set<String> all = new LinkedHashSet<>(names);
    Deque<String> left = new ArrayDeque<>(all);
    while (!left.isEmpty()) {
      Group group = groups.get(left.remove());
      for (String member : group == null ? List.<String>of() : group.members()) {
        if (all.add(member)) {
          left.add(member);
        }
      }
    }
    return all;
  }

  /**
   * A check.
   *
   * @param type the checker's type
   * @param options the checker's options as written
   * @param checker made from these
   * @param settings when it runs and how its results count
   */
  public record Check(
      String type, Map<String, List<String>> options, Checker checker, CheckSettings settings) {

    /** Whether the target is asked the same thing. */
    public boolean asksTheSame(Check other) {
      return type.equals(other.type) && options.equals(other.options);
    }
  }

  /** Someone who is told. Equal ones go on through a reload. */
  public sealed interface Publish {

    /** Whether the same ones are told at the same place, if in another way. */
    default boolean tellsWhere(Publish other) {
      return false;
    }
  }

  /** Something that listens. */
  public sealed interface Listening extends Publish {

    /** Where. */
    Endpoint listen();

    /** From where connections are taken; empty: from everywhere. */
    List<Network> allow();
  }

  /** Which of TCP and UDP is served. */
  public enum Transport {
    /** TCP alone. */
    TCP,
    /** UDP alone. */
    UDP,
    /** Both on one port. */
    BOTH
  }

  /**
   * {@code 1} or {@code 0} for BalanceNG.
   *
   * @param check the check or group that is told of
   */
  public record Bng(Endpoint listen, Transport transport, String check, List<Network> allow)
      implements Listening {}

  /**
   * HAProxy's agent-check.
   *
   * @param check the check or group that is told of; absent: the one whose name {@code agent-send}
   *     sends
   */
  public record HaProxy(Endpoint listen, Optional<String> check, List<Network> allow)
      implements Listening {}

  /** HTTP: health, checks, metrics and the page. */
  public record Http(Endpoint listen, List<Network> allow) implements Listening {}

  /** What a file for keepalived says. */
  public enum FileStyle {
    /** 1 for up, 0 for down: {@code track_file} with {@code weight 0 reverse}. */
    VRRP,
    /** 0 for up, 1 for down: {@code FILE_CHECK} with {@code weight 0}. */
    REAL_SERVER
  }

  /**
   * A file for each check and group.
   *
   * @param downOnExit whether the files say down once the agent has ended in order
   * @param settle how long a file that stands is kept while nothing is known of its check; absent:
   *     {@link AgentConfig#settle} of all
   */
  public record KeepalivedFile(
      Path directory, FileStyle style, boolean downOnExit, Optional<Duration> settle)
      implements Publish {

    @Override
    public boolean tellsWhere(Publish other) {
      return other instanceof KeepalivedFile files
          && files.directory.equals(directory)
          && files.style == style;
    }
  }

  /** A line of JSON for each transition. */
  public record EventLog(Path file) implements Publish {}

  /**
   * A program that is run on a change.
   *
   * @param on the checks and groups; empty: all
   * @param run the program and its arguments
   * @param timeout how long it may take; default 10 s
   */
  public record Hook(List<String> on, List<String> run, Duration timeout) {}

  /**
   * One of several modes, chosen by conditions.
   *
   * @param choices tried in their order; the last one always holds
   * @param link what is switched to the mode
   * @param run the program that follows, and its arguments; empty: none
   * @param timeout how long it may take; default 10 s
   * @param settle how long the mode that stands is kept while it cannot be chosen, because nothing
   *     is known of a check; absent: {@link AgentConfig#settle} of those it is about
   */
  public record Mode(
      List<Choice> choices,
      Optional<Link> link,
      List<String> run,
      Duration timeout,
      Optional<Duration> settle) {

    /** The checks and groups that it is about. */
    public Set<String> names() {
      Set<String> names = new LinkedHashSet<>();
      choices.forEach(choice -> names.addAll(choice.when().names()));
      return names;
    }
  }

  /**
   * A mode and when it is chosen.
   *
   * @param when the condition on checks and groups
   */
  public record Choice(Condition when, String mode) {}

  /**
   * A symbolic link.
   *
   * @param path where it is
   * @param to where it leads, with <code>{mode}</code> for the mode
   */
  public record Link(Path path, String to) {}
}
