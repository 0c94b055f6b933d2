package io.risefall.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Asks a running agent. */
public final class ControlClient {

  /** See {@link Conversation} for these. */
  private static final String WAIT = "wait";

  /** What an agent may take to begin, and beyond what it says. */
  private static final Duration BEGIN = Duration.ofSeconds(2);

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
      Thread limit = closeIn(BEGIN, channel);
      String first = text(in, FIRST);
      limit.interrupt();
      boolean waits = first.startsWith(WAIT);
      long millis = waits ? Long.parseLong(first.substring(WAIT.length()).strip()) : 0;
      limit = closeIn(BEGIN.plusMillis(millis), channel);
      String head = waits ? text(in, HEAD) : NO_CODE;
      if (head.startsWith(NO_CODE)) {
        throw new IOException(new String(in.readAllBytes(), UTF_8).strip());
      }
      String[] numbers = head.strip().split(" +", -1);
      String err = text(in, Integer.parseInt(numbers[1]));
      String out = text(in, Integer.parseInt(numbers[2]));
      limit.interrupt();
      return new Answer(Integer.parseInt(numbers[0]), err.strip(), out);
    } catch (AsynchronousCloseException e) {
      throw new IOException("the agent hangs", e);
    } catch (EOFException e) {
      throw new IOException("the answer breaks off", e);
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw new IOException("the answer is none", e);
    }
  }

  /** A read that waits cannot be given a time-out, but its channel can be closed. */
  private static Thread closeIn(Duration time, SocketChannel channel) {
    return Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                Thread.sleep(time);
                channel.close();
              } catch (InterruptedException | IOException e) {
                // it has answered, or is closed
              }
            });
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
