package io.risefall.net;

import io.risefall.check.CheckContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connected socket whose reads and writes all end by one deadline. A time-out of a socket's own
 * starts anew with each read, so that a target which sends an octet now and then is never late.
 */
final class DeadlineSocket extends Socket {

  private final SocketChannel channel;
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  /**
   * @param channel connected, in blocking mode
   */
  DeadlineSocket(SocketChannel channel, CheckContext context) {
    this.channel = channel;
    this.socket = channel.socket();
    this.in = new Input(socket, context);
    this.out = new Output(channel, context);
  }

  /** Milliseconds until the deadline, as time-outs of sockets want them. */
  static int millisLeft(CheckContext context) throws SocketTimeoutException {
    int left = context.remainingMillis();
    if (left == 0) {
      throw new SocketTimeoutException("the deadline has passed");
    }
    return left;
  }

  private static final class Input extends InputStream {

    private final Socket socket;
    private final CheckContext context;
    private final byte[] single = new byte[1];
    private @Nullable InputStream in;

    Input(Socket socket, CheckContext context) {
      this.socket = socket;
      this.context = context;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (in == null) {
        in = socket.getInputStream();
      }
      socket.setSoTimeout(millisLeft(context));
      return in.read(bytes, offset, length);
    }

    @Override
    public int read() throws IOException {
      return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
    }

    @Override
    public int available() throws IOException {
      if (in == null) {
        in = socket.getInputStream();
      }
      return in.available();
    }
  }

  /**
   * A write blocks only while the kernel's buffer is full, and then for as long as the target
   * likes: no socket option bounds it. What surely fits a fresh buffer is written as it is; for
   * more, the channel is closed from outside at the deadline.
   */
  private static final class Output extends OutputStream {

    /** What any kernel takes at once on a fresh connection: its first window of ten segments. */
    private static final int FITS = 8192;

    private final SocketChannel channel;
    private final CheckContext context;
    private @Nullable OutputStream out;
    private long written;

    Output(SocketChannel channel, CheckContext context) {
      this.channel = channel;
      this.context = context;
    }

    @Override
    public void write(int octet) throws IOException {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (out == null) {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        out = channel.socket().getOutputStream();
      }
      millisLeft(context);
      written += length;
      if (written <= FITS) {
        out.write(bytes, offset, length);
      } else {
        writeWatched(out, bytes, offset, length);
      }
    }

    private void writeWatched(OutputStream stream, byte[] bytes, int offset, int length)
        throws IOException {
      ScheduledFuture<?> end = Watch.closeAt(channel, context);
      try {
        stream.write(bytes, offset, length);
      } catch (ClosedChannelException | SocketException e) {
        millisLeft(context);
        throw e;
      } finally {
        end.cancel(false);
      }
    }
  }

  /** Closes channels at their deadline; made when it is first needed. */
  private static final class Watch {

    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private static ScheduledThreadPoolExecutor timer() {
      ScheduledThreadPoolExecutor timer =
          new ScheduledThreadPoolExecutor(
              1, Thread.ofPlatform().daemon().name("risefall-write-deadline").factory());
      timer.setRemoveOnCancelPolicy(true);
      return timer;
    }

    static ScheduledFuture<?> closeAt(SocketChannel channel, CheckContext context) {
      return TIMER.schedule(
          () -> {
            channel.close();
            return null;
          },
          context.remainingNanos(),
          TimeUnit.NANOSECONDS);
    }
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
    channel.close();
  }
}
