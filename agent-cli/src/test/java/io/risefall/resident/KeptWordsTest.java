package io.risefall.resident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.Checkers;
import io.risefall.control.Answer;
import io.risefall.control.ControlClient;
import io.risefall.state.AdminState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An operator's word is on the disk before the operator has an answer. */
@Timeout(120)
class KeptWordsTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final int MANY = 44;

  @TempDir private Path directory;

  private Path state() {
    return directory.resolve("state/state.json");
  }

  private ResidentAgent start() throws Exception {
    Files.createDirectories(state().getParent());
    String checks =
        IntStream.range(0, MANY)
            .mapToObj(i -> "  c" + i + ": {tcp: {address: \"127.0.0.1:1\"}, interval: 1h}\n")
            .collect(Collectors.joining());
    Path file =
        Files.writeString(
            directory.resolve("risefall.yaml"),
            "state-file: " + state() + "\ncontrol: " + directory + "/run\nchecks:\n" + checks);
    return ResidentAgent.start(file, Checkers.installed(), Optional.empty());
  }

  private Answer ask(String... words) throws IOException {
    return ControlClient.ask(directory.resolve("run"), List.of(words), false);
  }

  private Kept kept(String name) {
    return StateFile.read(state(), HOUR).orElseThrow().kept().stream()
        .filter(kept -> kept.state().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatIsAnsweredIsKept() throws Exception {
    try (ResidentAgent agent = start()) {
      assertTrue(agent.toString().contains("44 checks"));
      for (int i = 0; i < MANY; i++) {
        assertEquals(new Answer(0, "", ask("status", "c0").out()).code(), 0);
        String name = "c" + i;
        Answer drained = ask("drain", name, "--reason", "r" + i, "--for", "10m");
        assertEquals(0, drained.code());
        assertEquals("", drained.err());
        Kept kept = kept(name);
        assertEquals(AdminState.DRAIN, kept.state().admin());
        assertEquals("r" + i, kept.state().adminMessage());
        assertTrue(kept.until().orElseThrow().isAfter(Instant.now()));
      }
      assertEquals(0, ask("drain", "c0", "--reason", "longer", "--for", "2h").code());
      assertEquals("longer", kept("c0").state().adminMessage());
      assertTrue(
          kept("c0").until().orElseThrow().isAfter(Instant.now().plus(HOUR)),
          "nothing else is told of it, but it is kept");
      assertEquals(0, ask("maint", "c1").code());
      assertEquals(AdminState.MAINT, kept("c1").state().admin());
      assertEquals(Optional.empty(), kept("c1").until());
      assertEquals(0, ask("ready", "c2").code());
      assertEquals(AdminState.READY, kept("c2").state().admin());
    }
  }

  @Test
  void whatCannotBeKeptHoldsAllTheSameAndSaysSo() throws Exception {
    try (ResidentAgent agent = start()) {
      assertEquals("", ask("drain", "c0").err());
      // A file in the place of its directory refuses root as well, which permissions do not.
      Path home = Files.move(state().getParent(), directory.resolve("moved"));
      Files.writeString(state().getParent(), "in the way");
      Answer drained = ask("drain", "c1");
      assertEquals(0, drained.code());
      assertTrue(
          drained
              .err()
              .startsWith(
                  "risefall drain: it holds now, but not after a restart, as the state file cannot"
                      + " be written: "),
          drained::err);
      assertTrue(drained.out().startsWith("c1 DRAIN for 0s"), drained::out);
      Long failures = agent.failures().get("state-file");
      assertTrue(failures != null && failures > 0, () -> failures + " failures");
      Files.delete(state().getParent());
      Files.move(home, state().getParent());
      assertEquals("", ask("drain", "c2").err());
      assertEquals(AdminState.DRAIN, kept("c1").state().admin());
      assertEquals(AdminState.DRAIN, kept("c2").state().admin());
    }
  }

  @Test
  void manyAtOnceAreWrittenTogether() throws Exception {
    AtomicInteger written = new AtomicInteger();
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Files.createDirectories(state().getParent());
    StateFile file =
        new StateFile(
            state(),
            () -> {
              written.incrementAndGet();
              first.countDown();
              await(go);
              return List.of();
            });
    file.start();
    file.changed();
    await(first);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CountDownLatch asked = new CountDownLatch(MANY);
      Callable<Optional<String>> word =
          () -> {
            asked.countDown();
            return file.await(HOUR);
          };
      List<Future<Optional<String>>> words = new ArrayList<>();
      IntStream.range(0, MANY).forEach(i -> words.add(threads.submit(word)));
      await(asked);
      go.countDown();
      for (Future<Optional<String>> one : words) {
        assertEquals(Optional.empty(), one.get());
      }
    }
    // The one that was under way, one for those who came meanwhile, one for who came late.
    assertTrue(written.get() <= 3, () -> written + " times");
    file.close();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatThrowsDoesNotEndTheWriting() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Files.createDirectories(state().getParent());
    StateFile file =
        new StateFile(
            state(),
            () -> {
              if (asked.incrementAndGet() == 1) {
                throw new StackOverflowError("once");
              }
              return List.of();
            },
            Duration.ofMillis(10));
    file.start();
    assertEquals(Optional.of("java.lang.StackOverflowError: once"), file.await(HOUR));
    assertEquals(Optional.empty(), file.await(HOUR));
    assertEquals(1, file.failures());
    file.close();
  }
}
