package io.risefall.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.time.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ListenerTest {

  /** Its first accepts throw what no channel should. */
  private static final class Odd extends ServerSocketChannel {
    private final ServerSocketChannel real = ServerSocketChannel.open();
    private final AtomicInteger accepts = new AtomicInteger();

    Odd() throws IOException {
      super(SelectorProvider.provider());
      real.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @Override
    public SocketChannel accept() throws IOException {
      return switch (accepts.incrementAndGet()) {
        case 1 -> throw new IllegalStateException("once");
        case 2 -> throw new OutOfMemoryError("twice");
        default -> real.accept();
      };
    }

    @Override
    public ServerSocketChannel bind(SocketAddress local, int backlog) {
      return this;
    }

    @Override
    public <T> ServerSocketChannel setOption(SocketOption<T> name, T value) {
      return this;
    }

    @Override
    public <T> T getOption(SocketOption<T> name) throws IOException {
      return real.getOption(name);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
      return real.supportedOptions();
    }

    @Override
    public ServerSocket socket() {
      return real.socket();
    }

    @Override
    public SocketAddress getLocalAddress() throws IOException {
      return real.getLocalAddress();
    }

    @Override
    protected void implCloseSelectableChannel() throws IOException {
      real.close();
    }

    @Override
    protected void implConfigureBlocking(boolean block) {
      // it blocks
    }
  }

  @Test
  void whateverAnAcceptThrowsTheNextOneIsTaken() throws Exception {
    Service service =
        (words, terminal) ->
            new Service.Task(
                Duration.ofSeconds(5), true, () -> Optional.of(Answer.of(words + "\n")));
    Odd listening = new Odd();
    try (Listener listener = new Listener("test", listening, "", 10, service, Ticker.system())) {
      listener.start();
      try (Socket client = new Socket()) {
        client.connect(listening.getLocalAddress());
        client.setSoTimeout(20_000);
        client.getOutputStream().write(new Question("", false, List.of("status")).wire());
        String answer = new String(client.getInputStream().readAllBytes(), UTF_8);
        assertTrue(answer.contains("[status]"), answer);
      }
    }
  }
}
