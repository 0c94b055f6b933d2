package io.risefall.resident;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.risefall.agent.SavedState;
import io.risefall.state.AdminState;
import io.risefall.state.Status;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Runs in a process of its own: one that is killed while it writes, or one that has a small disk to
 * itself. Arguments: {@code write} or {@code disk}, a directory. Says on stdout how far it is.
 */
final class StateFileDrill {

  /** So many that writing takes a while: a killed one is often killed in the midst of it. */
  static final int CHECKS = 2000;

  private static final Duration RETRY = Duration.ofMillis(50);

  private StateFileDrill() {}

  static List<Kept> kept(int checks) {
    List<Kept> kept = new ArrayList<>();
    for (int i = 0; i < checks; i++) {
      kept.add(
          new Kept(
              "0123456789abcdef",
              new SavedState(
                  "check-" + i,
                  Optional.empty(),
                  false,
                  Status.DRAIN,
                  -i,
                  AdminState.DRAIN,
                  "moves"),
              Optional.empty()));
    }
    return kept;
  }

  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[1]);
    if (args[0].equals("write")) {
      writeForEver(directory.resolve("state.json"));
    } else {
      fill(directory);
    }
  }

  private static void writeForEver(Path file) throws InterruptedException {
    List<Kept> kept = kept(CHECKS);
    StateFile state = new StateFile(file, () -> kept, RETRY);
    state.start();
    state.changed();
    await(() -> Files.exists(file));
    say("written");
    while (true) {
      state.changed();
      Thread.sleep(1);
    }
  }

  private static void fill(Path directory) throws Exception {
    Path file = directory.resolve("state.json");
    List<Kept> kept = new ArrayList<>(kept(10));
    StateFile state = new StateFile(file, () -> List.copyOf(kept), RETRY);
    state.start();
    state.changed();
    await(() -> Files.exists(file));
    Path hog = directory.resolve("hog");
    fillUp(hog);
    kept.addAll(kept(200));
    state.changed();
    await(() -> state.failures() > 0);
    say("full: " + left(file) + " kept");
    Files.delete(hog);
    await(() -> left(file) == 210);
    say("room: " + left(file) + " kept");
    remount(directory, "ro");
    long before = state.failures();
    kept.clear();
    state.changed();
    await(() -> state.failures() > before);
    say("read-only: " + left(file) + " kept");
    remount(directory, "rw");
    await(() -> left(file) == 0);
    state.close();
    say("writable: " + left(file) + " kept");
  }

  private static void fillUp(Path hog) {
    try (OutputStream out = Files.newOutputStream(hog)) {
      while (true) {
        out.write(new byte[512]);
      }
    } catch (IOException e) {
      say("filled: " + e.getMessage());
    }
  }

  private static int left(Path file) {
    return StateFile.read(file, Duration.ofHours(1)).orElseThrow().kept().size();
  }

  private static void remount(Path directory, String how) throws Exception {
    int code =
        new ProcessBuilder("mount", "-o", "remount," + how, directory.toString())
            .inheritIO()
            .start()
            .waitFor();
    if (code != 0) {
      throw new IllegalStateException("mount " + how + ": " + code);
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(1);
    }
  }

  private static void say(String line) {
    System.out.writeBytes((line + "\n").getBytes(UTF_8));
    System.out.flush();
  }
}
