package io.risefall.testkit;

import io.risefall.agent.HealthListener;
import io.risefall.agent.Transition;
import io.risefall.check.CheckResult;
import io.risefall.state.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A listener that remembers everything it is told. Safe for use by many threads. */
public final class RecordingListener implements HealthListener {

  /**
   * One run of a check.
   *
   * @param name the check
   * @param result what it found
   * @param lag how long after its due time it was started
   */
  public record Told(String name, CheckResult result, Duration lag) {}

  private final List<Transition> transitions = new ArrayList<>();
  private final List<Told> results = new ArrayList<>();
  private final List<String> added = new ArrayList<>();
  private final Map<String, Status> restored = new LinkedHashMap<>();
  private final List<String> removed = new ArrayList<>();

  /** A listener that has been told nothing. */
  public RecordingListener() {}

  @Override
  public synchronized void onTransition(Transition transition) {
    transitions.add(transition);
  }

  @Override
  public synchronized void onResult(String name, CheckResult result, Duration lag) {
    results.add(new Told(name, result, lag));
  }

  @Override
  public synchronized void onAdded(String name) {
    added.add(name);
  }

  @Override
  public synchronized void onRestored(String name, Status status) {
    restored.put(name, status);
  }

  @Override
  public synchronized void onRemoved(String name) {
    removed.add(name);
  }

  /** Every transition so far, in the order told. */
  public synchronized List<Transition> transitions() {
    return List.copyOf(transitions);
  }

  /** The transitions of one check or group so far, in the order told. */
  public synchronized List<Transition> transitions(String name) {
    return transitions.stream().filter(t -> t.name().equals(name)).toList();
  }

  /** Every result so far, in the order told. */
  public synchronized List<Told> results() {
    return List.copyOf(results);
  }

  /** The results of one check so far, in the order told. */
  public synchronized List<CheckResult> results(String name) {
    return results.stream().filter(t -> t.name().equals(name)).map(Told::result).toList();
  }

  /** What is watched since the beginning or later, in the order told. */
  public synchronized List<String> added() {
    return List.copyOf(added);
  }

  /** What goes on where it stood with another agent, and how it stood, in the order told. */
  public synchronized Map<String, Status> restored() {
    return new LinkedHashMap<>(restored);
  }

  /** What is not watched any more, in the order told. */
  public synchronized List<String> removed() {
    return List.copyOf(removed);
  }

  /** Forgets everything. */
  public synchronized void clear() {
    transitions.clear();
    results.clear();
    added.clear();
    restored.clear();
    removed.clear();
  }
}
