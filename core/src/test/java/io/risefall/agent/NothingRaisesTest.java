package io.risefall.agent;

import static io.risefall.agent.Simulation.secs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.state.AdminState;
import io.risefall.state.Damping;
import io.risefall.state.Health;
import io.risefall.state.OnStale;
import io.risefall.state.Status;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every event in every state that events lead to: none but a pass, the administrator's word, or a
 * file that says so, raises what is told. The states are found by trying every event in each one
 * that was found, until there is no new one.
 */
class NothingRaisesTest {

  private static final CheckSettings PARENT =
      CheckSettings.builder()
          .interval(secs(86_000))
          .staleAfter(secs(86_400))
          .rise(1)
          .fall(1)
          .build();

  private static CheckSettings.Builder rules(String name) {
    CheckSettings.Builder c = CheckSettings.builder();
    return switch (name) {
      case "rise 2, fall 2" -> c.rise(2).fall(2);
      case "hold" -> c.rise(2).fall(2).onStale(OnStale.HOLD);
      case "up" -> c.rise(1).fall(2).onStale(OnStale.UP);
      case "initial up" -> c.rise(1).fall(2).initial(Health.UP);
      case "initial down" -> c.rise(2).fall(1).initial(Health.DOWN);
      case "window" -> c.window(2, 3);
      case "another window" -> c.window(1, 4);
      case "down-after" -> c.rise(1).fall(3).downAfter(secs(70));
      case "damping" -> c.rise(1).fall(2).damping(new Damping(1_500, 1_000, secs(60), secs(300)));
      default -> throw new IllegalArgumentException(name);
    };
  }

