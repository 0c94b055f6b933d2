package io.risefall.publish;

import static io.risefall.publish.Peers.ANY_PORT;
import static io.risefall.publish.Peers.EVERYBODY;
import static io.risefall.publish.Peers.ask;
import static io.risefall.publish.Peers.askByDatagram;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.agent.CheckSettings;
import io.risefall.agent.CheckSnapshot;
import io.risefall.agent.Group;
import io.risefall.agent.HealthAgent;
import io.risefall.agent.SavedState;
import io.risefall.check.CheckResult;
import io.risefall.check.Checker;
import io.risefall.check.Reason;
import io.risefall.config.AgentConfig.Bng;
import io.risefall.config.AgentConfig.FileStyle;
import io.risefall.config.AgentConfig.HaProxy;
import io.risefall.config.AgentConfig.Http;
import io.risefall.config.AgentConfig.KeepalivedFile;
import io.risefall.config.AgentConfig.Transport;
import io.risefall.history.History;
import io.risefall.state.AdminState;
import io.risefall.state.Damping;
import io.risefall.state.Health;
import io.risefall.state.HealthState;
import io.risefall.state.OnStale;
import io.risefall.state.Status;
import io.risefall.web.HttpPublisher;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Nobody is told that something is up which is not; whatever it is instead, and whoever asks. */
@Timeout(60)
class WrongUpTest {

  private static final CheckResult UP = CheckResult.pass("well");
  private static final CheckResult DOWN = CheckResult.fail(Reason.TIMEOUT, "no answer");
  private static final CheckResult BROKEN = CheckResult.broken(Reason.NO_ROUTE, "no route");
  private static final Duration BETWEEN = Duration.ofMillis(20);

  @TempDir private Path directory;

  /** What is watched as kai, what is done with it, and when it has come to that. */
  record Scene(
      Consumer<HealthAgent.Builder> watched,
      Consumer<HealthAgent> done,
      Predicate<HealthAgent> when) {}

  /** Finds one after the other, and the last one for ever. */
  private static Checker finds(CheckResult... results) {
    AtomicInteger runs = new AtomicInteger();
    return context -> results[Math.min(runs.getAndIncrement(), results.length - 1)];
  }

  private static Consumer<HealthAgent.Builder> check(
      Consumer<CheckSettings.Builder> settings, CheckResult... results) {
    return builder ->
        builder.check("kai", finds(results), c -> settings.accept(c.interval(BETWEEN).rise(1)));
  }

  private static CheckSnapshot kai(HealthAgent agent) {
    return agent.snapshot("kai").orElseThrow();
  }

  private static Predicate<HealthAgent> is(Predicate<CheckSnapshot> such) {
    return agent -> such.test(kai(agent));
  }

  private static boolean last(CheckSnapshot check, CheckResult result) {
    return check.lastResult().filter(found -> found.message().equals(result.message())).isPresent();
  }

  private static Consumer<HealthAgent> says(AdminState... words) {
    return agent -> {
      for (AdminState word : words) {
        agent.administer("kai", word, "by an operator");
      }
    };
  }

  private static void nothing(HealthAgent agent) {
    assertTrue(agent.snapshot("kai").isPresent());
  }

  private static Arguments row(
      String name,
      boolean up,
      Consumer<HealthAgent.Builder> watched,
      Consumer<HealthAgent> done,
      Predicate<HealthAgent> when) {
    return Arguments.of(name, up, new Scene(watched, done, when));
  }

  private static Consumer<CheckSettings.Builder> stale(OnStale told) {
    return c -> c.staleAfter(BETWEEN.multipliedBy(3)).onStale(told);
  }

  private static Consumer<HealthAgent.Builder> pool(int least, CheckResult... found) {
    return builder -> {
      for (int i = 0; i < found.length; i++) {
        builder.check("m" + i, finds(found[i]), c -> c.interval(BETWEEN));
      }
      List<String> members =
          Stream.iterate(0, i -> i + 1).limit(found.length).map(i -> "m" + i).toList();
      builder.group("kai", new Group(least, members));
    };
  }

  private static Predicate<HealthAgent> members(int ran) {
    return agent ->
        agent.snapshot().stream().filter(one -> one.lastResult().isPresent()).count() == ran;
  }

  private static Consumer<HealthAgent.Builder> childOf(CheckResult parent, CheckResult before) {
    return builder ->
        builder
            .check("uplink", finds(parent), c -> c.interval(BETWEEN))
            .check("kai", finds(before), c -> c.interval(BETWEEN).dependsOn("uplink"));
  }

  private static Consumer<HealthAgent.Builder> restored(
      Health health, boolean stale, AdminState word) {
    HealthState state = new HealthState(health, health, 0, 0, 0, 0, 0, 0, false);
    Status told = Status.effective(health, word, stale, OnStale.DOWN);
    return builder ->
        builder
            .check("kai", finds(BROKEN), c -> c.interval(Duration.ofHours(1)))
            .restore(new SavedState("kai", Optional.of(state), stale, told, 0, word, ""));
  }

