package io.risefall.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged agent as a service of {@code Type=notify}. */
@Timeout(60)
class ReadinessIT {

  @Test
  void tellsSystemdWhenItIsReadyAndWhenItEnds(@TempDir Path directory) throws Exception {
    Path told = directory.resolve("told");
    Path program = directory.resolve("systemd-notify");
    Files.writeString(program, "#!/bin/sh\necho \"$NOTIFY_SOCKET $*\" >>'" + told + "'\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    Path file = directory.resolve("risefall.yaml");
    Files.writeString(
        file, "control: " + directory + "/run\nchecks:\n  kai: {exec: {command: [/bin/true]}}\n");
    Launcher.Running agent =
        Launcher.packaged()
            .with("NOTIFY_SOCKET", "@stand-in")
            .with("PATH", directory + ":/usr/bin:/bin")
            .start("agent", "--config", file.toString());
    try {
      await().until(() -> Files.exists(told) && Files.readString(told).endsWith("\n"));
      assertTrue(Files.exists(directory.resolve("run/launcher")), "ready, and cannot be asked");
    } finally {
      agent.signal("TERM", false);
    }
    assertEquals(0, agent.outcome().code());
    assertEquals(
        List.of(
            "@stand-in READY=1 STATUS=1 check, 0 groups, 0 publishers from " + file,
            "@stand-in STOPPING=1 STATUS=ending"),
        Files.readAllLines(told));
  }
}