  private enum Event {
    PASS,
    FAIL,
    BROKEN,
    TIME,
    MUCH_TIME,
    DRAIN,
    READY,
    PARENT_FAILS,
    PARENT_PASSES,
    SETTINGS,
    SETTINGS_BACK,
    QUESTION,
    NEWCOMER,
    RESTART,
    PAUSE
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rise 2, fall 2 / hold",
        "rise 2, fall 2 / up",
        "hold / rise 2, fall 2",
        "up / rise 2, fall 2",
        "initial up / initial down",
        "initial down / initial up",
        "window / another window",
        "another window / rise 2, fall 2",
        "down-after / initial up",
        "damping / rise 2, fall 2",
        "damping / down-after",
        "rise 2, fall 2 / damping"
      })
  void noEventRaisesWhatIsToldThatMayNot(String row) {
    String[] rules = row.split(" / ");
    Map<String, List<Event>> ways = new HashMap<>();
    Queue<String> toTry = new ArrayDeque<>();
    Set<String> raised = new LinkedHashSet<>();
    try (World world = new World(rules)) {
      ways.put(world.state(), List.of());
      toTry.add(world.state());
    }
    for (String state = toTry.poll(); state != null; state = toTry.poll()) {
      List<Event> way = ways.getOrDefault(state, List.of());
      for (Event event : Event.values()) {
        try (World world = new World(rules)) {
          way.forEach(world::happens);
          assertEquals(state, world.state(), () -> "the same way leads elsewhere: " + way);
          Map<String, Status> before = world.statuses();
          world.happens(event);
          for (String what : world.raisedSince(before, event)) {
            raised.add(what + ": " + way + " + " + event);
          }
          List<Event> longer = new ArrayList<>(way);
          longer.add(event);
          if (way.size() < 5 && ways.putIfAbsent(world.state(), longer) == null) {
            toTry.add(world.state());
          }
        }
      }
    }
    assertEquals(Set.of(), raised);
    int states = ways.size();
    assertTrue(states > 30, () -> "only " + states + " states: the events lead nowhere");
  }

  /** One check with a parent and in a group of groups, and what can happen to it. */
  private static final class World implements AutoCloseable {

    private final String[] rules;
    private Simulation now = new Simulation();
    private HealthAgent agent;
    private Scripted kai = now.checker();
    private Scripted parent = now.checker();
    private String inForce;
    private boolean newcomer;
    private long pauses;

    World(String[] rules) {
      this.rules = rules;
      this.inForce = rules[0];
      this.agent = start(List.of());
    }

    private HealthAgent start(List<SavedState> saved) {
      now.builder
          .check("kai", kai, settings())
          .check("parent", parent, PARENT)
          .group("pool", newcomer ? Group.all("kai", "lena") : Group.any("kai"))
          .group("above", Group.all("pool"));
      if (newcomer) {
        now.builder.check("lena", now.checker(), PARENT);
      }
      saved.forEach(now.builder::restore);
      long shift = pauses;
      Simulation world = now;
      now.builder.ticker(() -> world.time.read() + pauses - shift);
      return now.start();
    }

    private CheckSettings settings() {
      return rules(inForce)
          .interval(secs(86_000))
          .staleAfter(secs(100))
          .dependsOn("parent")
          .build();
    }

    void happens(Event event) {
      switch (event) {
        case PASS -> run("kai", kai, "P");
        case FAIL -> run("kai", kai, "F");
        case BROKEN -> run("kai", kai, "B");
        case TIME -> now.seconds(40);
        case MUCH_TIME -> now.seconds(500);
        case DRAIN -> agent.administer("kai", AdminState.DRAIN, "");
        case READY -> agent.administer("kai", AdminState.READY, "");
        case PARENT_FAILS -> run("parent", parent, "F");
        case PARENT_PASSES -> run("parent", parent, "P");
        case SETTINGS -> reload(rules[1]);
        case SETTINGS_BACK -> reload(rules[0]);
        case QUESTION -> {
          kai = now.checker().finds("B");
          agent.change(change -> change.check("kai", kai, settings()));
          now.seconds(0.001);
        }
        case NEWCOMER ->
            agent.change(
                change ->
                    change
                        .check("lena", now.checker(), PARENT)
                        .group("pool", Group.all("kai", "lena")));
        case RESTART -> restart();
        case PAUSE -> {
          pauses += 600 * Simulation.SECOND;
          run("kai", kai, "B");
        }
      }
      newcomer |= event == Event.NEWCOMER;
    }

    private void run(String name, Scripted checker, String finds) {
      checker.finds(finds);
      agent.runNow(name);
      now.seconds(0.001);
    }

    private void reload(String next) {
      inForce = next;
      agent.change(change -> change.check("kai", kai, settings()));
    }

    private void restart() {
      List<SavedState> saved = agent.save();
      now.close();
      now = new Simulation();
      kai = now.checker();
      parent = now.checker();
      newcomer = saved.stream().anyMatch(s -> s.name().equals("lena"));
      agent = start(saved);
    }

    Map<String, Status> statuses() {
      Map<String, Status> statuses = new LinkedHashMap<>();
      agent.snapshot().forEach(check -> statuses.put(check.name(), check.status()));
      return statuses;
    }

    /** All of it that decides what comes next, but for times. */
    String state() {
      StringBuilder state = new StringBuilder(inForce);
      for (CheckSnapshot check : agent.snapshot()) {
        state
            .append(" | ")
            .append(check.name())
            .append(' ')
            .append(check.status())
            .append(' ')
            .append(check.health())
            .append(' ')
            .append(check.admin())
            .append(check.stale() ? " stale" : "")
            .append(check.damped() ? " damped" : "")
            .append(check.suppressedBy().isPresent() ? " suppressed" : "")
            .append(' ')
            .append(check.passes())
            .append('-')
            .append(check.failures());
      }
      return state.toString();
    }

    /** What is told as up now and was not before, though {@code event} may not raise it. */
    List<String> raisedSince(Map<String, Status> before, Event event) {
      CheckSnapshot check = agent.snapshot("kai").orElseThrow();
      boolean upByFile = check.stale() && settings().onStale() == OnStale.UP;
      if (event == Event.PASS || event == Event.READY || upByFile) {
        return List.of();
      }
      return statuses().entrySet().stream()
          .filter(now -> now.getValue().isUp() && !isUp(before, now.getKey()))
          .map(Map.Entry::getKey)
          .filter(name -> Set.of("kai", "pool", "above").contains(name))
          .toList();
    }

    private static boolean isUp(Map<String, Status> statuses, String name) {
      return statuses.getOrDefault(name, Status.UNKNOWN).isUp();
    }

    @Override
    public void close() {
      now.close();
    }
  }
}
