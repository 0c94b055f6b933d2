package io.risefall.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * The ways that the launcher can go, one after the other: Java, a running agent, and the native
 * binary where there is one ({@code -Drisefall.binary=FILE}, or made by the profile native). The
 * agent is started once and serves all tests of this JVM.
 */
class Ways implements ArgumentsProvider {

  /** All of them: a script that runs Java stands in the binary's place where there is none. */
  static final class WithStandIn extends Ways {
    @Override
    List<Way> of(Started started) {
      return List.of(started.java(), started.agent(), started.binary());
    }
  }

  /** Those where the launcher starts a process; the binary as above. */
  static final class Processes extends Ways {
    @Override
    List<Way> of(Started started) {
      return List.of(started.java(), started.binary());
    }
  }

  /** Gives what is there to the methods of a class. */
  static final class ForParameters implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
      return parameter.getParameter().getType() == Started.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
      return started(test);
    }
  }

  @Override
  public Stream<Arguments> provideArguments(ParameterDeclarations declared, ExtensionContext test) {
    return of(started(test)).stream().map(Arguments::of);
  }

  List<Way> of(Started started) {
    return given().isPresent()
        ? List.of(started.java(), started.agent(), started.binary())
        : List.of(started.java(), started.agent());
  }

  /** What is there for the tests of this JVM. */
  static Started started(ExtensionContext test) {
    return test.getRoot()
        .getStore(ExtensionContext.Namespace.create(Ways.class))
        .computeIfAbsent(Started.class, type -> new Started(), Started.class);
  }

  /** The binary to be tested. */
  private static Optional<Path> given() {
    return Optional.of(Launcher.DISTRIBUTION.resolve("bin/risefall-native")).filter(Files::exists);
  }

  /** An agent, and a distribution with a binary in it. */
  static final class Started implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String STAND_IN =
        """
        #!/bin/bash -p
        lib=${0%/*}/../lib
        jar=("$lib"/risefall-agent-cli-*.jar)
        # as a native binary does
        for word; do
          [[ $word == -[DX]* ]] || set -- "$@" "$word"
          shift
        done
        exec "$JAVA_HOME/bin/java" "@$lib/java.options" "-XX:AOTCache=$lib/risefall.aot" -Xlog:disable \\
          -cp "${jar[0]}" io.risefall.cli.NativeMain "$@"
        """;

    private final Path directory;
    private final Path control;
    private final Launcher.Running agent;
    private final Launcher withBinary;

    Started() {
      try {
        directory = Files.createTempDirectory("ways");
        control = directory.resolve("run");
        Path file = directory.resolve("risefall.yaml");
        Files.writeString(
            file,
            "control: %s\nchecks: {kai: {tcp: {address: \"127.0.0.1:1\"}, interval: 1h}}\n"
                .formatted(control));
        withBinary = Launcher.packaged().copiedTo(directory.resolve("copy"));
        putBinary(withBinary.home().resolve("bin/risefall-native"));
        agent = Launcher.packaged().start("agent", "--config", file.toString());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      try {
        warmUp();
      } catch (RuntimeException | Error e) {
        agent.process().destroyForcibly();
        throw e;
      }
    }

    /** What it does for the first time can take an agent longer than a launcher waits. */
    private void warmUp() {
      await().atMost(PATIENCE).until(() -> Files.exists(control.resolve("launcher")));
      await()
          .atMost(PATIENCE)
          .until(() -> agent().forced().run("check", "kai").out().contains("kai DOWN "));
      for (String line :
          List.of(
              "dns a.example --server 127.0.0.1:1 --transport tcp",
              "tcp 127.0.0.1:1",
              "http http://127.0.0.1:1/")) {
        await()
            .atMost(PATIENCE)
            .until(() -> agent().forced().run(line.split(" ", -1)).out().startsWith("FAIL "));
      }
    }

    private static void putBinary(Path to) throws IOException {
      Files.deleteIfExists(to);
      if (given().isPresent()) {
        Files.copy(given().get(), to);
      } else {
        Files.writeString(to, STAND_IN);
      }
      Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    Way java() {
      return new Way("java", Launcher.packaged().with("RISEFALL_PATH", "java"));
    }

    Way agent() {
      return new Way("agent", Launcher.packaged().with("RISEFALL_CONTROL", control.toString()));
    }

    Way binary() {
      return new Way("native", withBinary.with("RISEFALL_PATH", "native"));
    }

    /** The same way, where the agent is asked by its control socket. */
    Launcher asking(Way way) {
      return way.forced().with("RISEFALL_CONTROL", control.toString());
    }

    @Override
    public void close() throws IOException {
      agent.signal("TERM", false);
      Outcome ended = agent.outcome();
      List<Path> files;
      try (Stream<Path> found = Files.walk(directory)) {
        files = found.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path file : files) {
        Files.delete(file);
      }
      assertEquals(0, ended.code(), ended::toString);
    }
  }
}
