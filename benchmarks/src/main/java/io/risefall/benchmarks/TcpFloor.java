package io.risefall.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * What no TCP check in Java can cost less than: to connect and to close in order, so many times a
 * second, with nothing decided, nothing told and no deadline. One thread does it all, and sleeps
 * for 5 ms at a time, as the agent's scheduler does.
 *
 * <p>Arguments: the port of a {@link WebServer}, connections a second. Goes on until it is killed.
 */
public final class TcpFloor {

  private static final long PAUSE = Duration.ofMillis(5).toNanos();
  private static final double SECOND = Duration.ofSeconds(1).toNanos();

  private TcpFloor() {}

  public static void main(String[] args) throws IOException {
    InetSocketAddress[] targets = new InetSocketAddress[Integer.parseInt(args[1])];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = WebServer.socketAddress(i, Integer.parseInt(args[0]));
    }
    long start = System.nanoTime();
    long done = 0;
    while (true) {
      long due = (long) ((System.nanoTime() - start) / SECOND * targets.length);
      for (; done < due; done++) {
        connect(targets[(int) (done % targets.length)]);
      }
      LockSupport.parkNanos(PAUSE - (System.nanoTime() - start) % PAUSE);
    }
  }

  private static void connect(InetSocketAddress target) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.INET)) {
      channel.configureBlocking(false);
      if (!channel.connect(target)) {
        channel.finishConnect(); // on loopback it is over; if it is not, the server counts one less
      }
    }
  }
}
