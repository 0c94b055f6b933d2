package io.risefall.resident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What systemd is told, by a program that stands in for systemd-notify. */
@Timeout(30)
class ReadinessTest {

  private static final Map<String, String> SYSTEMD = Map.of("NOTIFY_SOCKET", "/run/systemd/notify");

  @TempDir private Path directory;

  private Path program(String script) throws IOException {
    Path program = directory.resolve("notify");
    Files.writeString(program, "#!/bin/sh\n" + script + "\n");
    return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
  }

  private Path told() {
    return directory.resolve("told");
  }

  private Readiness readiness(Map<String, String> environment) throws IOException {
    Path program = program("printf '%s\\n' \"$@\" >>'" + told() + "'");
    return new Readiness(environment, program.toString(), Duration.ofSeconds(20));
  }

  @Test
  void tellsThatItIsReadyAndHowItIs() throws Exception {
    readiness(SYSTEMD).ready("2 checks, 'one' group");
    assertEquals(List.of("READY=1", "STATUS=2 checks, 'one' group"), Files.readAllLines(told()));
  }

  @Test
  void tellsThatItStopsBeforeItDoes() throws Exception {
    Readiness readiness = readiness(SYSTEMD);
    AtomicBoolean toldBefore = new AtomicBoolean();
    readiness.toldBeforeTheEndOf(() -> toldBefore.set(Files.exists(told()))).close();
    assertTrue(toldBefore.get());
    assertEquals(List.of("STOPPING=1", "STATUS=ending"), Files.readAllLines(told()));
  }

  @Test
  void runsNothingWhereNobodyAsks() throws Exception {
    for (Map<String, String> nobody :
        List.of(Map.<String, String>of(), Map.of("NOTIFY_SOCKET", ""))) {
      AtomicBoolean closed = new AtomicBoolean();
      readiness(nobody).ready("");
      readiness(nobody).toldBeforeTheEndOf(() -> closed.set(true)).close();
      assertTrue(closed.get());
    }
    assertFalse(Files.exists(told()));
  }

  @Test
  void goesOnWhereSystemdCannotBeTold() throws Exception {
    for (String script : List.of("exit 1", "exec sleep 60")) {
      AtomicBoolean closed = new AtomicBoolean();
      Readiness readiness =
          new Readiness(SYSTEMD, program(script).toString(), Duration.ofMillis(200));
      readiness.ready("");
      readiness.toldBeforeTheEndOf(() -> closed.set(true)).close();
      assertTrue(closed.get(), script);
    }
    new Readiness(SYSTEMD, directory + "/missing", Duration.ofSeconds(1)).ready("");
  }

  @Test
  void whatEndsBadlyIsStillToldOf() throws Exception {
    AutoCloseable agent =
        () -> {
          throw new IOException("disk full");
        };
    AutoCloseable told = readiness(SYSTEMD).toldBeforeTheEndOf(agent);
    assertThrows(IOException.class, told::close);
    assertTrue(Files.exists(told()));
  }
}
