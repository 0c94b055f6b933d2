package io.risefall.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
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

  private static void program(Path file, String line) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + line + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void tellsSystemdWhenItIsReadyAndWhenItEndsAndHooksCannot(@TempDir Path directory)
      throws Exception {
    Path told = directory.resolve("told");
    Path toldHook = directory.resolve("told-hook");
    program(directory.resolve("systemd-notify"), "echo \"$NOTIFY_SOCKET $*\" >>'" + told + "'");
    program(directory.resolve("hook"), "echo \"${NOTIFY_SOCKET-nothing} $*\" >'" + toldHook + "'");
    Path file = directory.resolve("risefall.yaml");
    Files.writeString(
        file,
        """
        control: %1$s/run
        checks:
          kai: {exec: {command: [/bin/true]}, interval: 100ms}
        hooks:
          - {on: [kai], run: [%1$s/hook, "{check}", "{to}"]}
        """
            .formatted(directory));
    Launcher.Running agent =
        Launcher.packaged()
            .with("NOTIFY_SOCKET", "@stand-in")
            .with("PATH", directory + ":/usr/bin:/bin")
            .start("agent", "--config", file.toString());
    try {
      await().until(() -> Files.exists(told) && Files.readString(told).endsWith("\n"));
      assertTrue(Files.exists(directory.resolve("run/launcher")), "ready, and cannot be asked");
      await().until(() -> Files.exists(toldHook) && Files.readString(toldHook).endsWith("\n"));
    } finally {
      agent.signal("TERM", false);
    }
    assertEquals(0, agent.outcome().code());
    // What systemd is told is not theirs to say.
    assertEquals("nothing kai UP\n", Files.readString(toldHook));
    assertEquals(
        List.of(
            "@stand-in READY=1 STATUS=1 check, 0 groups, 1 publisher from " + file,
            "@stand-in STOPPING=1 STATUS=ending"),
        Files.readAllLines(told));
  }
}
