package io.risefall.cli.peers;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A BIND of its own on a port of 127.0.0.1 and ::1, in a directory of its own. Every query,
 * transfer and notification that it sends has a loopback source, so the kernel lets none of them
 * off this host. Not safe for use by many threads.
 */
public final class NamedServer implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int ATTEMPTS = 5;

  private final Path directory;
  private final String options;
  private final String zones;
  private final Optional<Integer> fixedPort;
  private int port;
  private int starts;
  private @Nullable Process process;

  private NamedServer(Builder builder) {
    directory = builder.directory;
    options = builder.options.toString();
    zones = builder.zones.toString();
    fixedPort = builder.port;
  }

  /** Collects what a server is to have. */
  public static Builder builder() {
    return new Builder();
  }

  public int port() {
    return port;
  }

  /** {@code 127.0.0.1:25353}. */
  public String ipv4() {
    return "127.0.0.1:" + port;
  }

  /** {@code [::1]:25353}. */
  public String ipv6() {
    return "[::1]:" + port;
  }

  private void startAnywhere() {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      port = fixedPort.orElseGet(LoopbackPort::pick);
      if (launch()) {
        return;
      }
      stop();
    }
    throw new IllegalStateException("no port for named after " + ATTEMPTS + " attempts");
  }

  /** Starts again, on the same port. */
  public void restart() {
    stop();
    if (!launch()) {
      throw new IllegalStateException("named did not get port " + port + " again:\n" + log());
    }
  }

  /** Returns whether the server has its port, once it runs. */
  private boolean launch() {
    starts++;
    try {
      Path config = Files.writeString(directory.resolve("named.conf"), config());
      Process started =
          new ProcessBuilder(Peer.NAMED.path(), "-g", "-n", "1", "-c", config.toString())
              .redirectErrorStream(true)
              .redirectOutput(logFile().toFile())
              .start();
      process = started;
      await("named runs")
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(10))
          .until(() -> !started.isAlive() || log().contains(" running\n"));
      if (!started.isAlive()) {
        throw new IllegalStateException("named ended:\n" + log());
      }
      return !log().contains("address in use");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String config() {
    return """
        options {
          directory "%1$s";
          pid-file "%1$s/named.pid";
          session-keyfile "%1$s/session.key";
          lock-file none;
          listen-on port %2$d { 127.0.0.1; };
          listen-on-v6 port %2$d { %3$s };
          query-source address 127.0.0.1;
          query-source-v6 address ::1;
          transfer-source 127.0.0.1;
          transfer-source-v6 ::1;
          notify-source 127.0.0.1;
          notify-source-v6 ::1;
          recursion no;
          notify no;
          dnssec-validation no;
          empty-zones-enable no;
          %4$s
        };
        controls { };
        %5$s
        """
        .formatted(directory, port, LoopbackPort.hasIpv6() ? "::1;" : "none;", options, zones);
  }

  private Path logFile() {
    return directory.resolve("log." + starts);
  }

  /** What the server has said since it was last started. */
  public String log() {
    try {
      return Files.readString(logFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the server has said {@code text} since it was last started. */
  public void awaitLog(String text) {
    await("named says: " + text).atMost(PATIENCE).until(() -> log().contains(text));
  }

  /** Gives a primary zone another content, for the next start. */
  public void rewrite(String zone, String content) {
    write(directory, zone, content);
  }

  /** Has a secondary zone forgotten, for the next start. */
  public void forget(String zone) {
    try {
      Files.delete(directory.resolve(zone));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path write(Path directory, String zone, String content) {
    try {
      return Files.writeString(directory.resolve(zone), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the server and waits for its end; its port refuses from then on. */
  public void stop() {
    Process running = process;
    if (running == null) {
      return;
    }
    running.destroy();
    try {
      if (!running.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        running.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      running.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    process = null;
  }

  @Override
  public void close() {
    stop();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Collects what a server is to have. */
  public static final class Builder {
    private final Path directory = newDirectory();
    private final StringBuilder options = new StringBuilder();
    private final StringBuilder zones = new StringBuilder();
    private Optional<Integer> port = Optional.empty();

    private Builder() {}

    /** Where AppArmor lets Debian's named write, if we may, else among the temporary files. */
    private static Path newDirectory() {
      Path cache = Path.of("/var/cache/bind");
      try {
        return Files.isWritable(cache)
            ? Files.createTempDirectory(cache, "risefall")
            : Files.createTempDirectory("risefall");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Takes this port; default: one that is free. */
    public Builder port(int value) {
      port = Optional.of(value);
      return this;
    }

    /** Adds a statement to the options. */
    public Builder option(String statement) {
      options.append(statement).append('\n');
      return this;
    }

    /** Adds a zone that is loaded. */
    public Builder primary(String name, String content) {
      return primary(name, content, "");
    }

    /** Adds a zone that is loaded, with further statements about it. */
    public Builder primary(String name, String content, String statements) {
      write(directory, name, content);
      return zone(name, "type primary; file \"" + name + "\"; " + statements);
    }

    /** Adds a zone whose file does not exist, so that it is not loaded. */
    public Builder missing(String name) {
      return zone(name, "type primary; file \"" + name + "\";");
    }

    /** Adds a zone that is transferred from a port of 127.0.0.1. */
    public Builder secondary(String name, int primaryPort) {
      return zone(
          name,
          "type secondary; masterfile-format text; file \""
              + name
              + "\"; primaries { 127.0.0.1 port "
              + primaryPort
              + "; };");
    }

    /** Adds a zone that was transferred a day ago, whose primary is gone. */
    public Builder abandonedSecondary(String name, String content) {
      try {
        Files.setLastModifiedTime(
            write(directory, name, content),
            FileTime.from(Instant.now().minus(Duration.ofDays(1))));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return secondary(name, 1);
    }

    private Builder zone(String name, String statements) {
      zones.append("zone \"%s\" { %s };%n".formatted(name, statements));
      return this;
    }

    /** Starts the server and waits until it answers. */
    public NamedServer start() {
      NamedServer server = new NamedServer(this);
      try {
        server.startAnywhere();
        return server;
      } catch (RuntimeException | Error e) {
        server.close();
        throw e;
      }
    }
  }
}
