package io.risefall.exec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;

/** The session and process group of one program: its children too, unless they left it. */
final class ProcessGroup {

  private static final Path PROC = Path.of("/proc");
  private static final File NOTHING = new File("/dev/null");
  private static final long KILLING_MILLIS = 40;
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(2);

  private static final int PASSES = 3;

  /** Each is as long as it takes to look at those who came in the one before. */
  private static final int ROUNDS = 20;

  private final Process leader;

  /** The pipes that the leader was started with; none where it had ended before they were asked. */
  private final Set<String> given;

  ProcessGroup(Process leader) {
    this.leader = leader;
    this.given = Set.copyOf(outputs(leader.pid()));
  }

  /**
   * Kills all of it, and who left it: the descendants as long as their parents live, and by the
   * output that they were given whoever a fork in this moment, or a parent's death, hides.
   */
  void kill() {
    List<ProcessHandle> descendants = descendants();
    killGroup();
    leader.toHandle().destroyForcibly(); // the process' own would close what is not read yet
    descendants.forEach(ProcessHandle::destroyForcibly);
    for (int pass = 0; pass < PASSES; pass++) {
      List<Long> left =
          listed(newest(), pid -> isMember(pid) || !Collections.disjoint(outputs(pid), given));
      left.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }
  }

  /**
   * Kills what the program left behind if that still has its stdout or stderr: nobody reads those
   * any more. A service that the program started in the background, with output of its own, stays.
   *
   * @param settling how long a child may take to get output of its own, in nanoseconds: a shell
   *     gives it to a child after it has started it, and may have ended by then
   * @return whether there was something to kill
   */
  boolean killLeftovers(long settling) {
    long until = System.nanoTime() + settling;
    while (membersHoldOutput()) {
      if (System.nanoTime() - until >= 0) {
        kill();
        return true;
      }
      LockSupport.parkNanos(PAUSE);
    }
    return false;
  }

  /**
   * Asks each as it is found: where one ends before it was asked, its children are still to be
   * found. Asked after all were found, they would be missed.
   */
  private boolean membersHoldOutput() {
    Set<String> outputs = new HashSet<>();
    Set<String> inputs = new HashSet<>();
    younger(
        pid -> {
          boolean member = isMember(pid);
          if (member) {
            outputs.addAll(outputs(pid));
            inputs.add(pipe(pid, 0));
          }
          return member;
        });
    if (!given.isEmpty()) {
      return !Collections.disjoint(outputs, given);
    }
    outputs.removeAll(inputs); // Pipes between themselves: a service, and what writes its log.
    return !outputs.isEmpty();
  }

  private List<ProcessHandle> descendants() {
    try {
      return leader.descendants().toList();
    } catch (RuntimeException e) {
      return List.of(); // no descriptor left to read /proc with
    }
  }

  /** Java has no word for it, so the shell says it; nothing of a user's is in its line. */
  private void killGroup() {
    ProcessBuilder kill =
        new ProcessBuilder(
                "/bin/sh", "-c", "kill -s KILL -- \"-$1\"", "sh", Long.toString(leader.pid()))
            .redirectInput(Redirect.from(NOTHING))
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD);
    kill.environment().clear();
    try {
      awaitEnd(kill.start(), KILLING_MILLIS);
    } catch (IOException e) {
      // No process to be had: the leader and its descendants are killed one by one.
    }
  }

  /** Waits, interrupted or not: the thread is a run's own, and does nothing after this. */
  static void awaitEnd(Process process, long millis) {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    boolean interrupted = true;
    while (interrupted) {
      try {
        process.waitFor(until - System.nanoTime(), TimeUnit.NANOSECONDS);
        interrupted = false;
      } catch (InterruptedException e) {
        // once more
      }
    }
  }

  /**
   * The processes that are younger than the leader, as far as {@code which} wants them, and those
   * that come meanwhile. Not for killing: who starts others all the time would keep that busy.
   */
  private void younger(LongPredicate which) {
    long newest = newest();
    var unused = listed(newest, which);
    askNewer(newest, which);
  }

  /** The processes that are younger than the leader, as far as {@code which} wants them. */
  private List<Long> listed(long newest, LongPredicate which) {
    List<Long> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[1-9]*")) {
      for (Path entry : entries) {
        long pid = Long.parseLong(entry.getFileName().toString());
        if (canBeYounger(pid, newest) && which.test(pid)) {
          found.add(pid);
        }
      }
    } catch (IOException | RuntimeException e) {
      // no descriptor left, or no /proc: as far as it can be seen, nobody
    }
    return found;
  }

  /**
   * The kernel makes the list when it is first read, and who is on it may have children by the time
   * it is looked at, and have ended. So those that came since then are asked for by number.
   */
  private static void askNewer(long listed, LongPredicate which) {
    long newest = listed;
    for (int round = 0; newest != 0 && round < ROUNDS; round++) {
      long now = newest();
      for (long pid = now < newest ? 1 : newest + 1; pid <= now; pid++) {
        var unused = which.test(pid);
      }
      newest = now == newest ? 0 : now;
    }
  }

  /** Numbers are given in ascending order, from the beginning again after the last. */
  private boolean canBeYounger(long pid, long newest) {
    long own = leader.pid();
    return newest < own ? pid > own || pid <= newest : pid > own;
  }

  private static long newest() {
    try {
      String[] words = read(PROC.resolve("loadavg")).strip().split(" ", -1);
      return Long.parseLong(words[words.length - 1]);
    } catch (IOException | NumberFormatException e) {
      return 0; // then everybody is looked at
    }
  }

  /** Whether it lives in the session. proc(5): after the name: state, ppid, pgrp, session. */
  private boolean isMember(long pid) {
    try {
      String stat = read(PROC.resolve(pid + "/stat"));
      String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 5);
      return !words[0].equals("Z") && words[3].equals(Long.toString(leader.pid()));
    } catch (IOException | IndexOutOfBoundsException e) {
      return false; // gone meanwhile
    }
  }

  /** Not by a channel, which an interruption would close. */
  private static String read(Path file) throws IOException {
    try (FileInputStream in = new FileInputStream(file.toFile())) {
      return new String(in.readAllBytes(), ISO_8859_1);
    }
  }

  private static Set<String> outputs(long pid) {
    Set<String> outputs = new HashSet<>(List.of(pipe(pid, 1)));
    outputs.add(pipe(pid, 2));
    outputs.remove("");
    return outputs;
  }

  /** The name of the pipe that a process has there, by which both ends are known; else empty. */
  private static String pipe(long pid, int descriptor) {
    try {
      String target = Files.readSymbolicLink(PROC.resolve(pid + "/fd/" + descriptor)).toString();
      return target.startsWith("pipe:") ? target : "";
    } catch (IOException e) {
      return ""; // not open, or the process is gone or somebody else's
    }
  }
}
