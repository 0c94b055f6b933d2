package io.risefall.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.risefall.check.CheckContext;
import io.risefall.check.CheckResult;
import io.risefall.check.Checker;
import io.risefall.check.Reason;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;

/** The contract holds for an honest checker over UDP. */
class DatagramCheckerTest extends CheckerContract {

  private static final byte[] PING = "PING".getBytes(US_ASCII);
  private static final byte[] PONG = "PONG".getBytes(US_ASCII);

  @Override
  protected Checker checker(InetSocketAddress target, Duration timeout) {
    return new Pong(target, timeout);
  }

  @Override
  protected Transport transport() {
    return Transport.UDP;
  }

  @Override
  protected byte[] healthyDatagram(byte[] request) {
    return Arrays.equals(request, PING) ? PONG : request;
  }

  private record Pong(InetSocketAddress target, Duration timeout) implements Checker {
    @Override
    public CheckResult check(CheckContext given) throws InterruptedException {
      CheckContext context = given.atMost(timeout);
      DatagramPacket answer = new DatagramPacket(new byte[64], 64);
      try (DatagramSocket socket = new DatagramSocket()) {
        socket.connect(target);
        socket.send(new DatagramPacket(PING, PING.length));
        do {
          socket.setSoTimeout(Math.max(1, context.remainingMillis()));
          socket.receive(answer);
          if (Arrays.equals(Arrays.copyOf(answer.getData(), answer.getLength()), PONG)) {
            return CheckResult.pass("answered");
          }
        } while (!context.expired());
        return CheckResult.fail(Reason.TIMEOUT, "only wrong answers");
      } catch (IOException e) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        return CheckResult.fail(Reason.CONNECTION_FAILED, "no answer");
      }
    }
  }
}
