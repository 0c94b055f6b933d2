package io.risefall.dns;

import io.risefall.check.Checker;
import io.risefall.testkit.CheckerContract;
import io.risefall.testkit.Transport;
import java.net.InetSocketAddress;
import java.time.Duration;

/** The contract holds for {@code dns-zone}; the server is its own master. */
class DnsZoneOverUdpTest extends CheckerContract {

  @Override
  protected Checker checker(InetSocketAddress target, Duration timeout) {
    String server = "127.0.0.1:" + target.getPort();
    // The server and then one master: half of the time for each.
    return Checks.zone(
        server, "master=" + server, "timeout=" + timeout.dividedBy(2).toMillis() + "ms");
  }

  @Override
  protected Transport transport() {
    return Transport.UDP;
  }

  @Override
  protected byte[] healthyDatagram(byte[] request) {
    return Answering.soa(request, 2026112101);
  }
}
