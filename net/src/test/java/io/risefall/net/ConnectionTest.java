package io.risefall.net;

import static io.risefall.net.Attempts.assertSays;
import static io.risefall.net.Attempts.fails;
import static io.risefall.net.Attempts.failsInTime;
import static io.risefall.net.Attempts.isInterrupted;
import static io.risefall.net.Attempts.succeeds;
import static io.risefall.net.Attempts.to;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckResult;
import io.risefall.check.Timings;
import io.risefall.net.Attempts.Use;
import io.risefall.net.testkit.Blackhole;
import io.risefall.net.testkit.StreamServer;
import io.risefall.option.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connections to servers that do not behave. */
@Execution(ExecutionMode.CONCURRENT)
class ConnectionTest {

  /** More than the kernels of both sides keep. */
  private static final byte[] MUCH = new byte[16 << 20];

  private static final Use NOTHING = connection -> {};
  private static final Use READ = connection -> connection.socket().getInputStream().read();
  private static final Use READ_TO_END =
      connection -> connection.socket().getInputStream().readAllBytes();
  private static final Use READ_OCTET_BY_OCTET =
      connection -> {
        while (connection.socket().getInputStream().read() >= 0) {
          // there is always one more
        }
      };
  private static final Use WRITE_MUCH =
      connection -> connection.socket().getOutputStream().write(MUCH);
  private static final Use WRITE_BIT_BY_BIT =
      connection -> {
        while (true) {
          connection.socket().getOutputStream().write(new byte[1000]);
        }
      };

  /** Until the client is gone. */
  static void sit(Socket client) throws InterruptedException {
    boolean opened = new CountDownLatch(1).await(1, TimeUnit.MINUTES);
    assertTrue(!opened && client.isBound());
  }

  @Test
  void aServerThatAnswersIsReadFrom() throws Exception {
    try (StreamServer server = StreamServer.start(client -> client.getOutputStream().write('+'))) {
      succeeds(
          to(
              Target.parse("both.test", server.port()),
              Optional.empty(),
              connection -> {
                assertEquals('+', connection.socket().getInputStream().read());
                assertEquals(-1, connection.socket().getInputStream().read());
                assertEquals("127.0.0.1:" + server.port(), connection.address().toString());
                assertEquals(Map.of("address", "127.0.0.1:" + server.port()), connection.facts());
                Timings timings = connection.timings(7);
                assertTrue(timings.resolve() > 0 && timings.connect() > 0, timings::toString);
                assertEquals(7, timings.firstByte());
                assertEquals(Timings.NONE, timings.tls());
              }));
    }
  }

  @Test
  void aRefusedConnectionFails() throws Exception {
    try (Socket bound = new Socket()) {
      bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      String address = "127.0.0.1:" + bound.getLocalPort();
      CheckResult result = fails(to(bound.getLocalPort(), NOTHING));
      assertSays("FAIL connect-refused: " + address + " refused the connection", result);
      assertEquals(Map.of("address", address), result.facts());
      assertEquals(Set.of("connect"), result.timings().phases().keySet());
      assertTrue(result.timings().connect() > 0, result::toString);
      Target named = Target.parse("both.test", bound.getLocalPort());
      Timings timings = fails(to(named, Optional.empty(), NOTHING)).timings();
      assertTrue(timings.resolve() > 0 && timings.connect() > 0, timings::toString);
    }
  }

  @Test
  void aServerThatTakesNoConnectionFailsByTheDeadline() throws Exception {
    try (Blackhole blackhole = new Blackhole()) {
      assertSays(
          "FAIL timeout: no answer from 127.0.0.1:" + blackhole.port(),
          failsInTime(to(blackhole.port(), NOTHING)));
    }
  }

  @Test
  void aSilentServerFailsByTheDeadline() throws Exception {
    try (StreamServer server = StreamServer.start(StreamServer::readToEnd)) {
      CheckResult result = failsInTime(to(server.port(), READ));
      assertSays("FAIL timeout: no answer from 127.0.0.1:" + server.port(), result);
      assertTrue(result.timings().connect() > 0);
    }
  }

  @Test
  void oneByteAtATimeFailsByTheDeadline() throws Exception {
    try (StreamServer server = StreamServer.start(ConnectionTest::drip)) {
      assertSays(
          "FAIL timeout: no answer from 127.0.0.1:" + server.port(),
          failsInTime(to(server.port(), READ_TO_END)));
    }
  }

