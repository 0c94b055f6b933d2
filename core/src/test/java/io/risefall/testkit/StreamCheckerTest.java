package io.risefall.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.risefall.check.CheckContext;
import io.risefall.check.CheckResult;
import io.risefall.check.Checker;
import io.risefall.check.Reason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;

/** The contract holds for an honest checker over TCP. */
class StreamCheckerTest extends CheckerContract {

  static final byte[] GREETING = "HELLO\r\n".getBytes(US_ASCII);

  @Override
  protected Checker checker(InetSocketAddress target, Duration timeout) {
    return new Greeting(target, timeout);
  }

  @Override
  protected Transport transport() {
    return Transport.TCP;
  }

  @Override
  protected void serveHealthy(Socket client) throws IOException {
    client.getOutputStream().write(GREETING);
  }

  record Greeting(InetSocketAddress target, Duration timeout) implements Checker {
    @Override
    public CheckResult check(CheckContext given) throws InterruptedException {
      CheckContext context = given.atMost(timeout);
      byte[] got = new byte[GREETING.length];
      int length = 0;
      try (Socket socket = new Socket()) {
        socket.connect(target, Math.max(1, context.remainingMillis()));
        while (length < got.length && !context.expired()) {
          socket.setSoTimeout(Math.max(1, context.remainingMillis()));
          int read = socket.getInputStream().read(got, length, got.length - length);
          if (read < 0) {
            return CheckResult.fail(Reason.CONNECT_RESET, "the greeting is not complete");
          }
          length += read;
        }
      } catch (IOException e) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        return CheckResult.fail(Reason.CONNECTION_FAILED, "no greeting");
      }
      return Arrays.equals(got, GREETING)
          ? CheckResult.pass("greeted")
          : CheckResult.fail(new Reason("greeting-wrong"), "not the greeting");
    }
  }
}
