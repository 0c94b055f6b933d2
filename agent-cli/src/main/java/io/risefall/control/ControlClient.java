package io.risefall.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;

/** Asks a running agent. */
public final class ControlClient {

  private ControlClient() {}

  /**
   * Has a command done.
   *
   * @param directory the control directory
   * @param words the command and its arguments
   * @param terminal whether the answer goes to a terminal
   * @throws IOException if no agent answers
   */
  public static Answer ask(Path directory, List<String> words, boolean terminal)
      throws IOException {
    Path socket = directory.resolve(ControlServer.SOCKET);
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      ByteBuffer question = ByteBuffer.wrap(new Question("", terminal, words).wire());
      while (question.hasRemaining()) {
        channel.write(question);
      }
      InputStream in = Channels.newInputStream(channel);
      String[] parts = new String(in.readAllBytes(), UTF_8).split("\n", 3);
      if (parts.length < 3) {
        throw new IOException("the answer breaks off");
      }
      return new Answer(Integer.parseInt(parts[0]), parts[1], parts[2]);
    } catch (NumberFormatException e) {
      throw new IOException("the answer is none", e);
    }
  }

  /** Whether an agent answers there. */
  static boolean answers(Path directory) {
    Path socket = directory.resolve(ControlServer.SOCKET);
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      return channel.isConnected();
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }
}
