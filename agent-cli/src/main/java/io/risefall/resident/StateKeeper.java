package io.risefall.resident;

import io.risefall.agent.HealthAgent;
import io.risefall.agent.HealthListener;
import io.risefall.agent.SavedState;
import io.risefall.agent.Transition;
import io.risefall.config.AgentConfig.Check;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Has an agent go on where another one stood, and writes down where it stands. */
final class StateKeeper implements HealthListener, AutoCloseable {

  /** For what is to be on the disk before an operator has an answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Supplier<Map<String, Check>> checks;
  private final HealthAgent agent;
  private final AdminWords words;
  private final StateFile file;

  /**
   * Nothing is written before {@link #start}.
   *
   * @param checks those that are watched, asked for at each writing
   */
  StateKeeper(Path path, Supplier<Map<String, Check>> checks, HealthAgent agent, AdminWords words) {
    this.checks = checks;
    this.agent = agent;
    this.words = words;
    this.file = new StateFile(path, this::kept);
  }

  /**
   * Has {@code builder} go on where an agent before stood, check by check. A check that is another
   * now keeps its health and the administrator's word, and counts anew.
   *
   * @return when the administrator's words end, of those that do
   */
  static Map<String, Instant> restore(
      Path path, Duration maxAge, Map<String, Check> checks, HealthAgent.Builder builder) {
    Map<String, Instant> ends = new HashMap<>();
    Optional<StateFormat.Saved> saved = StateFile.read(path, maxAge);
    for (Kept kept : saved.map(StateFormat.Saved::kept).orElse(List.of())) {
      String name = kept.state().name();
      Duration age = Duration.between(saved.orElseThrow().time(), Instant.now());
      SavedState state = asItIsNow(kept, checks.get(name));
      builder.restore(state.aged(Math.max(0, age.toNanos())));
      kept.until().ifPresent(end -> ends.put(name, end));
    }
    return ends;
  }

  /** What a reload would keep as well. */
  private static SavedState asItIsNow(Kept kept, @Nullable Check check) {
    return check == null || definition(check).equals(kept.definition())
        ? kept.state()
        : kept.state().under(check.settings().riseFall());
  }

  /** Writes how it stands now, and again with each change. */
  void start() {
    agent.addListener(this);
    file.start();
    file.changed();
  }

  @Override
  public void onTransition(Transition transition) {
    file.changed();
  }

  /** Other checks are watched. */
  void changed() {
    file.changed();
  }

  /**
   * Waits until the administrator's words that were given before are on the disk.
   *
   * @return why they are not; empty if they are
   */
  Optional<String> awaitKept() {
    try {
      return file.await(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }

  /** How often it could not be written. */
  long failures() {
    return file.failures();
  }

  private List<Kept> kept() {
    Map<String, Check> watched = checks.get();
    List<Kept> kept = new ArrayList<>();
    for (SavedState state : agent.save()) {
      String definition = definition(watched.get(state.name()));
      kept.add(new Kept(definition, state, words.end(state.name())));
    }
    return kept;
  }

  /** What a check is; a group, which is none, follows its members. */
  private static String definition(@Nullable Check check) {
    return check == null ? "" : Definition.of(check);
  }

  @Override
  public void close() {
    file.close();
  }
}
