package io.risefall.agent;

import static io.risefall.agent.Simulation.secs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.state.Status;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Groups of groups and chains of dependencies as deep as a file is long. */
class DeepTest {

  private static final int DEPTH = 10_000;

  private final Simulation world = new Simulation();
  private final Scripted kai = world.checker().finds("P");

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void groupsOfGroupsFollowTheirInnermostMember() {
    world.builder.check("g0", kai, c -> c.interval(secs(1)).rise(1).fall(1));
    for (int i = 1; i <= DEPTH; i++) {
      world.builder.group("g" + i, Group.all("g" + (i - 1)));
    }
    world.start();
    world.seconds(1);
    assertEquals(Status.UP, world.status("g" + DEPTH));
    kai.finds("F");
    world.seconds(1);
    assertEquals(Status.DOWN, world.status("g" + DEPTH));
  }

  @Test
  void aChainOfDependenciesIsSuppressedAndReleasedToItsEnd() {
    Scripted others = world.checker();
    world.builder.check("c0", kai, c -> c.interval(secs(1)).rise(1).fall(1));
    for (int i = 1; i <= DEPTH; i++) {
      String parent = "c" + (i - 1);
      world.builder.check("c" + i, others, c -> c.interval(secs(86_400)).dependsOn(parent));
    }
    world.start();
    kai.finds("F");
    world.seconds(1);
    assertEquals(Optional.of("c" + (DEPTH - 1)), world.snapshot("c" + DEPTH).suppressedBy());
    kai.finds("P");
    world.seconds(1);
    assertEquals(Optional.empty(), world.snapshot("c" + DEPTH).suppressedBy());
  }

  @Test
  void aCircleIsNamedHoweverLongItIs() {
    world.builder.group("g0", Group.all("g" + DEPTH));
    for (int i = 1; i <= DEPTH; i++) {
      world.builder.group("g" + i, Group.all("g" + (i - 1)));
    }
    var e = assertThrows(IllegalArgumentException.class, world.builder::build);
    assertTrue(String.valueOf(e.getMessage()).startsWith("goes in a circle: g0 -> g10000 -> "));
  }
}
