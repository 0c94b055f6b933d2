package io.risefall.dns;

import io.risefall.check.Checker;
import io.risefall.testkit.CheckerContract;
import io.risefall.testkit.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** The contract holds for {@code dns} over TCP. */
class DnsOverTcpTest extends CheckerContract {

  @Override
  protected Checker checker(InetSocketAddress target, Duration timeout) {
    return Checks.dns(
        "127.0.0.1:" + target.getPort(),
        "timeout=" + timeout.toMillis() + "ms",
        "transport=tcp",
        "min-answers=1");
  }

  @Override
  protected Transport transport() {
    return Transport.TCP;
  }

  @Override
  protected void serveHealthy(Socket client) throws IOException {
    byte[] query = Answering.readQuery(client);
    client.getOutputStream().write(Answering.framed(Answering.healthy(query)));
  }
}
