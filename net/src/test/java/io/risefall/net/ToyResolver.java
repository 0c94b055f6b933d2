package io.risefall.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolver.LookupPolicy;
import java.net.spi.InetAddressResolverProvider;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** This JVM's resolver while tests run: knows names of its own, asks nobody for others. */
public final class ToyResolver extends InetAddressResolverProvider {

  /** Names that begin with "hanging" are looked up until it is opened. */
  static volatile CountDownLatch hanging = new CountDownLatch(1);

  @Override
  public InetAddressResolver get(Configuration configuration) {
    InetAddressResolver builtin = configuration.builtinResolver();
    return new InetAddressResolver() {
      @Override
      public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
          throws UnknownHostException {
        return host.endsWith(".test")
            ? known(host).stream()
            : builtin.lookupByName(host.equals("localhost") ? host : host + ".invalid", policy);
      }

      @Override
      public String lookupByAddress(byte[] address) throws UnknownHostException {
        throw new UnknownHostException("not looked up in tests");
      }
    };
  }

  private static List<InetAddress> known(String host) throws UnknownHostException {
    InetAddress ipv4 = InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1});
    byte[] loopback = new byte[16];
    loopback[15] = 1;
    InetAddress ipv6 = InetAddress.getByAddress(host, loopback);
    return switch (host) {
      case "both.test", "under_score.test", "www.wild.test", "a.b.wild.test" -> List.of(ipv4, ipv6);
      case "ipv6-first.test" -> List.of(ipv6, ipv4);
      case "ipv4-only.test" -> List.of(ipv4);
      case "ipv6-only.test" -> List.of(ipv6);
      default -> {
        if (host.startsWith("hanging")) {
          awaitDeaf(hanging);
        }
        throw new UnknownHostException(host);
      }
    };
  }

  /** As the C library does: deaf to interruption. */
  static void awaitDeaf(CountDownLatch opened) {
    boolean interrupted = false;
    while (opened.getCount() > 0) {
      try {
        opened.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String name() {
    return "toy";
  }
}
