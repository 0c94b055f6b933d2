package io.risefall.cli;

import io.risefall.check.CheckResult;
import java.util.List;

/** What the exit code says; which of them is chosen by {@code --exit}. */
enum Exit {
  /** 0 for PASS and DEGRADED, 1 for everything else: for keepalived, scripts, HAProxy. */
  PLAIN,
  /** 0, 1, 2, 3 for PASS, DEGRADED, FAIL, BROKEN: for Nagios and its heirs. */
  NAGIOS,
  /** As keepalived's misc_dynamic reads it: 0, weight + 2, or 1. */
  DYNAMIC;

  static final List<String> WORDS = List.of("plain", "nagios", "dynamic");

  static Exit of(String word) {
    return values()[WORDS.indexOf(word)];
  }

  int code(CheckResult result) {
    return switch (this) {
      case PLAIN -> result.verdict().isPass() ? 0 : 1;
      case NAGIOS ->
          switch (result.verdict()) {
            case PASS -> 0;
            case DEGRADED -> 1;
            case FAIL -> 2;
            case BROKEN -> 3;
          };
      case DYNAMIC ->
          result.verdict().isPass()
              ? result.weight().isPresent() ? result.weight().getAsInt() + 2 : 0
              : 1;
    };
  }

  /** The code for everything that is no result: usage errors, defects. */
  int codeForTrouble() {
    return this == NAGIOS ? 3 : 1;
  }

  /** The code where the arguments could not be read, or the process is being ended. */
  static int afterSignal(String[] args) {
    // What follows -- belongs to a program that exec runs.
    for (int i = 0; i < args.length && !args[i].equals("--"); i++) {
      if (args[i].equalsIgnoreCase("--exit=nagios")
          || (args[i].equals("--exit")
              && i + 1 < args.length
              && args[i + 1].equalsIgnoreCase("nagios"))) {
        return NAGIOS.codeForTrouble();
      }
    }
    return PLAIN.codeForTrouble();
  }
}
