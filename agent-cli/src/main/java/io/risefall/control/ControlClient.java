package io.risefall.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
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

  /** The name of the thread that ends what takes too long. */
  static final String LIMIT = "control-limit";

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
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
      String first =
          within(
              BEGIN,
              channel,
              () -> {
                connect(channel, directory);
                ByteBuffer question =
                    ByteBuffer.wrap(new Question("", terminal, false, words).wire());
                while (question.hasRemaining()) {
                  channel.write(question);
                }
                return text(in, FIRST);
              });
      boolean waits = first.startsWith(WAIT);
      long millis = waits ? Long.parseLong(first.substring(WAIT.length()).strip()) : 0;
      return within(BEGIN.plusMillis(millis), channel, () -> rest(in, waits));
    } catch (ClosedChannelException e) {
      throw new IOException("the agent hangs", e);
    } catch (EOFException e) {
      throw new IOException("the answer breaks off", e);
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw new IOException("the answer is none", e);
    }
  }

  private static Answer rest(DataInputStream in, boolean waits) throws IOException {
    String head = waits ? text(in, HEAD) : NO_CODE;
    if (head.startsWith(NO_CODE)) {
      throw new IOException(new String(in.readAllBytes(), UTF_8).strip());
    }
    String[] numbers = head.strip().split(" +", -1);
    String err = text(in, Integer.parseInt(numbers[1]));
    String out = text(in, Integer.parseInt(numbers[2]));
    return new Answer(Integer.parseInt(numbers[0]), err.strip(), out);
  }

  /** Whether an agent is there, be it one that hangs. */
  static boolean answers(Path directory) {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return within(BEGIN, channel, () -> connect(channel, directory));
    } catch (ClosedChannelException e) {
      return true; // its queue is full
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean connect(SocketChannel channel, Path directory) throws IOException {
    return channel.connect(UnixDomainSocketAddress.of(directory.resolve(ControlServer.SOCKET)));
  }

  @FunctionalInterface
  private interface Step<T> {
    T take() throws IOException;
  }

  /**
   * Does what may block. That cannot be given a time-out, but its channel can be closed.
   *
   * @throws ClosedChannelException if the time was not enough
   */
  private static <T> T within(Duration time, SocketChannel channel, Step<T> step)
      throws IOException {
    Thread limit =
        Thread.ofPlatform()
            .daemon()
            .name(LIMIT)
            .start(
                () -> {
                  try {
                    Thread.sleep(time);
                    channel.close();
                  } catch (InterruptedException | IOException e) {
                    // it was in time, or is closed
                  }
                });
    try {
      return step.take();
    } finally {
      limit.interrupt();
    }
  }

  private static String text(DataInputStream in, int octets) throws IOException {
    byte[] text = new byte[octets];
    in.readFully(text);
    return new String(text, UTF_8);
  }
}
