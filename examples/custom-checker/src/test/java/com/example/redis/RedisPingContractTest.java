package com.example.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.risefall.check.Checker;
import io.risefall.check.Checkers;
import io.risefall.testkit.CheckerContract;
import io.risefall.testkit.Transport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** What every checker keeps: deadline, interruption, sick servers, nothing left behind. */
class RedisPingContractTest extends CheckerContract {

  @Override
  protected Checker checker(InetSocketAddress target, Duration timeout) {
    return Checkers.of(new RedisPingProvider())
        .create(
            "redis-ping",
            "address=" + target.getAddress().getHostAddress() + ":" + target.getPort(),
            "timeout=" + timeout.toMillis() + "ms");
  }

  @Override
  protected Transport transport() {
    return Transport.TCP;
  }

  @Override
  protected void serveHealthy(Socket client) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII));
    if ("PING".equals(in.readLine())) {
      client.getOutputStream().write("+PONG\r\n".getBytes(US_ASCII));
    }
  }
}
