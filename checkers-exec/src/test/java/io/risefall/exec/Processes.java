package io.risefall.exec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Collections.disjoint;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * The processes of one test, wherever they went: they have a variable that no others have. Closing
 * kills those that are left.
 */
final class Processes implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final String mark = "MARK=" + UUID.randomUUID();

  /** The check with its programs marked. */
  Exec mark(Exec exec) {
    return exec.with("env", mark);
  }

  List<Long> alive() {
    return pids().filter(this::isMarked).filter(pid -> !state(pid).equals("Z")).toList();
  }

  void await(int number) {
    waiting().until(() -> alive().size() == number);
  }

  /**
   * None lives, and none is a zombie of ours. Whatever else this JVM has started is one for an
   * instant as well, so those that come up after a moment without any are given time to go.
   */
  void awaitNone() {
    waiting()
        .untilAsserted(
            () -> {
              assertEquals(List.of(), alive(), "still alive");
              assertEquals(List.of(), zombies(), "zombies");
            });
    assertEquals(List.of(), alive(), "alive again");
    List<Long> late = zombies();
    waiting()
        .untilAsserted(
            () -> assertTrue(disjoint(late, zombies()), () -> "zombies that came up: " + late));
  }

  private static ConditionFactory waiting() {
    return Awaitility.await().pollInterval(Duration.ofMillis(5)).atMost(PATIENCE);
  }

  /** Children of this process that have ended and nobody has asked how. */
  private static List<Long> zombies() {
    String self = Long.toString(ProcessHandle.current().pid());
    return pids().filter(pid -> state(pid).equals("Z") && stat(pid)[1].equals(self)).toList();
  }

  private static Stream<Long> pids() {
    String[] names = Path.of("/proc").toFile().list((folder, name) -> name.matches("\\d+"));
    return Arrays.stream(names == null ? new String[0] : names).map(Long::valueOf);
  }

  private boolean isMarked(long pid) {
    try {
      String environment = Files.readString(Path.of("/proc/" + pid + "/environ"), ISO_8859_1);
      return List.of(environment.split("\0", -1)).contains(mark);
    } catch (IOException e) {
      return false; // gone
    }
  }

  private static String state(long pid) {
    return stat(pid)[0];
  }

  /** State, parent, group, session. */
  static String[] stat(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"), ISO_8859_1);
      return stat.substring(stat.lastIndexOf(')') + 2).split(" ", 5);
    } catch (IOException e) {
      return new String[] {"gone", "", "", "", ""};
    }
  }

  @Override
  public void close() {
    for (long pid : alive()) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  /** Makes a file that can be executed. */
  static Path script(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertEquals(true, file.toFile().setExecutable(true));
    return file;
  }
}
