package io.risefall.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is out of descriptors says so, whatever it needed one for. */
class DescriptorsTest {

  @Test
  void isSaidOfFilesNamesAndRoutes(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("ca.pem"), "x");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                "ulimit -n 100\nexec \"$@\"",
                "sh",
                java,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                DescriptorDrill.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    String out = "BROKEN no-resources";
    String words =
        "this process is out of file descriptors: raise LimitNOFILE of its systemd unit, or ulimit"
            + " -n";
    assertEquals(10, lines.size(), lines::toString);
    assertEquals("well", lines.get(0));
    assertEquals("BROKEN name-unresolved", lines.get(1));
    assertTrue(lines.get(2).startsWith("this host's resolver has no address"), lines::toString);
    assertEquals("well", lines.get(3));
    assertEquals(List.of(out, words, out, words, out, words), lines.subList(4, 10));
  }
}