  static Stream<Arguments> scenes() {
    Consumer<CheckSettings.Builder> plain = c -> {};
    return Stream.of(
        row("up", true, check(plain, UP), WrongUpTest::nothing, is(c -> c.status().isUp())),
        row(
            "slow, but up",
            true,
            check(plain, CheckResult.degraded(Reason.SLOW, "slow")),
            WrongUpTest::nothing,
            is(c -> c.status().isUp())),
        row(
            "up with a weight of nought",
            true,
            check(plain, UP.withWeight(0)),
            WrongUpTest::nothing,
            is(c -> c.status().isUp())),
        row(
            "down",
            false,
            check(plain, DOWN),
            WrongUpTest::nothing,
            is(c -> c.health() == Health.DOWN)),
        row(
            "never run",
            false,
            check(c -> c.interval(Duration.ofHours(24)), UP),
            WrongUpTest::nothing,
            a -> true),
        row(
            "never conclusive",
            false,
            check(plain, BROKEN),
            WrongUpTest::nothing,
            is(c -> last(c, BROKEN))),
        row(
            "up, then broken",
            true,
            check(plain, UP, BROKEN),
            WrongUpTest::nothing,
            is(c -> last(c, BROKEN))),
        row(
            "down, then broken",
            false,
            check(plain, DOWN, BROKEN),
            WrongUpTest::nothing,
            is(c -> last(c, BROKEN))),
        row(
            "up, with fewer failures than it takes",
            true,
            check(c -> c.fall(1000), UP, DOWN),
            WrongUpTest::nothing,
            is(c -> last(c, DOWN))),
        row(
            "down, with fewer passes than it takes",
            false,
            check(c -> c.rise(1000), DOWN, UP),
            WrongUpTest::nothing,
            is(c -> last(c, UP))),
        row(
            "drained while up",
            false,
            check(plain, UP),
            says(AdminState.DRAIN),
            is(c -> last(c, UP))),
        row(
            "drained before it ever ran",
            false,
            check(plain, BROKEN),
            says(AdminState.DRAIN),
            a -> true),
        row(
            "in maintenance while up",
            false,
            check(plain, UP),
            says(AdminState.MAINT),
            is(c -> last(c, UP))),
        row(
            "ready again, and up",
            true,
            check(plain, UP),
            says(AdminState.DRAIN, AdminState.READY),
            is(c -> last(c, UP))),
        row(
            "ready again, and nothing known",
            false,
            check(plain, BROKEN),
            says(AdminState.DRAIN, AdminState.READY),
            is(c -> last(c, BROKEN))),
        row(
            "ready again, and down",
            false,
            check(plain, DOWN),
            says(AdminState.MAINT, AdminState.READY),
            is(c -> last(c, DOWN))),
        row(
            "stale",
            false,
            check(stale(OnStale.DOWN), UP, BROKEN),
            WrongUpTest::nothing,
            is(CheckSnapshot::stale)),
        row(
            "stale, held as up",
            true,
            check(stale(OnStale.HOLD), UP, BROKEN),
            WrongUpTest::nothing,
            is(CheckSnapshot::stale)),
        row(
            "stale, held as down",
            false,
            check(stale(OnStale.HOLD), DOWN, BROKEN),
            WrongUpTest::nothing,
            is(CheckSnapshot::stale)),
        row(
            "stale, held as unknown",
            false,
            check(stale(OnStale.HOLD), BROKEN),
            WrongUpTest::nothing,
            is(CheckSnapshot::stale)),
        row(
            "stale, told as up",
            true,
            check(stale(OnStale.UP), BROKEN),
            WrongUpTest::nothing,
            is(CheckSnapshot::stale)),
        row(
            "stale, told as up, but drained",
            false,
            check(stale(OnStale.UP), BROKEN),
            says(AdminState.DRAIN),
            is(CheckSnapshot::stale)),
        row(
            "held down as it flaps",
            false,
            check(
                c -> c.fall(1).damping(Damping.CUSTOMARY),
                UP,
                DOWN,
                UP,
                DOWN,
                UP,
                DOWN,
                UP,
                DOWN,
                UP),
            WrongUpTest::nothing,
            is(c -> c.damped() && last(c, UP))),
        row(
            "unknown below what is down",
            false,
            childOf(DOWN, BROKEN),
            WrongUpTest::nothing,
            is(c -> c.suppressedBy().isPresent())),
        row(
            "to begin with as up",
            true,
            check(c -> c.initial(Health.UP), BROKEN),
            WrongUpTest::nothing,
            a -> true),
        row(
            "to begin with as down",
            false,
            check(c -> c.initial(Health.DOWN), BROKEN),
            WrongUpTest::nothing,
            a -> true),
        row("a group that is up", true, pool(1, UP, DOWN), WrongUpTest::nothing, members(2)),
        row("a group that is down", false, pool(2, UP, DOWN), WrongUpTest::nothing, members(2)),
        row(
            "a group of which nothing is known",
            false,
            pool(1, BROKEN, BROKEN),
            WrongUpTest::nothing,
            members(2)),
        row(
            "a group that one is unknown to",
            false,
            pool(2, UP, BROKEN),
            WrongUpTest::nothing,
            members(2)),
        row(
            "a group whose member is drained",
            false,
            pool(2, UP, UP),
            agent -> agent.administer("m0", AdminState.DRAIN, ""),
            members(2)),
        row("a group that is drained", false, pool(1, UP, UP), says(AdminState.DRAIN), members(2)),
        row(
            "restored as up",
            true,
            restored(Health.UP, false, AdminState.READY),
            WrongUpTest::nothing,
            a -> true),
        row(
            "restored as down",
            false,
            restored(Health.DOWN, false, AdminState.READY),
            WrongUpTest::nothing,
            a -> true),
        row(
            "restored as stale",
            false,
            restored(Health.UP, true, AdminState.READY),
            WrongUpTest::nothing,
            a -> true),
        row(
            "restored as drained",
            false,
            restored(Health.UP, false, AdminState.DRAIN),
            WrongUpTest::nothing,
            a -> true));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("scenes")
  void everybodyIsToldTheSame(String name, boolean up, Scene scene) throws Exception {
    HealthAgent.Builder builder = HealthAgent.builder();
    scene.watched.accept(builder);
    try (HealthAgent agent = builder.start()) {
      scene.done.accept(agent);
      await(name).pollInterval(Duration.ofMillis(5)).until(() -> scene.when.test(agent));
      Map<String, Boolean> told = told(agent);
      assertTrue(told.values().stream().allMatch(one -> one == up), () -> name + ": " + told);
    }
  }

  @ParameterizedTest(name = "up, and then not watched any more, {0}")
  @MethodSource("styles")
  void whatIsNotWatchedAnyMoreIsNotUp(FileStyle style) throws Exception {
    try (HealthAgent agent =
        HealthAgent.builder().check("kai", finds(UP), c -> c.interval(BETWEEN)).start()) {
      await().until(() -> kai(agent).status().isUp());
      try (KeepalivedFiles files = files(style, agent)) {
        agent.addListener(files);
        files.open();
        assertTrue(isUpByFile(style));
        agent.change(change -> change.remove("kai"));
        await().until(() -> !isUpByFile(style));
      }
      assertEquals(
          "{bng=false, bng by udp=false, haproxy=false, http=false}", answers(agent).toString());
    }
  }

  static FileStyle[] styles() {
    return FileStyle.values();
  }

  private Map<String, Boolean> told(HealthAgent agent) throws Exception {
    Map<String, Boolean> told = answers(agent);
    for (FileStyle style : FileStyle.values()) {
      try (KeepalivedFiles files = files(style, agent)) {
        files.open();
        told.put(style.name(), isUpByFile(style));
      }
    }
    return told;
  }

  private KeepalivedFiles files(FileStyle style, HealthAgent agent) {
    return new KeepalivedFiles(
        new KeepalivedFile(directory.resolve(style.name()), style, false, Optional.empty()),
        agent::snapshot,
        () -> agent.snapshot().stream().map(CheckSnapshot::name).toList(),
        () -> Duration.ofHours(1));
  }

  /** As keepalived reads it: a file that is missing is nought. */
  private boolean isUpByFile(FileStyle style) throws IOException {
    Path file = directory.resolve(style.name()).resolve("kai");
    String text = Files.exists(file) ? Files.readString(file).strip() : "0";
    return style == FileStyle.VRRP ? !text.equals("0") : text.equals("0");
  }

  private static Map<String, Boolean> answers(HealthAgent agent) throws Exception {
    Map<String, Boolean> told = new TreeMap<>();
    try (BngPublisher bng =
            new BngPublisher(new Bng(ANY_PORT, Transport.BOTH, "kai", EVERYBODY), agent::snapshot);
        HaProxyPublisher haproxy =
            new HaProxyPublisher(
                new HaProxy(ANY_PORT, Optional.empty(), EVERYBODY), agent::snapshot);
        HttpPublisher http =
            new HttpPublisher(
                new Http(ANY_PORT, EVERYBODY), agent, new History(), () -> Map.of())) {
      bng.open();
      haproxy.open();
      http.open();
      told.put("bng", ask("127.0.0.1", bng.tcpPort(), "").equals("1\n"));
      told.put("bng by udp", askByDatagram("127.0.0.1", bng.udpPort(), new byte[1]).equals("1"));
      String line = ask("127.0.0.1", haproxy.port(), "kai\n");
      told.put("haproxy", line.matches("(\\d+% )?up ready\n"));
      told.put("http", health(http.port()) == 200);
    }
    return told;
  }

  private static int health(int port) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port + "/health/kai");
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    try {
      return connection.getResponseCode();
    } finally {
      connection.disconnect();
    }
  }
}
