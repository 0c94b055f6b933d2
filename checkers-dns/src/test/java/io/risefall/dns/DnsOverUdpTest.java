package io.risefall.dns;

import io.risefall.check.Checker;
import io.risefall.testkit.CheckerContract;
import io.risefall.testkit.Transport;
import java.net.InetSocketAddress;
import java.time.Duration;

/** The contract holds for {@code dns} over UDP. */
class DnsOverUdpTest extends CheckerContract {

  @Override
  protected Checker checker(InetSocketAddress target, Duration timeout) {
    return Checks.dns(
        "127.0.0.1:" + target.getPort(), "timeout=" + timeout.toMillis() + "ms", "min-answers=1");
  }

  @Override
  protected Transport transport() {
    return Transport.UDP;
  }

  @Override
  protected byte[] healthyDatagram(byte[] request) {
    return Answering.healthy(request);
  }
}
