package io.risefall.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The packaged command as a process. Immutable; each {@code with} gives another one. */
final class Launcher {

  /** What the package phase has built, with the binary that {@code risefall.binary} names. */
  static final Path DISTRIBUTION = distribution();

  private static final long PATIENCE_SECONDS = 60;
  private static final int MOST_TRIES = 1000;

  private final List<String> command;
  private final Path directory;
  private final Map<String, String> environment;

  private Launcher(List<String> command, Path directory, Map<String, String> environment) {
    this.command = command;
    this.directory = directory;
    this.environment = environment;
  }

  private static Path distribution() {
    Path built = Path.of("target", "risefall").toAbsolutePath();
    String binary = System.getProperty("risefall.binary", "");
    if (binary.isEmpty()) {
      return built;
    }
    try {
      Path with = Files.createTempDirectory(built.getParent(), "risefall-");
      Files.setPosixFilePermissions(with, PosixFilePermissions.fromString("rwxr-xr-x"));
      Path put = copy(built, with.resolve("with-binary")).resolve("bin/risefall-native");
      Files.deleteIfExists(put);
      Files.copy(Path.of("..").resolve(binary), put, StandardCopyOption.COPY_ATTRIBUTES);
      return with.resolve("with-binary");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The distribution's own launcher; its Java is the one that made the cache. */
  static Launcher packaged() {
    return of(DISTRIBUTION.resolve("bin/risefall"));
  }

  /** The launcher at {@code program}. */
  static Launcher of(Path program) {
    String home = System.getProperty("java.home");
    return new Launcher(
        List.of(program.toString()),
        Path.of("."),
        Map.of("JAVA_HOME", home, "PATH", "/usr/bin:/bin"));
  }

  /** A distribution of one's own to break, at {@code to}. */
  static Path copyDistribution(Path to) {
    return copy(DISTRIBUTION, to);
  }

  private static Path copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        // A cache is good for jars of this very time.
        Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
      }
      return to;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same from a distribution of one's own, at {@code to}. */
  Launcher copiedTo(Path to) {
    return at(copy(home(), to).resolve("bin/risefall"));
  }

  /** The same, called by another name. */
  Launcher at(Path program) {
    return new Launcher(List.of(program.toString()), directory, environment);
  }

  /** The folder of its distribution, for one that has no more than its name. */
  Path home() {
    return Path.of(command.getFirst()).resolve("../..").normalize();
  }

  /** The same with a variable of the environment; nothing is inherited but JAVA_HOME and PATH. */
  Launcher with(String name, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(name, value);
    return new Launcher(command, directory, more);
  }

  /** The same without a variable of the environment. */
  Launcher without(String name) {
    Map<String, String> fewer = new HashMap<>(environment);
    fewer.remove(name);
    return new Launcher(command, directory, fewer);
  }

  /** The same from another working directory. */
  Launcher in(Path where) {
    return new Launcher(command, where, environment);
  }

  /** The same, called by another program. */
  Launcher by(String... prefix) {
    List<String> all = new ArrayList<>(Arrays.asList(prefix));
    all.addAll(command);
    return new Launcher(all, directory, environment);
  }

  /** The same with arguments before those of each run. */
  Launcher withArguments(String... first) {
    List<String> all = new ArrayList<>(command);
    all.addAll(Arrays.asList(first));
    return new Launcher(all, directory, environment);
  }

  /** The same, called by bash in a script where it is {@code "$@"}. */
  Launcher byShell(String script) {
    return by("bash", "-c", script, "bash");
  }

  /** Runs it to its end. */
  Outcome run(String... args) {
    return start(args).outcome();
  }

  /** Starts it. */
  Running start(String... args) {
    try {
      Path out = Files.createTempFile("risefall", ".out");
      Path err = Files.createTempFile("risefall", ".err");
      List<String> all = new ArrayList<>(command);
      all.addAll(Arrays.asList(args));
      ProcessBuilder builder =
          new ProcessBuilder(all)
              .directory(directory.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().clear();
      builder.environment().putAll(environment);
      return new Running(begin(builder), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts it, again where the file was just written and a program that another test starts in this
   * moment still holds it (ETXTBSY).
   */
  private static Process begin(ProcessBuilder builder) throws IOException {
    for (int tries = 0; ; tries++) {
      try {
        return builder.start();
      } catch (IOException e) {
        if (tries == MOST_TRIES || !String.valueOf(e.getMessage()).contains("error: 26 ")) {
          throw e;
        }
        Thread.onSpinWait();
      }
    }
  }

  /** A run that goes on. */
  record Running(Process process, Path out, Path err) {

    /** Waits for the end. */
    Outcome outcome() {
      try {
        assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "still running");
        Outcome outcome =
            new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
        Files.delete(out);
        Files.delete(err);
        return outcome;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      } finally {
        process.destroyForcibly();
      }
    }

    /** Sends a signal to the launcher, or with a minus before its number to its process group. */
    void signal(String name, boolean wholeGroup) {
      String target = (wholeGroup ? "-" : "") + process.pid();
      try {
        Process kill =
            new ProcessBuilder("bash", "-c", "kill -s \"$1\" -- \"$2\"", "bash", name, target)
                .start();
        assertTrue(kill.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertEquals(0, kill.exitValue(), "kill");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