  @Test
  void oneThatNeverHasToBeWaitedForFailsByTheDeadlineToo() throws Exception {
    Semaphore poured = new Semaphore(0);
    try (StreamServer server = StreamServer.start(client -> pour(client, poured))) {
      Use drink =
          connection -> {
            poured.acquire();
            READ_OCTET_BY_OCTET.of(connection);
          };
      assertSays(
          "FAIL timeout: no answer from 127.0.0.1:" + server.port(),
          failsInTime(to(server.port(), drink)));
    }
  }

  @Test
  void whoIsInterruptedHearsOfItAlsoWhereThereIsSomethingToRead() throws Exception {
    Semaphore poured = new Semaphore(0);
    try (StreamServer server = StreamServer.start(client -> pour(client, poured))) {
      Use drink =
          connection -> {
            poured.acquire();
            Thread.currentThread().interrupt();
            READ.of(connection);
          };
      Attempts.Attempt attempt = to(server.port(), drink);
      assertThrows(
          InterruptedException.class, () -> attempt.make(Attempts.within(Duration.ofSeconds(20))));
    }
  }

  private static void pour(Socket client, Semaphore poured) throws java.io.IOException {
    client.getOutputStream().write('+');
    poured.release();
    while (true) {
      client.getOutputStream().write(MUCH);
    }
  }

  static void drip(Socket client) throws java.io.IOException, InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    while (!never.await(40, TimeUnit.MILLISECONDS)) {
      client.getOutputStream().write('.');
    }
  }

  @Test
  void aResetFails() throws Exception {
    try (StreamServer server =
        StreamServer.start(
            client -> {
              client.getInputStream().read();
              client.setSoLinger(true, 0);
            })) {
      Use talk =
          connection -> {
            connection.socket().getOutputStream().write('?');
            READ.of(connection);
          };
      assertSays(
          "FAIL connect-reset: 127.0.0.1:" + server.port() + " reset the connection",
          fails(to(server.port(), talk)));
    }
  }

  @Test
  void aServerThatDoesNotReadFailsByTheDeadline() throws Exception {
    try (StreamServer server = StreamServer.start(ConnectionTest::sit)) {
      for (Use write : new Use[] {WRITE_MUCH, WRITE_BIT_BY_BIT}) {
        assertSays(
            "FAIL timeout: no answer from 127.0.0.1:" + server.port(),
            failsInTime(to(server.port(), write)));
      }
    }
  }

  @Test
  void interruptionEndsItPromptlyWhateverItWaitsFor() throws Exception {
    try (Blackhole blackhole = new Blackhole();
        StreamServer server = StreamServer.start(ConnectionTest::sit)) {
      isInterrupted(to(blackhole.port(), NOTHING));
      isInterrupted(to(server.port(), READ));
      isInterrupted(to(server.port(), WRITE_MUCH));
      isInterrupted(to(server.port(), WRITE_BIT_BY_BIT));
    }
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, 127.0.0.77", "::1, ::1", "both.test, ::1", "ipv6-first.test, 127.0.0.9"})
  void aConnectionComesFromItsSource(String host, String source) throws Exception {
    Endpoint from = Endpoint.parse(source, 0);
    InetAddress on = Endpoint.parse(from.isIpv6() ? "::1" : "127.0.0.1", 0).address();
    try (StreamServer server =
        StreamServer.start(on, client -> client.getOutputStream().write('+'))) {
      succeeds(to(Target.parse(host, server.port()), Optional.of(from), READ));
      InetSocketAddress client = (InetSocketAddress) server.clients().get(0);
      assertEquals(from.address(), client.getAddress());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 192.0.2.77",
    "::1, 2001:db8::77",
    "::1, fe80::1%nosuchif0",
    "both.test, 192.0.2.77"
  })
  void aSourceThatIsNotOnThisHostIsOurFault(String host, String source) throws Exception {
    assertSays(
        "BROKEN source-unavailable: " + source + " is not an address of this host",
        fails(to(Target.parse(host, 9), Optional.of(Endpoint.parse(source, 0)), NOTHING)));
  }

  @Test
  void aTargetBehindAnInterfaceThatDoesNotExistIsOurFault() throws Exception {
    assertSays(
        "BROKEN no-route: no interface 'nosuchif0' with this address family",
        fails(to(Target.parse("fe80::1%nosuchif0", 9), Optional.empty(), NOTHING)));
  }
}
