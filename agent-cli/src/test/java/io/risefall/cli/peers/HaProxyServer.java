package io.risefall.cli.peers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** A HAProxy of its own in a directory of the test's, and what its statistics say. Immutable. */
public final class HaProxyServer implements AutoCloseable {

  private final ListeningProgram program;
  private final Path socket;

  private HaProxyServer(ListeningProgram program, Path socket) {
    this.program = program;
    this.socket = socket;
  }

  /**
   * Starts one.
   *
   * @param servers what follows the defaults; PORT becomes the port that is waited for
   */
  public static HaProxyServer start(Path directory, String servers) {
    Path socket = directory.resolve("stats.sock");
    ListeningProgram program =
        ListeningProgram.start(
            port -> {
              try {
                Path config = directory.resolve("haproxy.cfg");
                Files.writeString(
                    config, globals(socket) + servers.replace("PORT", Integer.toString(port)));
                return List.of(Peer.HAPROXY.path(), "-db", "-f", config.toString());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    return new HaProxyServer(program, socket);
  }

  private static String globals(Path socket) {
    return """
        global
          stats socket %s mode 600 level admin
        defaults
          mode http
          timeout connect 1s
          timeout client 5s
          timeout server 5s
        """
        .formatted(socket);
  }

  /** Has it do a command of its socket. */
  public String said(String command) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.write(ByteBuffer.wrap((command + "\n").getBytes(UTF_8)));
      return new String(Channels.newInputStream(channel).readAllBytes(), UTF_8);
    }
  }

  /** These columns of its statistics of a server, parted by spaces. */
  private String stands(String proxy, String server, List<String> columns) throws IOException {
    List<String> lines = said("show stat").lines().toList();
    List<String> names = List.of(lines.getFirst().substring(2).split(",", -1));
    String row =
        lines.stream()
            .filter(line -> line.startsWith(proxy + "," + server + ","))
            .findFirst()
            .orElseThrow();
    List<String> values = List.of(row.split(",", -1));
    return columns.stream()
        .map(column -> values.get(names.indexOf(column)))
        .collect(Collectors.joining(" "));
  }

  /**
   * Waits until these columns of a server are as expected. It may not have opened its socket yet,
   * nor have asked for the first time.
   */
  public void awaitStands(String proxy, String server, List<String> columns, String expected) {
    await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(20))
        .ignoreExceptions()
        .untilAsserted(() -> assertEquals(expected, stands(proxy, server, columns)));
  }

  @Override
  public void close() {
    program.close();
  }
}
