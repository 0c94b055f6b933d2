package io.risefall.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckResult;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Clients that want too much; the others are served all the while. */
@Timeout(90)
@Execution(ExecutionMode.CONCURRENT)
class HostileClientsTest {

  private static final int MANY = 300;

  @SuppressWarnings("NullAway.Init")
  private WatchedSite site;

  @BeforeEach
  void open() throws Exception {
    Map<String, CheckResult> checks = new TreeMap<>();
    for (int i = 0; i < MANY; i++) {
      checks.put("check-" + i, CheckResult.pass("well " + "x".repeat(500)));
    }
    site = WatchedSite.of(checks);
  }

  @AfterEach
  void close() {
    site.close();
  }

  private void assertServes() throws Exception {
    assertEquals(200, site.get("/health").statusCode());
  }

  /** What is read before the server ends the connection. */
  private static String said(Socket client) throws IOException {
    try {
      return new String(client.getInputStream().readAllBytes(), ISO_8859_1);
    } catch (SocketException e) {
      return "";
    }
  }

  @Test
  void aHeaderThatNeverEndsIsCutOff() throws Exception {
    try (Socket slow = site.socket("GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")) {
      assertServes();
      assertFalse(said(slow).contains("200 OK"));
    }
    assertServes();
  }

  @Test
  void aLargeHeaderIsRefused() throws Exception {
    String header = "GET / HTTP/1.1\r\nHost: x\r\nX-Large: " + "a".repeat(102_400) + "\r\n\r\n";
    assertRefused(header);
  }

  @Test
  void aLongRequestLineIsRefused() throws Exception {
    assertRefused("GET /" + "a".repeat(102_400) + " HTTP/1.1\r\nHost: x\r\n\r\n");
  }

  @Test
  void manyHeadersAreRefused() throws Exception {
    assertRefused("GET / HTTP/1.1\r\nHost: x\r\n" + "A: b\r\n".repeat(1000) + "\r\n");
  }

  private void assertRefused(String request) throws Exception {
    try (Socket client = site.socket("")) {
      try {
        client.getOutputStream().write(request.getBytes(ISO_8859_1));
      } catch (SocketException e) {
        assertServes();
        return;
      }
      assertFalse(said(client).contains("200 OK"));
    }
    assertServes();
  }

  @Test
  void threeHundredConnectionsAreTooManyAndServiceGoesOnAfterThem() throws Exception {
    List<Socket> clients = new ArrayList<>();
    try {
      for (int i = 0; i < MANY; i++) {
        // Not yet complete, so that each is kept waiting.
        clients.add(site.socket("GET /health HTTP/1.1\r\nHost: x\r\n"));
      }
      // They are taken in turn: now each is. Whoever is answered makes room for one more.
      assertFalse(isAnswered(clients.getLast()));
      int answered = 0;
      for (Socket client : clients) {
        answered += isAnswered(client) ? 1 : 0;
      }
      assertTrue(answered <= 256, answered + " were answered");
      assertTrue(answered >= 200, answered + " were answered");
    } finally {
      for (Socket client : clients) {
        client.close();
      }
    }
    await().atMost(Duration.ofSeconds(10)).ignoreExceptions().untilAsserted(this::assertServes);
  }

  private static boolean isAnswered(Socket client) {
    try {
      client.getOutputStream().write("\r\n".getBytes(ISO_8859_1));
      return client.getInputStream().read() == 'H';
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void whoFollowsAndDoesNotReadIsDropped() throws Exception {
    try (Socket deaf = site.socket("GET /events HTTP/1.1\r\nHost: x\r\n\r\n")) {
      assertEquals('H', deaf.getInputStream().read());
      await("the stream is over")
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(50))
          .until(
              () -> {
                for (int i = 0; i < MANY; i++) {
                  site.publisher.onAdded("check-" + i);
                }
                return site.publisher.followers() == 0;
              });
    }
    assertServes();
  }

  @Test
  void whoAsksForAllAndReadsNothingDelaysNobody() throws Exception {
    List<Socket> deaf = new ArrayList<>();
    try {
      for (int i = 0; i < 50; i++) {
        deaf.add(site.socket("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
      }
      long before = System.nanoTime();
      assertServes();
      assertTrue(System.nanoTime() - before < Duration.ofSeconds(5).toNanos());
    } finally {
      for (Socket client : deaf) {
        client.close();
      }
    }
  }
}
