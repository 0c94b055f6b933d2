package io.risefall.tcp;

import static io.risefall.tcp.Checks.assertInterruptible;
import static io.risefall.tcp.Checks.tcp;

import io.risefall.check.Checker;
import io.risefall.net.testkit.Blackhole;
import io.risefall.net.testkit.StreamServer;
import io.risefall.net.testkit.StreamServer.Session;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A check ends promptly when its thread is interrupted, whatever it waits for. */
@Timeout(60)
class InterruptionTest {

  @FunctionalInterface
  private interface Making {
    Checker of(int port);
  }

  /** Interrupted once the session says that the check is there. */
  private static void assertInterruptibleIn(Making making, Session session) throws Exception {
    Semaphore there = new Semaphore(0);
    Session telling =
        client -> {
          there.release();
          session.serve(client);
        };
    try (StreamServer server = StreamServer.start(telling)) {
      assertInterruptible(making.of(server.port()), () -> there.tryAcquire(5, TimeUnit.SECONDS));
    }
  }

  @Test
  void whileItConnects() throws Exception {
    try (Blackhole hole = new Blackhole()) {
      assertInterruptible(tcp(hole.port()), () -> true);
    }
  }

  @Test
  void whileItShakesHands() throws Exception {
    assertInterruptibleIn(port -> tcp(port, "tls=true", "verify=false"), Behaviour::silent);
  }

  @Test
  void whileItSends() throws Exception {
    String flood = "x".repeat(10_000_000);
    assertInterruptibleIn(port -> tcp(port, "send=" + flood), Behaviour::silent);
  }

  @Test
  void whileItWaitsForAnAnswer() throws Exception {
    assertInterruptibleIn(port -> tcp(port, "expect=x"), Behaviour::silent);
  }

  @Test
  void whileItWaitsForMoreOfAnAnswer() throws Exception {
    assertInterruptibleIn(port -> tcp(port, "expect=x"), Behaviour.says("hello"));
  }

  @Test
  void whileItLooksForThePattern() throws Exception {
    Session session = Behaviour.says("a".repeat(60) + "!");
    assertInterruptibleIn(port -> tcp(port, "expect=" + Checks.COSTLY), session);
  }
}
