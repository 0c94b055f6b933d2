package io.risefall.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.risefall.net.testkit.StreamServer;
import io.risefall.net.testkit.StreamServer.Session;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** What servers do with their clients, well or badly. */
final class Behaviour {

  private static final int RECORD_HEADER = 5;

  private Behaviour() {}

  /** Says that, and hears the client out. */
  static Session says(String text) {
    return says(text.getBytes(UTF_8));
  }

  static Session says(byte[] octets) {
    return client -> {
      client.getOutputStream().write(octets);
      StreamServer.readToEnd(client);
    };
  }

  /** Says each piece by itself, some time after the one before. */
  static Session inPieces(Duration pause, byte[]... pieces) {
    return client -> {
      client.setTcpNoDelay(true);
      for (byte[] piece : pieces) {
        client.getOutputStream().write(piece);
        LockSupport.parkNanos(pause.toNanos());
      }
      StreamServer.readToEnd(client);
    };
  }

  /** Says nothing for as long as the test goes on. */
  static void silent(Socket client) throws InterruptedException {
    new CountDownLatch(1).await();
  }

  /** Ends its own side, and hears the client out. */
  static void halfClosing(Socket client) throws IOException {
    client.shutdownOutput();
    StreamServer.readToEnd(client);
  }

  /** One octet at a time, each of them sooner than a time-out of its own would end. */
  static Session dripping(Duration pause) {
    return client -> {
      client.setTcpNoDelay(true);
      while (true) {
        client.getOutputStream().write('x');
        LockSupport.parkNanos(pause.toNanos());
      }
    };
  }

  /** As much as the client takes. */
  static void endless(Socket client) throws IOException {
    byte[] page = "all work and no play ".repeat(400).getBytes(UTF_8);
    while (true) {
      client.getOutputStream().write(page);
    }
  }

  /** Says so many octets, and resets the connection once the client has had time to read them. */
  static Session resettingAfter(int octets) {
    return client -> {
      client.getOutputStream().write("x".repeat(octets).getBytes(UTF_8));
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      reset(client);
    };
  }

  static void reset(Socket client) throws IOException {
    client.setSoLinger(true, 0);
    client.close();
  }

  /** Reads the first TLS message of the client, and then does something else than TLS wants. */
  static Session afterHello(Session then) {
    return client -> {
      InputStream in = client.getInputStream();
      byte[] header = in.readNBytes(RECORD_HEADER);
      in.readNBytes(((header[3] & 0xff) << 8) | (header[4] & 0xff));
      then.serve(client);
    };
  }

  /** A fatal alert (RFC 8446, section 6) in a record by itself. */
  static Session alert(int description) {
    return afterHello(
        client -> {
          client.getOutputStream().write(new byte[] {21, 3, 3, 0, 2, 2, (byte) description});
          StreamServer.readToEnd(client);
        });
  }
}
