package io.risefall.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;

/** Asks a running agent. */
public final class ControlClient {

  /** See {@link Conversation} for these. */
  private static final String WAIT = "wait";

  private static final int FIRST = 16;
  private static final int HEAD = 26;
  private static final String NO_CODE = " -1";

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
      ByteBuffer question = ByteBuffer.wrap(new Question("", terminal, false, words).wire());
      while (question.hasRemaining()) {
        channel.write(question);
      }
      DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
      String first = text(in, FIRST);
      String head = first.startsWith(WAIT) ? text(in, HEAD) : NO_CODE;
      if (head.startsWith(NO_CODE)) {
        throw new IOException(new String(in.readAllBytes(), UTF_8).strip());
      }
      String[] numbers = head.strip().split(" +", -1);
      String err = text(in, Integer.parseInt(numbers[1]));
      return new Answer(
          Integer.parseInt(numbers[0]), err.strip(), text(in, Integer.parseInt(numbers[2])));
    } catch (EOFException e) {
      throw new IOException("the answer breaks off", e);
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw new IOException("the answer is none", e);
    }
  }

  private static String text(DataInputStream in, int octets) throws IOException {
    byte[] text = new byte[octets];
    in.readFully(text);
    return new String(text, UTF_8);
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
