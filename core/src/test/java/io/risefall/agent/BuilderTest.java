package io.risefall.agent;

import static io.risefall.agent.Simulation.secs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.risefall.check.Checker;
import io.risefall.state.Status;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class BuilderTest {

  private static final Checker FINE = context -> Scripted.PASS;

  private final HealthAgent.Builder builder = HealthAgent.builder();

  private static void refused(String message, Runnable doing) {
    var e = assertThrows(IllegalArgumentException.class, doing::run);
    assertEquals(message, e.getMessage());
  }

  private void check(String name, String... dependsOn) {
    builder.check(name, FINE, check -> check.dependsOn(dependsOn));
  }

  @Test
  void namesAreUniqueAndPrintable() {
    check("kai");
    refused("name 'kai' is taken", () -> check("kai"));
    refused("name 'kai' is taken", () -> builder.group("kai", Group.all("x")));
    refused("name '', allowed: 1 to 200 printable characters", () -> check(""));
    refused("name 'a\nb', allowed: 1 to 200 printable characters", () -> check("a\nb"));
    String tooLong = "x".repeat(201);
    refused("name '" + tooLong + "', allowed: 1 to 200 printable characters", () -> check(tooLong));
  }

  @Test
  void everyNameThatDoesNotExistIsNamed() {
    check("kai", "router", "kai2");
    builder.group("pool", Group.all("kai", "ghost"));
    refused(
        "kai: depends-on: no check or group 'router'; kai: depends-on: no check or group 'kai2';"
            + " pool: of: no check or group 'ghost'",
        builder::start);
  }

  @Test
  void circlesAreNamed() {
    check("a", "b");
    check("b", "g");
    builder.group("g", Group.any("c", "d"));
    check("c");
    check("d", "a");
    refused("goes in a circle: a -> b -> g -> d -> a", builder::start);
  }

  @Test
  void aCheckThatDependsOnItselfIsACircle() {
    check("a", "a");
    refused("goes in a circle: a -> a", builder::start);
  }

  @Test
  void twoWaysToTheSameParentAreNoCircle() {
    check("top");
    check("left", "top");
    check("right", "top");
    check("bottom", "left", "right", "top");
    builder.start().close();
  }

  @Test
  void settingsBeyondTheirRangeAreRefusedByName() {
    setting("interval 0ms, allowed: 1ms to 24h", c -> c.interval(Duration.ZERO));
    setting("interval 86400001ms, allowed: 1ms to 24h", c -> c.interval(secs(86_400.001)));
    setting("fast-interval 0ms, allowed: 1ms to 24h", c -> c.fastInterval(Duration.ZERO));
    setting("down-interval -1ms, allowed: 1ms to 24h", c -> c.downInterval(Duration.ofMillis(-1)));
    setting("jitter -5ms, allowed: 0ms to 24h", c -> c.jitter(Duration.ofMillis(-5)));
    setting("stale-after 0ms, allowed: 1ms to 24h", c -> c.staleAfter(Duration.ZERO));
    setting("rise 0 fall 3, allowed: 1 to 1000", c -> c.rise(0));
    setting("window 3 of 2, allowed: 1 of 1 to 64 of 64", c -> c.window(3, 2));
  }

  private void setting(String message, Consumer<CheckSettings.Builder> settings) {
    refused(message, () -> builder.check("kai", FINE, settings));
  }

  @Test
  void whatIsNotSetIsAtItsDefault() {
    CheckSettings settings = CheckSettings.builder().build();
    assertEquals(Duration.ofSeconds(6), settings.interval());
    assertEquals(settings.interval(), settings.fastInterval());
    assertEquals(settings.interval(), settings.downInterval());
    assertEquals(Duration.ZERO, settings.jitter());
    assertEquals(2, settings.riseFall().rise());
    assertEquals(3, settings.riseFall().fall());
    assertEquals(Duration.ofSeconds(23), settings.staleAfter(Duration.ofSeconds(5)));
  }

  @Test
  void theAgentsOwnSettingsAreHeldToTheirRange() {
    refused("coalesce PT-1S, allowed: zero or more", () -> builder.coalesce(secs(-1)));
    refused("grace PT-1S, allowed: zero or more", () -> builder.grace(secs(-1)));
  }

  @Test
  void snapshotsComeInTheOrderOfDeclarationAndUnknownNamesAreEmpty() {
    check("b");
    check("a");
    builder.group("pool", Group.all("a"));
    try (HealthAgent agent = builder.start()) {
      assertEquals(
          List.of("b", "a", "pool"), agent.snapshot().stream().map(CheckSnapshot::name).toList());
      assertEquals(java.util.Optional.empty(), agent.snapshot("c"));
    }
  }

  @Test
  void oneBuilderStartsAgentsThatKnowNothingOfEachOther() {
    Simulation world = new Simulation();
    world.builder.check("kai", world.checker(), check -> check.interval(secs(1)));
    world.builder.group("pool", Group.all("kai"));
    HealthAgent first = world.builder.start();
    world.seconds(1);
    first.close();
    try (HealthAgent second = world.builder.start()) {
      assertEquals(Status.UNKNOWN, second.snapshot("kai").orElseThrow().status());
      assertEquals(Status.UP, first.snapshot("kai").orElseThrow().status());
      world.told.clear();
      world.seconds(1);
      assertEquals(1, world.told.transitions("pool").size());
    }
  }
}
