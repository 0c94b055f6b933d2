package io.risefall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What {@code risefall} says of a real server. */
record CommandRun(Outcome outcome) {

  /** Runs {@code risefall} with the arguments of a line, which are parted by spaces. */
  static CommandRun risefall(String line) {
    return new CommandRun(Outcome.of(line.split(" ")));
  }

  CommandRun passes() {
    assertTrue(outcome.out().startsWith("PASS "), this::toString);
    assertEquals(0, outcome.code(), this::toString);
    return this;
  }

  CommandRun fails(String reason) {
    return ends("FAIL", reason);
  }

  CommandRun isBroken(String reason) {
    return ends("BROKEN", reason);
  }

  private CommandRun ends(String verdict, String reason) {
    assertTrue(
        outcome.out().matches("(?s)" + verdict + " \\S+ " + reason + ": .*"), this::toString);
    assertEquals(1, outcome.code(), this::toString);
    return this;
  }

  CommandRun isRefusedAsUsage() {
    assertEquals("", outcome.out());
    assertTrue(outcome.err().endsWith(" --help\n"), this::toString);
    assertEquals(1, outcome.code(), this::toString);
    return this;
  }

  CommandRun says(String text) {
    assertTrue(outcome.out().contains(text), this::toString);
    return this;
  }

  CommandRun doesNotSay(String text) {
    assertTrue(!outcome.out().contains(text), this::toString);
    return this;
  }
}
