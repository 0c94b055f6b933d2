package io.risefall.hook;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.agent.HealthAgent;
import io.risefall.agent.Transition;
import io.risefall.check.CheckResult;
import io.risefall.check.Reason;
import io.risefall.config.AgentConfig.Choice;
import io.risefall.config.AgentConfig.Hook;
import io.risefall.config.AgentConfig.Link;
import io.risefall.config.AgentConfig.Mode;
import io.risefall.config.Condition;
import io.risefall.publish.Settling;
import io.risefall.state.Health;
import io.risefall.state.Status;
import io.risefall.time.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HookTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  @TempDir private Path directory;

  private static Transition transition(String name, Status from, Status to) {
    return new Transition(
        name,
        from,
        to,
        Health.UP,
        Health.DOWN,
        Reason.TIMEOUT,
        "no answer; {check} $(reboot)",
        Instant.EPOCH);
  }

  private Path script(String... lines) throws IOException {
    Path script = directory.resolve("hook.sh");
    Files.writeString(script, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    assertTrue(script.toFile().setExecutable(true));
    return script;
  }

  private HookRunner runner(List<String> on, Path script, String... arguments) {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    return new HookRunner(new Hook(on, command, SECOND), Duration.ofMillis(1), SECOND);
  }

  private List<String> said() throws IOException {
    Path log = directory.resolve("log");
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }

  @Test
  void theProgramGetsItsArgumentsAsTheyAreAndNoShellSeesThem() throws Exception {
    Path script = script("echo \"$1|$2|$3\" >>" + directory + "/log");
    try (HookRunner hook = runner(List.of(), script, "{check}", "{from}-{to}", "{message}")) {
      hook.onTransition(transition("kai", Status.UP, Status.DOWN));
      await().until(() -> said().size() == 1);
      assertEquals(List.of("kai|UP-DOWN|no answer; {check} $(reboot)"), said());
    }
  }

  @Test
  void changesOfOneCheckComeInOrderAndOthersAreNotMeant() throws Exception {
    Path script = script("echo \"$1 $2\" >>" + directory + "/log");
    try (HookRunner hook = runner(List.of("kai"), script, "{check}", "{to}")) {
      hook.onTransition(transition("lena", Status.UP, Status.DOWN));
      hook.onTransition(transition("kai", Status.MAINT, Status.MAINT));
      for (int i = 0; i < 5; i++) {
        hook.onTransition(transition("kai", Status.UP, Status.DOWN));
        hook.onTransition(transition("kai", Status.DOWN, Status.UP));
      }
      await().until(() -> said().size() == 10);
      for (int i = 0; i < 10; i++) {
        assertEquals(i % 2 == 0 ? "kai DOWN" : "kai UP", said().get(i));
      }
    }
  }

  @Test
  void itIsNotClosedBeforeItsProgramIsKilled() throws Exception {
    Path script = script("echo x >>" + directory + "/log", "trap '' TERM", "sleep 1000");
    HookRunner hook =
        new HookRunner(
            new Hook(List.of(), List.of(script.toString()), SECOND.multipliedBy(50)),
            SECOND,
            SECOND);
    hook.onTransition(transition("kai", Status.UP, Status.DOWN));
    await().until(() -> said().size() == 1);
    hook.close();
    assertEquals(List.of(), hook.workers());
  }

  @Test
  void oneThatFailsIsTriedAgainTwice() throws Exception {
    Path script = script("echo x >>" + directory + "/log", "exit 3");
    try (HookRunner hook = runner(List.of(), script)) {
      hook.onTransition(transition("kai", Status.UP, Status.DOWN));
      await().until(() -> said().size() == 3);
    }
  }

  @Test
  void oneThatKeepsFailingIsLeftAloneForAWhile() throws Exception {
    Path script = script("echo x >>" + directory + "/log", "exit 3");
    try (HookRunner hook = runner(List.of(), script)) {
      for (int i = 0; i < 14; i++) {
        hook.onTransition(transition("kai", Status.UP, Status.DOWN));
      }
      await().until(() -> said().size() == 30);
      await().during(Duration.ofMillis(300)).atMost(SECOND).until(() -> said().size() == 30);
    }
  }

  /** A program that cannot be started for want of threads or memory is an Error to Java. */
  @Test
  void whatIsThrownIsAFailureAndNotTheEnd() throws Exception {
    Path script = script("echo x >>" + directory + "/log");
    AtomicInteger asked = new AtomicInteger();
    List<String> odd =
        new AbstractList<>() {
          @Override
          public String get(int index) {
            if (asked.incrementAndGet() <= 3) {
              throw new OutOfMemoryError("unable to create native thread");
            }
            return script.toString();
          }

          @Override
          public int size() {
            return 1;
          }

          @Override
          public String getFirst() {
            return "odd";
          }
        };
    try (HookRunner hook =
        new HookRunner(new Hook(List.of(), odd, SECOND), Duration.ofMillis(1), SECOND)) {
      hook.onTransition(transition("kai", Status.UP, Status.DOWN));
      await().until(() -> hook.failures() == 1);
      hook.onTransition(transition("kai", Status.DOWN, Status.UP));
      await().until(() -> said().size() == 1);
    }
  }

  @Test
  void oneThatTakesTooLongIsKilledWithWhatItStarted() throws Exception {
    Path script =
        script(
            "echo x >>" + directory + "/log",
            "sleep 60 & echo $! >>" + directory + "/pids",
            "wait");
    try (HookRunner hook = runner(List.of(), script)) {
      hook.onTransition(transition("kai", Status.UP, Status.DOWN));
      await().until(() -> said().size() == 3);
    }
    for (String pid : Files.readAllLines(directory.resolve("pids"))) {
      await().until(() -> ProcessHandle.of(Long.parseLong(pid)).isEmpty());
    }
  }

  private Mode mode(Path script) {
    return new Mode(
        List.of(
            new Choice(Condition.parse("au and nl"), "normal"),
            new Choice(Condition.parse("nl"), "nl-only"),
            new Choice(Condition.parse("au"), "au-only"),
            new Choice(Condition.OTHERWISE, "normal")),
        Optional.of(new Link(directory.resolve("routes"), "/etc/routes.{mode}")),
        List.of(script.toString(), "{mode}"),
        SECOND,
        Optional.empty());
  }

  @Test
  void aModeIsChosenOnceAllIsKnownAndThenOnAChangeAlone() throws Exception {
    Path script =
        script("echo \"$1 $(readlink " + directory + "/routes)\" >>" + directory + "/log");
    AtomicBoolean au = new AtomicBoolean(true);
    AtomicBoolean nl = new AtomicBoolean(true);
    try (HealthAgent agent =
            HealthAgent.builder()
                .check(
                    "au", c -> result(au), c -> c.interval(Duration.ofMillis(20)).rise(1).fall(1))
                .check(
                    "nl", c -> result(nl), c -> c.interval(Duration.ofMillis(20)).rise(1).fall(1))
                .start();
        ModeSwitch mode = new ModeSwitch("sites", mode(script), agent, () -> SECOND)) {
      agent.addListener(mode);
      mode.open();
      await().until(() -> said().equals(List.of("normal /etc/routes.normal")));
      au.set(false);
      await().until(() -> said().size() == 2);
      assertEquals("nl-only /etc/routes.nl-only", said().get(1));
      nl.set(false);
      await().until(() -> said().size() == 3);
      assertEquals("normal /etc/routes.normal", said().get(2));
      au.set(true);
      await().until(() -> said().size() == 4);
      assertEquals("au-only /etc/routes.au-only", said().get(3));
    }
  }

  private static CheckResult result(AtomicBoolean up) {
    return up.get() ? CheckResult.pass("well") : CheckResult.fail(Reason.TIMEOUT, "no answer");
  }

  @Test
  void whoeverReadsTheLinkWhileItIsSwitchedFindsTheOneTargetOrTheOther() throws Exception {
    Link link = new Link(directory.resolve("routes"), directory + "/routes.{mode}");
    for (String chosen : List.of("normal", "nl-only")) {
      Files.writeString(directory.resolve("routes." + chosen), chosen);
      ModeSwitch.switchLink(link, chosen);
    }
    AtomicBoolean over = new AtomicBoolean();
    FutureTask<Set<String>> reader =
        new FutureTask<>(
            () -> {
              Set<String> seen = new TreeSet<>();
              while (!over.get()) {
                seen.add(Files.readString(link.path()));
              }
              return seen;
            });
    Thread.ofPlatform().start(reader);
    for (int i = 0; i < 2000; i++) {
      ModeSwitch.switchLink(link, i % 2 == 0 ? "normal" : "nl-only");
    }
    over.set(true);
    assertEquals(Set.of("normal", "nl-only"), reader.get());
  }

  @Test
  void aProgramThatFailsIsRunAgainWhileItsModeIsTheChoice() throws Exception {
    Path broken = Files.createFile(directory.resolve("broken"));
    Path script = script("echo $1 >>" + directory + "/log", "test ! -e " + broken);
    AtomicBoolean nl = new AtomicBoolean(true);
    try (HealthAgent agent =
            HealthAgent.builder()
                .check("au", c -> CheckResult.pass("well"), c -> c.interval(SECOND.dividedBy(50)))
                .check("nl", c -> result(nl), c -> c.interval(SECOND.dividedBy(50)).rise(1).fall(1))
                .start();
        ModeSwitch mode =
            new ModeSwitch(
                "sites",
                mode(script),
                agent,
                new Settling(() -> SECOND, Ticker.system()),
                Duration.ofMillis(1))) {
      agent.addListener(mode);
      mode.open();
      await().until(() -> said().size() >= 3);
      Files.delete(broken);
      int tries = said().size();
      await().during(Duration.ofMillis(300)).until(() -> said().size() <= tries + 1);
      assertTrue(mode.failures() >= 2);
      nl.set(false);
      await().until(() -> said().getLast().equals("au-only"));
      assertEquals(1, said().stream().filter("au-only"::equals).count());
    }
  }

  @Test
  void aFileInThePlaceOfTheLinkStays() throws Exception {
    Files.writeString(directory.resolve("routes"), "precious");
    Path script = script("echo x >>" + directory + "/log");
    try (HealthAgent agent = HealthAgent.builder().start();
        ModeSwitch mode =
            new ModeSwitch(
                "sites",
                new Mode(
                    List.of(new Choice(Condition.OTHERWISE, "normal")),
                    mode(script).link(),
                    List.of(),
                    SECOND,
                    Optional.empty()),
                agent,
                () -> SECOND)) {
      mode.open();
      await()
          .during(Duration.ofMillis(200))
          .atMost(SECOND)
          .until(() -> Files.readString(directory.resolve("routes")).equals("precious"));
    }
  }
}
