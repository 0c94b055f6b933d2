package io.risefall.agent;

import static io.risefall.agent.Simulation.secs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.risefall.check.Reason;
import io.risefall.state.AdminState;
import io.risefall.state.Health;
import io.risefall.state.Status;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GroupTest {

  private static final List<Status> KINDS =
      List.of(Status.UP, Status.DOWN, Status.UNKNOWN, Status.MAINT);

  @Test
  void everyCombinationOfThreeMembersIsAsCountedByHand() {
    for (Status a : KINDS) {
      for (Status b : KINDS) {
        for (Status c : KINDS) {
          for (int atLeast = 1; atLeast <= 3; atLeast++) {
            compare(atLeast, List.of(a, b, c));
          }
        }
      }
    }
  }

  private static void compare(int atLeast, List<Status> members) {
    try (Simulation world = new Simulation()) {
      for (int i = 0; i < 3; i++) {
        world.builder.check("m" + i, world.checker(), startingAs(members.get(i)));
      }
      world.builder.group("pool", Group.atLeast(atLeast, "m0", "m1", "m2"));
      world.builder.group("above", Group.all("pool"));
      HealthAgent agent = world.start();
      for (int i = 0; i < 3; i++) {
        if (members.get(i) == Status.MAINT) {
          agent.administer("m" + i, AdminState.MAINT, "test");
        }
      }
      int up = Collections.frequency(members, Status.UP);
      int hopeful = up + Collections.frequency(members, Status.UNKNOWN);
      Status expected =
          up >= atLeast ? Status.UP : hopeful >= atLeast ? Status.UNKNOWN : Status.DOWN;
      assertEquals(expected, world.status("pool"), () -> atLeast + " of " + members);
      assertEquals(expected, world.status("above"), () -> "above " + atLeast + " of " + members);
      if (!members.contains(Status.MAINT)) {
        int told = expected == Status.UNKNOWN ? 0 : 1;
        assertEquals(told, world.told.transitions("pool").size(), () -> "told of " + members);
      }
    }
  }

  private static CheckSettings startingAs(Status status) {
    Health health =
        switch (status) {
          case UP, MAINT -> Health.UP;
          case DOWN -> Health.DOWN;
          default -> Health.UNKNOWN;
        };
    return CheckSettings.builder().initial(health).build();
  }

  @Test
  void aGroupFollowsItsMembersAndSaysWhy() {
    try (Simulation world = new Simulation()) {
      Scripted one = world.checker();
      Scripted two = world.checker();
      CheckSettings quick = CheckSettings.builder().interval(secs(1)).rise(1).fall(1).build();
      world.builder.check("one", one, quick).check("two", two, quick);
      world.builder.group("both", Group.all("one", "two")).group("either", Group.any("one", "two"));
      world.start();
      world.seconds(1);
      two.finds("F");
      world.seconds(1);
      assertEquals(Status.UP, world.status("either"));
      Transition last = world.told.transitions("both").getLast();
      assertEquals(Status.DOWN, last.to());
      assertEquals(Reason.MEMBERS, last.reason());
      assertEquals("1 of 2 up, needs 2 (two)", last.message());
    }
  }

  @Test
  void aSnapshotSaysHowAGroupStandsNowWhateverItsNewestChangeSaid() {
    try (Simulation world = new Simulation()) {
      for (String name : List.of("one", "two", "three")) {
        world.builder.check(name, world.checker(), startingAs(Status.UP));
      }
      world.builder.group("pool", Group.any("one", "two", "three"));
      HealthAgent agent = world.start();
      assertEquals(Optional.of("3 of 3 up, needs 1"), members(agent, "pool"));
      agent.administer("one", AdminState.MAINT, "night work");
      agent.administer("two", AdminState.MAINT, "night work");
      assertEquals(Status.UP, world.status("pool"));
      assertEquals(Optional.of("1 of 3 up, needs 1"), members(agent, "pool"));
      assertEquals(Optional.empty(), members(agent, "one"));
    }
  }

  private static Optional<String> members(HealthAgent agent, String name) {
    return agent.snapshot(name).orElseThrow().members();
  }

  @Test
  void anAdministratorsWordAboutAGroupHidesItsHealth() {
    try (Simulation world = new Simulation()) {
      Scripted one = world.checker();
      world.builder.check("one", one, CheckSettings.builder().initial(Health.UP).build());
      world.builder.group("pool", Group.all("one"));
      HealthAgent agent = world.start();
      agent.administer("pool", AdminState.DRAIN, "night work");
      assertEquals(Status.DRAIN, world.status("pool"));
      agent.administer("one", AdminState.MAINT, "night work");
      Transition hidden = world.told.transitions("pool").getLast();
      assertEquals(Status.DRAIN, hidden.from());
      assertEquals(Status.DRAIN, hidden.to());
      assertEquals(Health.DOWN, hidden.toHealth());
      assertEquals(
          "pool DRAIN (health UP -> DOWN), members: 0 of 1 up, needs 1 (one)", hidden.toString());
      agent.administer("one", AdminState.READY, "done");
      agent.administer("pool", AdminState.READY, "done");
      assertEquals(Status.UP, world.status("pool"));
      assertEquals(
          "pool DRAIN -> UP, administrator: done",
          world.told.transitions("pool").getLast().toString());
    }
  }

  @Test
  void theAdministratorsWordIsToldOnceAndChangesNoHealth() {
    try (Simulation world = new Simulation()) {
      world.builder.check(
          "one", world.checker(), CheckSettings.builder().initial(Health.UP).build());
      HealthAgent agent = world.start();
      for (AdminState word :
          List.of(AdminState.DRAIN, AdminState.DRAIN, AdminState.MAINT, AdminState.READY)) {
        agent.administer("one", word, "test");
        assertEquals(Health.UP, world.snapshot("one").health());
        assertEquals(word, world.snapshot("one").admin());
      }
      List<Status> told = new ArrayList<>();
      world.told.transitions().forEach(t -> told.add(t.to()));
      assertEquals(List.of(Status.UP, Status.DRAIN, Status.MAINT, Status.UP), told);
      var e =
          assertThrows(
              IllegalArgumentException.class,
              () -> agent.administer("two", AdminState.READY, "test"));
      assertEquals("no check or group 'two'", e.getMessage());
    }
  }

  @Test
  void groupsThatMakeNoSenseAreRefused() {
    refused("group of [], allowed: one or more names, each once", 1, List.of());
    refused("group of [a, a], allowed: one or more names, each once", 1, List.of("a", "a"));
    refused("at-least 0, allowed: 1 to 2", 0, List.of("a", "b"));
    refused("at-least 3, allowed: 1 to 2", 3, List.of("a", "b"));
  }

  private static void refused(String message, int atLeast, List<String> members) {
    var e = assertThrows(IllegalArgumentException.class, () -> new Group(atLeast, members));
    assertEquals(message, e.getMessage());
  }
}
