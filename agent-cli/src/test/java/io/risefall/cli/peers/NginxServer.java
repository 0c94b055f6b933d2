package io.risefall.cli.peers;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An nginx of its own in a directory of the test's, on ports of 127.0.0.1: one process in the
 * foreground, which ends with the test. Not safe for use by many threads.
 */
public final class NginxServer implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Path directory;
  private final int http = LoopbackPort.pick();
  private final int https = LoopbackPort.pick();
  private final int clients = LoopbackPort.pick();
  private final String servers;
  private @Nullable Process process;

  private NginxServer(Path directory, String servers) {
    this.directory = directory;
    this.servers = servers;
  }

  /**
   * Starts one.
   *
   * @param servers what stands within {@code http { }}; HTTP, HTTPS and CLIENTS become ports, DIR
   *     the directory
   */
  public static NginxServer start(Path directory, String servers) {
    NginxServer server = new NginxServer(directory, servers);
    server.start();
    return server;
  }

  /** The port that the configuration calls HTTP. */
  public int http() {
    return http;
  }

  /** The port that the configuration calls HTTPS. */
  public int https() {
    return https;
  }

  /** The port that the configuration calls CLIENTS. */
  public int clients() {
    return clients;
  }

  /** Starts it again after {@link #stop}. */
  public void start() {
    try {
      Path config = Files.writeString(directory.resolve("nginx.conf"), config());
      Process started =
          new ProcessBuilder(
                  Peer.NGINX.path(),
                  "-p",
                  directory.toString(),
                  "-c",
                  config.toString(),
                  "-e",
                  "stderr")
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("log").toFile())
              .start();
      process = started;
      await("nginx listens")
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(10))
          .until(() -> !started.isAlive() || listens());
      if (!started.isAlive()) {
        throw new IllegalStateException(
            "nginx ended:\n" + Files.readString(directory.resolve("log")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket(LoopbackPort.IPV4, http)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private String config() {
    return """
        daemon off;
        master_process off;
        pid DIR/nginx.pid;
        events { worker_connections 128; }
        http {
          access_log off;
          default_type text/plain;
          client_body_temp_path DIR/body;
          proxy_temp_path DIR/proxy;
          fastcgi_temp_path DIR/fastcgi;
          uwsgi_temp_path DIR/uwsgi;
          scgi_temp_path DIR/scgi;
        """
        .concat(servers)
        .concat("}\n")
        .replace("DIR", directory.toString())
        .replace("HTTPS", Integer.toString(https))
        .replace("HTTP", Integer.toString(http))
        .replace("CLIENTS", Integer.toString(clients));
  }

  @Override
  public void close() {
    stop();
  }

  /** Ends it and waits for that. */
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
}
