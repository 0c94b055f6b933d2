package io.risefall.testkit;

import io.risefall.testkit.LoopbackServer.Answer;
import io.risefall.testkit.LoopbackServer.Reply;
import io.risefall.testkit.LoopbackServer.Session;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Makes the servers of one test, healthy and sick, and closes them all. */
final class Servers {

  private static final int LARGEST_DATAGRAM = 65_507;
  private static final int LARGE_STREAM = 8 << 20;

  private final Transport transport;
  private final Session healthySession;
  private final Reply healthyReply;
  private final List<LoopbackServer> made = new ArrayList<>();

  Servers(Transport transport, Session healthySession, Reply healthyReply) {
    this.transport = transport;
    this.healthySession = healthySession;
    this.healthyReply = healthyReply;
  }

  LoopbackServer healthy() throws IOException {
    return make(healthySession, healthyReply);
  }

  LoopbackServer refusing() throws IOException {
    return kept(
        transport == Transport.TCP ? LoopbackServer.refusingTcp() : LoopbackServer.refusingUdp());
  }

  /** Takes everything and says nothing. */
  LoopbackServer silent() throws IOException {
    return make(LoopbackServer::readToEnd, (request, answer) -> {});
  }

  /** Ends its side at once and goes on reading; over UDP an empty datagram. */
  LoopbackServer halfClosing() throws IOException {
    return make(
        client -> {
          client.shutdownOutput();
          LoopbackServer.readToEnd(client);
        },
        (request, answer) -> answer.send(new byte[0]));
  }

  /** Gives the healthy answer one byte at a time, {@code pause} before each. */
  LoopbackServer dripping(Duration pause) throws IOException {
    if (transport == Transport.UDP) {
      return make(LoopbackServer::readToEnd, (request, answer) -> drip(request, answer, pause));
    }
    LoopbackServer behind = healthy();
    return make(client -> relay(client, behind, pause), (request, answer) -> {});
  }

  private void drip(byte[] request, Answer answer, Duration pause)
      throws IOException, InterruptedException {
    List<byte[]> whole = new ArrayList<>();
    healthyReply.to(
        request,
        new Answer() {
          @Override
          public void send(byte[] payload) {
            whole.add(payload);
          }

          @Override
          public void hangUp() {}
        });
    for (byte[] payload : whole) {
      for (byte one : payload) {
        rest(pause);
        answer.send(new byte[] {one});
      }
    }
  }

  private static void relay(Socket client, LoopbackServer behind, Duration pause)
      throws IOException, InterruptedException {
    try (Socket back = new Socket(LoopbackServer.LOOPBACK, behind.address().getPort())) {
      behind.opened(back);
      client.setTcpNoDelay(true);
      behind.start(() -> client.getInputStream().transferTo(back.getOutputStream()));
      InputStream answer = back.getInputStream();
      OutputStream out = client.getOutputStream();
      for (int one = answer.read(); one >= 0; one = answer.read()) {
        rest(pause);
        out.write(one);
      }
    }
  }

  private static void rest(Duration pause) throws InterruptedException {
    // A latch that nobody opens: the server's close interrupts it.
    boolean opened = new CountDownLatch(1).await(pause.toNanos(), TimeUnit.NANOSECONDS);
    if (opened) {
      throw new IllegalStateException("nobody opens this latch");
    }
  }

  /** Says something that no protocol says, and stays. */
  LoopbackServer garbage() throws IOException {
    byte[] noise = new byte[1024];
    new Random(20_261_121).nextBytes(noise);
    return make(
        client -> {
          client.getOutputStream().write(noise);
          LoopbackServer.readToEnd(client);
        },
        (request, answer) -> answer.send(noise));
  }

  /** Says far too much, without an end of line anywhere, and stays. */
  LoopbackServer oversize() throws IOException {
    byte[] chunk = new byte[LARGEST_DATAGRAM];
    Arrays.fill(chunk, (byte) 'a');
    return make(
        client -> {
          for (int sent = 0; sent < LARGE_STREAM; sent += chunk.length) {
            client.getOutputStream().write(chunk);
          }
          LoopbackServer.readToEnd(client);
        },
        (request, answer) -> answer.send(chunk));
  }

  /** Resets the connection; over UDP, closes its port at the first datagram. */
  LoopbackServer resetting() throws IOException {
    return make(
        client -> client.setSoLinger(true, 0), // the close that follows is a reset then
        (request, answer) -> answer.hangUp());
  }

  private LoopbackServer make(Session session, Reply reply) throws IOException {
    return kept(
        transport == Transport.TCP ? LoopbackServer.tcp(session) : LoopbackServer.udp(reply));
  }

  private LoopbackServer kept(LoopbackServer server) {
    made.add(server);
    return server;
  }

  /** What the behaviour of any of the servers threw, other than that its client went away. */
  @Nullable Throwable defect() {
    for (LoopbackServer server : made) {
      Throwable defect = server.defect();
      if (defect != null) {
        return defect;
      }
    }
    return null;
  }

  void close() throws IOException, InterruptedException {
    for (LoopbackServer server : made) {
      server.close();
    }
    made.clear();
  }
}
