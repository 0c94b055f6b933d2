package io.risefall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the package phase has built to be installed: risefall-VERSION.tar.gz and the .deb. */
@Timeout(120)
class PackagesIT {

  private @TempDir Path directory;

  private static String run(Object... command) throws Exception {
    List<String> words = Stream.of(command).map(Object::toString).toList();
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }

  private static Path built(String glob) throws IOException {
    List<Path> found = new ArrayList<>();
    try (var files = Files.newDirectoryStream(Path.of("target"), glob)) {
      files.forEach(found::add);
    }
    // A version of an earlier build may still lie there.
    found.sort((a, b) -> Long.compare(b.toFile().lastModified(), a.toFile().lastModified()));
    assertFalse(found.isEmpty(), glob);
    return found.getFirst();
  }

  private static Path debian() throws Exception {
    Tools.need("dpkg-deb", "--version");
    return built("risefall_*.deb");
  }

  @Test
  void theArchiveIsOneFolderThatRunsAnywhereFromItsCaches() throws Exception {
    Path archive = built("risefall-*.tar.gz");
    run("tar", "-xf", archive, "-C", directory);
    List<Path> top;
    try (Stream<Path> files = Files.list(directory)) {
      top = files.toList();
    }
    assertEquals(1, top.size(), top::toString);
    Path home = top.getFirst();
    assertEquals(archive.getFileName().toString(), home.getFileName() + ".tar.gz");
    for (String file :
        List.of(
            "README.md",
            "CHANGELOG.md",
            "LICENSE",
            "share/man/man1/risefall.1",
            "share/bash-completion/completions/risefall",
            "share/systemd/risefall.service",
            "examples/agent/risefall.yaml")) {
      assertTrue(Files.size(home.resolve(file)) > 0, file);
    }
    // AOTMode=on: a JVM that cannot use the cache ends with an error.
    Launcher unpacked =
        Launcher.of(home.resolve("bin/risefall")).with("RISEFALL_JAVA_OPTS", "-XX:AOTMode=on");
    assertEquals(0, unpacked.run("version").code());
    assertEquals(0, unpacked.run("dns", "--help").code());
  }

  @Test
  void theCachesAreMadeAnewForTheJavaThatIsThere() throws Exception {
    run("tar", "-xf", built("risefall-*.tar.gz"), "-C", directory, "--strip-components=1");
    Path cache = directory.resolve("lib/risefall.aot");
    Files.writeString(cache, "of another Java");
    Launcher strict =
        Launcher.of(directory.resolve("bin/risefall")).with("RISEFALL_JAVA_OPTS", "-XX:AOTMode=on");
    assertEquals(1, strict.run("version").code());
    Outcome made = Launcher.of(directory.resolve("bin/make-aot-caches")).run();
    assertEquals(0, made.code(), made::err);
    assertTrue(made.out().startsWith("AOT caches made for "), made::out);
    assertEquals(0, strict.run("version").code());
    assertEquals(0, strict.run("dns", "--help").code());
  }

  @Test
  void theDebianPackageHoldsTheSameFilesAndTheSystemsOwn() throws Exception {
    Path unpacked = directory.resolve("root");
    run("dpkg-deb", "-x", debian(), unpacked);
    assertEquals(
        Path.of("../lib/risefall/bin/risefall"),
        Files.readSymbolicLink(unpacked.resolve("usr/bin/risefall")));
    run(
        "diff",
        "-r",
        "-x",
        "*.aot",
        "target/risefall/lib",
        unpacked.resolve("usr/lib/risefall/lib"));
    run("diff", "-r", "target/risefall/bin", unpacked.resolve("usr/lib/risefall/bin"));
    Path docs = unpacked.resolve("usr/share/doc/risefall");
    run("diff", "-r", "target/risefall/examples", docs.resolve("examples"));
    Path share = Path.of("target/risefall/share");
    run(
        "diff",
        share.resolve("systemd/risefall.service"),
        unpacked.resolve("lib/systemd/system/risefall.service"));
    assertEquals(
        Files.readString(share.resolve("man/man1/risefall.1")),
        run("gzip", "-dc", unpacked.resolve("usr/share/man/man1/risefall.1.gz")));
    Outcome valid =
        Launcher.of(unpacked.resolve("usr/bin/risefall"))
            .run("validate", unpacked.resolve("etc/risefall/risefall.yaml").toString());
    assertEquals(0, valid.code(), valid::out);
  }

  @Test
  void theDebianPackageIsOfThisVersionAndItsChangelogToo() throws Exception {
    Path debian = debian();
    String version = run("dpkg-deb", "-f", debian, "Version").strip();
    String machine = run("dpkg-deb", "-f", debian, "Architecture").strip();
    assertEquals("risefall_" + version + "_" + machine + ".deb", debian.getFileName().toString());
    boolean binary = Files.exists(Path.of("target/risefall/bin/risefall-native"));
    assertEquals(binary, !machine.equals("all"), machine);
    Path unpacked = directory.resolve("root");
    run("dpkg-deb", "-x", debian, unpacked);
    String changelog = run("gzip", "-dc", unpacked.resolve("usr/share/doc/risefall/changelog.gz"));
    assertTrue(changelog.startsWith("risefall (" + version + ") "), changelog);
  }
}
