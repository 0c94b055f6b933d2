package io.risefall.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
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
  private static final String WAIT = "wait ";

  /** What an agent may take to begin, and beyond what it says. */
  private static final Duration BEGIN = Duration.ofSeconds(2);

  /** The name of the thread that ends what takes too long. */
  static final String LIMIT = "control-limit";

  private static final String SELF = "self ";

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
      InputStream in = new BufferedInputStream(Channels.newInputStream(channel));
      String first =
          within(
              BEGIN,
              channel,
              () -> {
                connect(channel, directory);
                ByteBuffer question = ByteBuffer.wrap(new Question("", terminal, words).wire());
                while (question.hasRemaining()) {
                  channel.write(question);
                }
                return line(in);
              });
      if (!first.startsWith(WAIT)) {
        throw notForUs(first);
      }
      Duration rest = BEGIN.plusMillis(Long.parseLong(first.substring(WAIT.length())));
      return answer(within(rest, channel, () -> new String(in.readAllBytes(), UTF_8)));
    } catch (ClosedChannelException e) {
      throw new IOException("the agent hangs", e);
    } catch (EOFException e) {
      throw new IOException("the answer breaks off", e);
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw new IOException("the answer is none", e);
    }
  }

  private static Answer answer(String text) throws IOException {
    if (text.startsWith(SELF)) {
      throw notForUs(text);
    }
    if (text.isEmpty() || text.charAt(text.length() - 1) != Conversation.END) {
      throw new EOFException();
    }
    String[] parts =
        text.substring(0, text.length() - 1).split(String.valueOf(Conversation.BETWEEN), 3);
    return new Answer(Integer.parseInt(parts[0]), parts[1], parts[2]);
  }

  private static IOException notForUs(String said) {
    return new IOException(
        said.startsWith(SELF) ? said.substring(SELF.length()).strip() : "the answer is none");
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0) {
        throw new EOFException();
      }
      line.write(octet);
    }
    return line.toString(UTF_8);
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
}
