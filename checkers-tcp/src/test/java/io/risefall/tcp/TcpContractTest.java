package io.risefall.tcp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.risefall.check.Checker;
import io.risefall.testkit.CheckerContract;
import io.risefall.testkit.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** The contract holds for {@code tcp}. */
class TcpContractTest extends CheckerContract {

  @Override
  protected Checker checker(InetSocketAddress target, Duration timeout) {
    return Checks.tcp(
        target.getPort(),
        "expect=^220 ",
        "quit=QUIT\\r\\n",
        "timeout=" + timeout.toMillis() + "ms");
  }

  @Override
  protected Transport transport() {
    return Transport.TCP;
  }

  @Override
  protected void serveHealthy(Socket client) throws IOException {
    client.getOutputStream().write("220 mail.example.org ESMTP\r\n".getBytes(US_ASCII));
  }
}
