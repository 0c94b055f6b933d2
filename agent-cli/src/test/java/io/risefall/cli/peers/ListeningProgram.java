package io.risefall.cli.peers;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** A server of somebody else's in the foreground, on a free port of 127.0.0.1. */
public final class ListeningProgram implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int ATTEMPTS = 5;

  private final Process process;
  private final int port;

  private ListeningProgram(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts one and waits until it accepts connections.
   *
   * @param command makes the command for a port
   */
  public static ListeningProgram start(IntFunction<List<String>> command) {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      int port = LoopbackPort.pick();
      ListeningProgram program = launch(command.apply(port), port);
      await("it listens")
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(10))
          .until(() -> !program.process.isAlive() || program.accepts());
      if (program.process.isAlive()) {
        return program;
      }
    }
    throw new IllegalStateException(command.apply(0) + " ends at once");
  }

  private static ListeningProgram launch(List<String> command, int port) {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(Path.of(System.getProperty("java.io.tmpdir")).toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return new ListeningProgram(process, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean accepts() {
    try (Socket socket = new Socket(LoopbackPort.IPV4, port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  public int port() {
    return port;
  }

  /** {@code 127.0.0.1:25025}. */
  public String address() {
    return "127.0.0.1:" + port;
  }

  /** Ends it and waits for its end; its port refuses from then on. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
