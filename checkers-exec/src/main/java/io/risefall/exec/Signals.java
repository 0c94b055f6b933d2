package io.risefall.exec;

import java.util.List;

/** The names of the signals that end a program, by signal(7); the numbers are Linux's. */
final class Signals {

  private static final List<String> NAMES =
      List.of(
          "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV",
          "USR2", "PIPE", "ALRM", "TERM", "STKFLT", "", "", "", "", "", "", "", "XCPU", "XFSZ",
          "VTALRM", "PROF", "", "IO", "PWR", "SYS");

  private Signals() {}

  /** {@code SIGTERM} for 15; empty for what ends no program. */
  static String name(int number) {
    String name = number > 0 && number < NAMES.size() ? NAMES.get(number) : "";
    return name.isEmpty() ? "" : "SIG" + name;
  }
}
