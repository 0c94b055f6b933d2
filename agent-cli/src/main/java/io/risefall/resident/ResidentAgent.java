package io.risefall.resident;

import io.risefall.agent.HealthAgent;
import io.risefall.check.Checkers;
import io.risefall.config.AgentConfig;
import io.risefall.config.AgentConfig.Check;
import io.risefall.config.ConfigException;
import io.risefall.config.ConfigReader;
import io.risefall.control.ControlServer;
import io.risefall.file.FileTrouble;
import io.risefall.history.History;
import io.risefall.publish.Publisher;
import io.risefall.state.AdminState;
import io.risefall.time.Scheduler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the file says, at work. Safe for use by many threads. */
public final class ResidentAgent implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ResidentAgent.class);

  private final Path file;
  private final Checkers checkers;
  private final History history = new History();

  /** For checks and their deadlines, and for what is looked at each second. */
  private final Scheduler scheduler = Scheduler.system();

  private final HealthAgent agent;
  private final AdminWords words;
  private final Map<Object, Publisher> publishers = new LinkedHashMap<>();
  private final AgentConfig started;
  private volatile AgentConfig config;

  /** The same, but already the next one while a reload is put in force. */
  private volatile AgentConfig newest;

  /** The publishers, for those who only look. */
  private volatile List<Publisher> told = List.of();

  private volatile @Nullable StateKeeper keeper;
  private @Nullable ControlServer control;
  private @Nullable FileWatch fileWatch;

  private ResidentAgent(Path file, Checkers checkers, AgentConfig config, Path controlDirectory)
      throws IOException {
    this.file = file;
    this.checkers = checkers;
    this.started = config;
    this.config = config;
    this.newest = config;
    adviseOnHeap();
    HealthAgent.Builder builder =
        HealthAgent.builder()
            .scheduler(scheduler)
            .maxInFlight(config.maxInFlight())
            .startRate(AgentConfig.START_RATE)
            .listener(history);
    config.checks().forEach((name, c) -> builder.check(name, c.checker(), c.settings()));
    config.groups().forEach(builder::group);
    Map<String, Instant> ends =
        config
            .stateFile()
            .map(path -> StateKeeper.restore(path, config.maxAge(), config.checks(), builder))
            .orElse(Map.of());
    agent = builder.build();
    words = new AdminWords(agent);
    ends.forEach(words::endAt);
    ControlServer opened;
    try {
      // First: where another agent runs by this file, nothing of its is touched.
      opened = control(controlDirectory);
      control = opened;
      open(Publishers.configured(config));
    } catch (IOException e) {
      close();
      throw e;
    }
    config
        .stateFile()
        .ifPresent(
            path -> {
              StateKeeper kept = new StateKeeper(path, () -> this.config.checks(), agent, words);
              keeper = kept;
              kept.start();
            });
    agent.start();
    opened.start();
    if (config.watch()) {
      fileWatch = new FileWatch(file, this::reloadOnChange);
    }
  }

  /**
   * Starts what a file says.
   *
   * @param control the control directory, if not the one that the file names
   * @throws ConfigException if the file is refused
   * @throws IOException if it cannot be read, or somebody cannot be told
   */
  public static ResidentAgent start(Path file, Checkers checkers, Optional<Path> control)
      throws ConfigException, IOException {
    AgentConfig config = ConfigReader.read(file, checkers);
    return new ResidentAgent(file, checkers, config, control.orElse(config.control()));
  }

  private ControlServer control(Path directory) throws IOException {
    try {
      // To add one may take a while, and the scheduler's thread is not to wait for it.
      Carriers carriers = new Carriers(() -> Thread.ofPlatform().daemon().start(Carriers::addOne));
      return new ControlServer(directory, new Operator(this), scheduler, carriers::waited);
    } catch (IOException e) {
      throw new IOException("control directory " + directory + ": " + FileTrouble.of(e), e);
    }
  }

  private void adviseOnHeap() {
    HeapNeed.advice(config.checks().size(), Runtime.getRuntime().maxMemory()).ifPresent(LOG::warn);
  }

  /** Opens all of these or none. */
  private void open(Map<Object, Publishers.Maker> wanted) throws IOException {
    Map<Object, Publisher> opened = new LinkedHashMap<>();
    try {
      for (Map.Entry<Object, Publishers.Maker> one : wanted.entrySet()) {
        Publisher publisher = one.getValue().make(this);
        agent.addListener(publisher);
        try {
          publisher.open();
        } catch (IOException e) {
          agent.removeListener(publisher);
          throw new IOException(publisher + ": " + FileTrouble.of(e), e);
        }
        opened.put(one.getKey(), publisher);
      }
      publishers.putAll(opened);
      told = List.copyOf(publishers.values());
    } catch (IOException e) {
      opened.values().forEach(this::close);
      throw e;
    }
  }

  private void close(Publisher publisher) {
    agent.removeListener(publisher);
    publisher.close();
  }

  /**
   * Reads the file again and does what it says now, or goes on as before. What did not change is
   * not touched: checks keep their state and their schedule, listeners their connections.
   *
   * @return what changed, in one sentence
   * @throws ConfigException if the file is refused
   * @throws IOException if it cannot be read, or somebody cannot be told
   */
  public synchronized String reload() throws ConfigException, IOException {
    try {
      String changes = reloadOrThrow();
      LOG.info("reloaded {}; {}", file, changes);
      return changes;
    } catch (ConfigException e) {
      LOG.error("reload refused, going on as before:\n{}", e.getMessage());
      throw e;
    } catch (IOException e) {
      LOG.error("reload refused, going on as before: {}", e.toString());
      throw e;
    } catch (RuntimeException | Error e) { // of whoever it comes: an agent outlives it
      LOG.error("reload failed, going on", e);
      throw new IOException("internal error: " + e, e);
    }
  }

  private void reloadOnChange() {
    try {
      reload();
    } catch (ConfigException | IOException e) {
      LOG.debug("told in the log", e);
    }
  }

  private String reloadOrThrow() throws ConfigException, IOException {
    AgentConfig next = Changes.carriedOver(config, ConfigReader.read(file, checkers));
    Map<Object, Publishers.Maker> wanted = Publishers.configured(next);
    Map<Object, Publishers.Maker> before = Publishers.configured(config);
    Map<Object, Publishers.Maker> gone = new LinkedHashMap<>(before);
    gone.keySet().removeAll(wanted.keySet());
    Map<Object, Publishers.Maker> added = new LinkedHashMap<>(wanted);
    added.keySet().removeAll(publishers.keySet());
    // Those that go make room first: a listener with another allow-list has the same port.
    gone.keySet()
        .forEach(
            key -> {
              Publisher publisher = publishers.remove(key);
              if (publisher != null) {
                agent.removeListener(publisher);
                if (Publishers.areHandedOver(key, wanted.keySet())) {
                  publisher.handOver();
                } else {
                  publisher.close();
                }
              }
            });
    told = List.copyOf(publishers.values());
    try {
      open(added);
    } catch (IOException e) {
      gone.forEach(this::openAgain);
      throw e;
    }
    Changes changes = new Changes(config, next);
    newest = next;
    agent.change(changes::apply);
    config = next;
    adviseOnHeap();
    StateKeeper kept = keeper;
    if (kept != null) {
      kept.changed();
    }
    return changes.sentence()
        + publishersSentence(gone.size(), added.size())
        + Changes.untilStart(started, next);
  }

  /** What cannot be opened is tried again with the next reload. */
  private void openAgain(Object key, Publishers.Maker maker) {
    try {
      open(Map.of(key, maker));
    } catch (IOException e) {
      LOG.error("what was before cannot be opened again: {}", e.getMessage());
    }
  }

  private static String publishersSentence(int gone, int added) {
    return gone + added == 0 ? "" : "; publishers: " + added + " opened, " + gone + " closed";
  }

  /** How long it takes until all is known; see {@link AgentConfig#settle}. */
  Duration settle() {
    return settle(newest.checks().keySet());
  }

  /** The same, of some checks and groups. */
  Duration settle(Collection<String> names) {
    return newest.settle(names);
  }

  /** What checkers there are. */
  Checkers checkers() {
    return checkers;
  }

  /** What is watched and told now. */
  public HealthAgent agent() {
    return agent;
  }

  /** How often something could not be told, written or run, by what it was. */
  Map<String, Long> failures() {
    Map<String, Long> failures = new TreeMap<>();
    told.forEach(
        publisher -> failures.merge(publisher.toString(), publisher.failures(), Long::sum));
    StateKeeper kept = keeper;
    if (kept != null) {
      failures.put("state-file", kept.failures());
    }
    return failures;
  }

  /** What has been. */
  public History history() {
    return history;
  }

  /**
   * Gives the administrator's word; see {@link AdminWords#say}. It is on the disk when this
   * returns, where there is a state file.
   *
   * @return why it will not outlive the agent though it should; empty if it will, or there is no
   *     state file
   */
  Optional<String> say(String name, AdminState word, String reason, Optional<Instant> until) {
    words.say(name, word, reason, until);
    StateKeeper kept = keeper;
    return kept == null ? Optional.empty() : kept.awaitKept();
  }

  Optional<Instant> end(String name) {
    return words.end(name);
  }

  /** Those who depend on a check or group, or have it as a member. */
  List<String> dependents(String name) {
    AgentConfig now = config;
    List<String> names = new ArrayList<>();
    now.checks()
        .forEach(
            (child, check) -> {
              if (check.settings().dependsOn().contains(name)) {
                names.add(child);
              }
            });
    now.groups()
        .forEach(
            (group, of) -> {
              if (of.members().contains(name)) {
                names.add(group);
              }
            });
    return names;
  }

  /** The check as the file has it; none for a group. No lock: a reload may take seconds. */
  Optional<Check> check(String name) {
    return Optional.ofNullable(config.checks().get(name));
  }

  @Override
  public String toString() {
    AgentConfig now = config;
    return counted(now.checks().size(), "check")
        + ", "
        + counted(now.groups().size(), "group")
        + ", "
        + counted(told.size(), "publisher")
        + " from "
        + file;
  }

  private static String counted(int number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }

  /** Ends in order: no more runs, listeners told, files written. */
  @Override
  public synchronized void close() {
    if (fileWatch != null) {
      fileWatch.close();
    }
    if (control != null) {
      control.close();
    }
    agent.close();
    publishers.values().forEach(Publisher::close);
    publishers.clear();
    StateKeeper kept = keeper;
    if (kept != null) {
      kept.close();
    }
    words.close();
    scheduler.close();
    LOG.info("ended");
  }
}
