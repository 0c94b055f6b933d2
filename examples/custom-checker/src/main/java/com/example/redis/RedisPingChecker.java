package com.example.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.risefall.check.CheckContext;
import io.risefall.check.CheckResult;
import io.risefall.check.Checker;
import io.risefall.check.NetworkFailure;
import io.risefall.check.Reason;
import io.risefall.option.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;

/** Connects, sends {@code PING} and expects {@code +PONG}. */
record RedisPingChecker(
    Endpoint address, Optional<Endpoint> source, Duration timeout, boolean allowLoading)
    implements Checker {

  private static final byte[] PING = "PING\r\n".getBytes(US_ASCII);

  /** No answer to PING is longer; a server that says more is not believed. */
  private static final int LONGEST_LINE = 512;

  @Override
  public CheckResult check(CheckContext given) throws InterruptedException {
    CheckContext context = given.atMost(timeout);
    try (Socket socket = new Socket()) {
      if (source.isPresent()) {
        try {
          socket.bind(source.get().toSocketAddress());
        } catch (IOException e) {
          return NetworkFailure.ofBinding(e, source.get().host());
        }
      }
      socket.connect(address.toSocketAddress(), millisLeft(context));
      socket.getOutputStream().write(PING);
      return judge(readLine(socket, context));
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return NetworkFailure.of(e, server());
    }
  }

  private CheckResult judge(Optional<String> line) {
    if (line.isEmpty()) {
      return CheckResult.fail(
          Reason.CONNECT_RESET, server() + " closed the connection before its answer was complete");
    }
    if (line.get().equals("+PONG")) {
      return CheckResult.pass("PONG from " + server());
    }
    String words = "'" + printable(line.get()) + "' from " + server();
    if (line.get().startsWith("-LOADING ")) {
      Reason loading = new Reason("redis-loading");
      return allowLoading ? CheckResult.degraded(loading, words) : CheckResult.fail(loading, words);
    }
    return CheckResult.fail(new Reason("redis-answer"), words);
  }

  /** The first line of the answer; empty if the server ended before its end. */
  private static Optional<String> readLine(Socket socket, CheckContext context) throws IOException {
    InputStream in = socket.getInputStream();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (line.size() < LONGEST_LINE) {
      socket.setSoTimeout(millisLeft(context));
      int octet = in.read();
      if (octet < 0) {
        return Optional.empty();
      }
      if (octet == '\n') {
        break;
      }
      line.write(octet);
    }
    return Optional.of(line.toString(ISO_8859_1).stripTrailing());
  }

  /** The time left for one operation on a socket, where 0 would mean for ever. */
  private static int millisLeft(CheckContext context) throws SocketTimeoutException {
    int left = context.remainingMillis();
    if (left == 0) {
      throw new SocketTimeoutException();
    }
    return left;
  }

  /** At most 60 characters, for a message on one line: nothing that a server says is trusted. */
  private static String printable(String text) {
    String plain = text.replaceAll("[^ -~]", "?");
    return plain.length() > 60 ? plain.substring(0, 60) + "..." : plain;
  }

  private String server() {
    return address.text(RedisPingProvider.PORT);
  }
}
