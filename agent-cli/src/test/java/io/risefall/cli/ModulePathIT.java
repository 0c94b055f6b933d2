package io.risefall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Rcode;

/** The distribution's jars as modules: their descriptors are complete. */
class ModulePathIT {

  private static Launcher modules() {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return Launcher.of(java)
        .withArguments(
            "-Dslf4j.internal.verbosity=ERROR",
            "-p",
            Launcher.DISTRIBUTION.resolve("lib") + ":" + Launcher.DISTRIBUTION.resolve("lib/agent"),
            "-m",
            "io.risefall.cli/io.risefall.cli.Main");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json", "nagios", "none"})
  void giveTheSameAnswer(String output) {
    try (ToyNameServer server = ToyNameServer.answering("192.0.2.1");
        ToyNameServer sick = ToyNameServer.failing(Rcode.SERVFAIL)) {
      for (String address : new String[] {server.address(), sick.address()}) {
        String[] args = {"dns", "a.example", "--server", address, "--output", output};
        Outcome expected = Launcher.packaged().run(args);
        Outcome outcome = modules().run(args);
        assertEquals(expected.masked(), outcome.masked());
        assertEquals("", outcome.err());
        assertEquals(expected.code(), outcome.code());
      }
    }
  }

  @Test
  void haveEveryCheckerAndTheVersion() {
    assertEquals(Launcher.packaged().run("checkers"), modules().run("checkers"));
    assertEquals(Launcher.packaged().run("version"), modules().run("version"));
  }
}
