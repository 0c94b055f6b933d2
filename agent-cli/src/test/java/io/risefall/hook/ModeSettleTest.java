package io.risefall.hook;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.agent.HealthAgent;
import io.risefall.check.CheckResult;
import io.risefall.check.Reason;
import io.risefall.config.AgentConfig.Choice;
import io.risefall.config.AgentConfig.Link;
import io.risefall.config.AgentConfig.Mode;
import io.risefall.config.Condition;
import io.risefall.publish.Settling;
import io.risefall.time.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which mode is in force while not all that it depends on is known. */
@Timeout(60)
class ModeSettleTest {

  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final CheckResult BROKEN = CheckResult.broken(Reason.NO_ROUTE, "no route");
  private static final CheckResult UP = CheckResult.pass("well");
  private static final CheckResult DOWN = CheckResult.fail(Reason.TIMEOUT, "no answer");

  private final Map<String, CheckResult> results =
      new ConcurrentHashMap<>(Map.of("au", BROKEN, "nl", BROKEN));
  private final HealthAgent agent =
      HealthAgent.builder()
          .check("au", c -> found("au"), c -> c.interval(Duration.ofMillis(20)).staleAfter(LONG))
          .check("nl", c -> found("nl"), c -> c.interval(Duration.ofMillis(20)).staleAfter(LONG))
          .start();
  @TempDir private Path directory;

  private CheckResult found(String name) {
    return results.getOrDefault(name, BROKEN);
  }

  @AfterEach
  void close() {
    agent.close();
  }

  private Path link() {
    return directory.resolve("routes");
  }

  private String leadsTo() throws IOException {
    return Files.readSymbolicLink(link()).toString();
  }

  private void awaitLeadsTo(String mode) {
    await(mode).until(() -> Files.isSymbolicLink(link()) && leadsTo().equals("/routes." + mode));
  }

  private ModeSwitch open(Duration settle) throws IOException {
    Files.createSymbolicLink(link(), Path.of("/routes.au-only"));
    ModeSwitch mode =
        new ModeSwitch(
            "sites",
            new Mode(
                List.of(
                    new Choice(Condition.parse("au and nl"), "normal"),
                    new Choice(Condition.parse("nl"), "nl-only"),
                    new Choice(Condition.parse("au"), "au-only"),
                    new Choice(Condition.OTHERWISE, "none")),
                Optional.of(new Link(link(), "/routes.{mode}")),
                List.of(),
                Duration.ofSeconds(1),
                Optional.of(settle)),
            agent,
            new Settling(() -> settle, Ticker.system()),
            Duration.ofMillis(10));
    agent.addListener(mode);
    mode.open();
    return mode;
  }

  @Test
  void theModeThatStandsIsKeptUntilItCanBeChosen() throws Exception {
    try (ModeSwitch mode = open(LONG)) {
      results.put("nl", UP);
      await().until(() -> agent.snapshot("nl").orElseThrow().status().isUp());
      await().during(SHORT).until(() -> leadsTo().equals("/routes.au-only"));
      results.put("au", UP);
      awaitLeadsTo("normal");
      assertEquals(0, mode.failures());
    }
  }

  @Test
  void whatDoesNotDependOnWhatIsUnknownIsChosenAtOnce() throws Exception {
    try (ModeSwitch mode = open(LONG)) {
      results.put("nl", DOWN);
      results.put("au", DOWN);
      awaitLeadsTo("none");
      results.put("au", BROKEN);
      results.put("nl", UP);
      awaitLeadsTo("nl-only");
      assertEquals(0, mode.failures());
    }
  }

  @Test
  void whatIsNotKnownWhenItHadTimeToSettleIsNotUp() throws Exception {
    try (ModeSwitch mode = open(SHORT)) {
      assertEquals("/routes.au-only", leadsTo());
      results.put("nl", UP);
      awaitLeadsTo("nl-only");
      assertEquals(0, mode.failures());
    }
  }

  /** A file could not say so, but whoever embeds this can. */
  @Test
  void aModeThatCannotBeAPathIsTriedAgainAndDoesNotEndTheSwitch() throws Exception {
    Mode odd =
        new Mode(
            List.of(
                new Choice(Condition.parse("au"), "a\0b"), new Choice(Condition.OTHERWISE, "b")),
            Optional.of(new Link(link(), "/routes.{mode}")),
            List.of(),
            Duration.ofSeconds(1),
            Optional.empty());
    results.put("au", UP);
    await().until(() -> agent.snapshot("au").orElseThrow().status().isUp());
    try (ModeSwitch mode =
        new ModeSwitch(
            "odd", odd, agent, new Settling(() -> LONG, Ticker.system()), Duration.ofMillis(10))) {
      agent.addListener(mode);
      mode.open();
      await().until(() -> mode.failures() >= 2);
      results.put("au", DOWN);
      awaitLeadsTo("b");
      assertTrue(mode.failures() >= 2);
    }
  }
}
