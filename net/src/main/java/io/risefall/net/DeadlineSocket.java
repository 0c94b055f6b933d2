package io.risefall.net;

import io.risefall.check.CheckContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
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
   * @param channel connected; put into blocking mode by the first that is read or written
   */
  DeadlineSocket(SocketChannel channel, CheckContext context) {
    this.channel = channel;
    this.socket = channel.socket();
    this.in = new Input(channel, context);
    this.out = new Output(channel, context);
  }

  private static final class Input extends InputStream {

    private final SocketChannel channel;
    private final CheckContext context;
    private final byte[] single = new byte[1];
    private @Nullable InputStream in;

    Input(SocketChannel channel, CheckContext context) {
      this.channel = channel;
      this.context = context;
    }

    private InputStream in() throws IOException {
      if (in == null) {
        channel.configureBlocking(true);
        in = channel.socket().getInputStream();
      }
      return in;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      InputStream open = in();
      channel.socket().setSoTimeout(Deadline.millisLeft(context));
      return open.read(bytes, offset, length);
    }

    @Override
    public int read() throws IOException {
      return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
    }

    @Override
    public int available() throws IOException {
      return in().available();
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
        channel.configureBlocking(true);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        out = channel.socket().getOutputStream();
      }
      Deadline.millisLeft(context);
      written += length;
      OutputStream open = out;
      if (written <= FITS) {
        open.write(bytes, offset, length);
      } else {
        Deadline.enforce(channel, context, () -> open.write(bytes, offset, length));
      }
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
