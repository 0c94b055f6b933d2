package io.risefall.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.OperatingSystemMXBean;
import java.io.FileInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs in a process of its own that may have few descriptors: uses them up while a connection
 * waits, and says how much processor time that took and what is answered once there are some again.
 */
final class NoDescriptorsDrill {

  private NoDescriptorsDrill() {}

  public static void main(String[] args) throws Exception {
    try (Acceptor acceptor =
        new Acceptor(
            "drill",
            Peers.ANY_PORT,
            new Allowed(List.of()),
            question -> Optional.of("1\n".getBytes(UTF_8)))) {
      // Loads the classes that answering needs.
      Peers.ask("127.0.0.1", acceptor.port(), "");
      OperatingSystemMXBean process =
          ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
      process.getProcessCpuTime();
      try (Socket waiting = new Socket()) {
        waiting.bind(new InetSocketAddress(Peers.ANY_PORT.address(), 0));
        List<FileInputStream> hogs = useUp();
        waiting.connect(new InetSocketAddress(Peers.ANY_PORT.address(), acceptor.port()));
        long before = process.getProcessCpuTime();
        boolean ended = new CountDownLatch(1).await(1, TimeUnit.SECONDS);
        long spent = TimeUnit.NANOSECONDS.toMillis(process.getProcessCpuTime() - before);
        for (FileInputStream hog : hogs) {
          hog.close();
        }
        waiting.setSoTimeout(5000);
        System.out.println(ended + " " + spent + " " + Peers.heard(waiting).strip());
      }
    }
  }

  private static List<FileInputStream> useUp() {
    List<FileInputStream> hogs = new ArrayList<>();
    try {
      while (true) {
        hogs.add(new FileInputStream("/dev/null"));
      }
    } catch (IOException e) {
      return hogs;
    }
  }
}
