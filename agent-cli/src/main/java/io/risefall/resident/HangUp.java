package io.risefall.resident;

/**
 * SIGHUP, by which daemons are told to read their file again. The JDK has nothing but {@code
 * sun.misc.Signal} for it, and means to keep that (JEP 260).
 */
final class HangUp {

  private HangUp() {}

  /** Does {@code task} on a thread of its own each time that the signal comes. */
  static void handle(Runnable task) {
    sun.misc.Signal.handle(
        new sun.misc.Signal("HUP"),
        signal -> Thread.ofPlatform().daemon().name("reload").start(task));
  }
}
