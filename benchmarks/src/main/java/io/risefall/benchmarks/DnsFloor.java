package io.risefall.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.Locale;

/**
 * What no DNS check can cost less than: to send a query and to receive its answer, with nothing
 * decided, nothing timed and nobody woken. One thread sends 64 queries and then reads 64 answers,
 * so that it hardly ever waits for one; over sockets that stay open, and over one for each query.
 *
 * <p>Arguments: the port of a {@link NameServer}, seconds of warm-up, seconds of measurement, for
 * each of both. Prints one figure a line: name, tab, value.
 */
public final class DnsFloor {

  private static final int IN_FLIGHT = 64;

  /** ID 1, RD, one question: resolve.test.example, A, IN. */
  private static final byte[] QUERY = {
    0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 7, 'r', 'e', 's', 'o', 'l', 'v', 'e', 4, 't', 'e', 's', 't',
    7, 'e', 'x', 'a', 'm', 'p', 'l', 'e', 0, 0, 1, 0, 1
  };

  private final InetSocketAddress server;
  private final ByteBuffer query = ByteBuffer.allocateDirect(QUERY.length).put(QUERY);
  private final ByteBuffer answer = ByteBuffer.allocateDirect(512);
  private final DatagramChannel[] channels = new DatagramChannel[IN_FLIGHT];

  private DnsFloor(InetSocketAddress server) {
    this.server = server;
  }

  public static void main(String[] args) throws IOException {
    DnsFloor floor =
        new DnsFloor(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0])));
    Duration warmUp = Duration.ofSeconds(Long.parseLong(args[1]));
    Duration time = Duration.ofSeconds(Long.parseLong(args[2]));
    floor.cost(true, warmUp);
    System.out.printf(Locale.ROOT, "floor-fresh.cpu\t%.2f%n", floor.cost(true, time));
    floor.cost(false, warmUp);
    System.out.printf(Locale.ROOT, "floor.cpu\t%.2f%n", floor.cost(false, time));
  }

  /** Microseconds of CPU of this process for a query and its answer. */
  private double cost(boolean fresh, Duration time) throws IOException {
    var process =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    for (int i = 0; i < IN_FLIGHT && !fresh; i++) {
      channels[i] = open();
    }
    long cpu = process.getProcessCpuTime();
    long end = System.nanoTime() + time.toNanos();
    long count = 0;
    for (; System.nanoTime() < end; count += IN_FLIGHT) {
      ask(fresh);
    }
    return (process.getProcessCpuTime() - cpu) / 1e3 / count;
  }

  private DatagramChannel open() throws IOException {
    return DatagramChannel.open(StandardProtocolFamily.INET).connect(server);
  }

  private void ask(boolean fresh) throws IOException {
    for (int i = 0; i < IN_FLIGHT; i++) {
      if (fresh) {
        channels[i] = open();
      }
      channels[i].write(query.rewind());
    }
    for (int i = 0; i < IN_FLIGHT; i++) {
      channels[i].read(answer.clear());
      if (fresh) {
        channels[i].close();
      }
    }
  }
}
