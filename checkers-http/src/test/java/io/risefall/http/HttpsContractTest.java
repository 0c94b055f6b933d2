package io.risefall.http;

import io.risefall.check.Checker;
import io.risefall.net.testkit.TestCertificate;
import io.risefall.testkit.CheckerContract;
import io.risefall.testkit.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;

/** What every checker keeps, over HTTPS. */
class HttpsContractTest extends CheckerContract {

  private static SSLContext context;

  @BeforeAll
  static void makeCertificate() throws Exception {
    context = TestCertificate.named("server").selfSigned().serverContext(null);
  }

  @Override
  protected Checker checker(InetSocketAddress target, Duration timeout) {
    return Checks.http(
        "https://127.0.0.1:" + target.getPort() + "/",
        "verify=false",
        "expect-body=healthy",
        "timeout=" + timeout.toMillis() + "ms");
  }

  @Override
  protected Transport transport() {
    return Transport.TCP;
  }

  @Override
  protected void serveHealthy(Socket client) throws IOException {
    try (SSLSocket secure =
        (SSLSocket) context.getSocketFactory().createSocket(client, null, false)) {
      secure.setUseClientMode(false);
      ToyWeb.request(secure);
      ToyWeb.send(secure, ToyWeb.ok("healthy"));
    }
  }
}
