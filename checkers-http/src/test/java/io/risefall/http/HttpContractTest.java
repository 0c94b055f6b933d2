package io.risefall.http;

import io.risefall.check.Checker;
import io.risefall.testkit.CheckerContract;
import io.risefall.testkit.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** What every checker keeps, over HTTP. */
class HttpContractTest extends CheckerContract {

  @Override
  protected Checker checker(InetSocketAddress target, Duration timeout) {
    return Checks.http(
        "http://127.0.0.1:" + target.getPort() + "/",
        "expect-body=healthy",
        "timeout=" + timeout.toMillis() + "ms");
  }

  @Override
  protected Transport transport() {
    return Transport.TCP;
  }

  @Override
  protected void serveHealthy(Socket client) throws IOException {
    ToyWeb.request(client);
    ToyWeb.send(client, ToyWeb.ok("healthy"));
  }
}
