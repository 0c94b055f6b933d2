package io.risefall.net;

import io.risefall.check.CheckContext;
import io.risefall.time.Scheduler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A socket whose handshake, reads and writes all end by one deadline: its channel is closed then. A
 * time-out of a socket's own starts anew with each read, so that a target which sends an octet now
 * and then is never late; and no option bounds a write.
 *
 * <p>It looks before it waits: a target that is near has answered by the time that the other checks
 * of the same moment have had their turn, and to be put to sleep and woken is a good part of a
 * check. As long as it has found each time what it wanted, the channel is in non-blocking mode and
 * nobody has to close it at the deadline.
 */
final class DeadlineSocket extends Socket {

  /** Java copies by a buffer outside its heap, as large, and keeps it. */
  private static final int MOST_AT_ONCE = 65536;

  private final SocketChannel channel;
  private final CheckContext context;
  private final Socket socket;
  private final InputStream in = new Input();
  private final OutputStream out = new Output();
  private Scheduler.@Nullable Pending end;

  private boolean asks;

  /** Whether something was written since it was last read: an answer may take a moment. */
  private boolean asked;

  private boolean ended;

  DeadlineSocket(SocketChannel channel, CheckContext context) {
    this.channel = channel;
    this.context = context;
    this.socket = channel.socket();
  }

  /**
   * Connects. With a target that is near, the handshake is over when the first call returns, though
   * the call does not say so.
   *
   * @throws SocketTimeoutException if there is no connection by the deadline
   */
  @Override
  public void connect(SocketAddress remote) throws IOException {
    if (context.expired()) {
      throw late();
    }
    channel.configureBlocking(false);
    boolean connected = channel.connect(remote);
    asks = true;
    if (!connected && !channel.finishConnect()) {
      try {
        block();
        channel.finishConnect();
      } catch (ClosedChannelException e) { // one that is refused closes the channel as well
        throw meant(e);
      }
    }
  }

  /** Whether it has begun to connect: what fails before that, this host has refused. */
  boolean asks() {
    return asks;
  }

  /** Goes over to operations that block, until the deadline. */
  private void block() throws IOException {
    if (end == null) {
      channel.configureBlocking(true);
      end = context.closeAtDeadline(channel);
    }
  }

  /**
   * Whether an operation is to be tried without waiting; whoever is interrupted hears of it where
   * he waits.
   */
  private boolean looks() throws SocketTimeoutException {
    if (end != null || Thread.currentThread().isInterrupted()) {
      return false;
    }
    if (context.expired()) {
      throw late();
    }
    return true;
  }

  private static SocketTimeoutException late() {
    return new SocketTimeoutException("the deadline has passed");
  }

  /** Only the deadline closes the channel under an operation, and who interrupts its thread. */
  private IOException meant(IOException e) {
    boolean byDeadline =
        !channel.isOpen() && context.expired() && !Thread.currentThread().isInterrupted();
    return byDeadline ? late() : e;
  }

  private final class Input extends InputStream {

    private final byte[] single = new byte[1];

    @Override
    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on it but what a check costs
    public int read(byte[] bytes, int offset, int length) throws IOException {
      ByteBuffer into = ByteBuffer.wrap(bytes, offset, Math.min(length, MOST_AT_ONCE));
      try {
        if (asked && end == null) {
          asked = false;
          Thread.yield();
        }
        int read = looks() ? channel.read(into) : 0;
        if (read == 0 && into.hasRemaining()) {
          block();
          read = channel.read(into);
        }
        ended = read < 0;
        return read;
      } catch (IOException e) {
        throw meant(e);
      }
    }

    @Override
    public int read() throws IOException {
      return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
    }

    @Override
    public int available() throws IOException {
      try {
        return socket.getInputStream().available(); // does not wait, in whatever mode
      } catch (IOException e) {
        throw meant(e);
      }
    }
  }

  private final class Output extends OutputStream {

    private boolean begun;

    @Override
    public void write(int octet) throws IOException {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        if (!begun) {
          begun = true;
          channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        for (int done = 0; done < length; ) {
          int most = Math.min(length - done, MOST_AT_ONCE);
          ByteBuffer from = ByteBuffer.wrap(bytes, offset + done, most);
          int written = looks() ? channel.write(from) : 0;
          if (written == 0) {
            block();
            written = channel.write(from);
          }
          done += written;
        }
        asked = true;
      } catch (IOException e) {
        throw meant(e);
      }
    }
  }

  /** Whether its end was what was read last. */
  boolean hasEnded() {
    return ended;
  }

  @Override
  public InputStream getInputStream() {
    return in;
  }

  @Override
  public OutputStream getOutputStream() {
    return out;
  }

  @Override
  public boolean isConnected() {
    return true;
  }

  @Override
  public boolean isBound() {
    return true;
  }

  @Override
  public boolean isClosed() {
    return !channel.isOpen();
  }

  @Override
  public boolean isInputShutdown() {
    return socket.isInputShutdown();
  }

  @Override
  public boolean isOutputShutdown() {
    return socket.isOutputShutdown();
  }

  @Override
  public void shutdownInput() throws IOException {
    socket.shutdownInput();
  }

  @Override
  public void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public InetAddress getInetAddress() {
    return socket.getInetAddress();
  }

  @Override
  public int getPort() {
    return socket.getPort();
  }

  @Override
  public InetAddress getLocalAddress() {
    return socket.getLocalAddress();
  }

  @Override
  public int getLocalPort() {
    return socket.getLocalPort();
  }

  @Override
  public SocketAddress getRemoteSocketAddress() {
    return socket.getRemoteSocketAddress();
  }

  @Override
  public SocketAddress getLocalSocketAddress() {
    return socket.getLocalSocketAddress();
  }

  @Override
  public int getSoLinger() throws SocketException {
    return socket.getSoLinger();
  }

  /** Without effect: the deadline is in force. */
  @Override
  public void setSoTimeout(int millis) {}

  @Override
  public int getSoTimeout() {
    return 0;
  }

  @Override
  public void close() throws IOException {
    if (end != null) {
      end.cancel();
    }
    channel.close();
  }
}
