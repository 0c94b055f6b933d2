package io.risefall.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckResult;
import io.risefall.check.Reason;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What those are told who follow the page. */
@Timeout(60)
class EventsTest {

  @SuppressWarnings("NullAway.Init")
  private WatchedSite site;

  @BeforeEach
  void open() throws Exception {
    site = WatchedSite.of(Map.of("kai", CheckResult.pass("well"))).runAll();
  }

  @AfterEach
  void close() {
    site.close();
  }

  private static String until(BufferedReader events, String part) throws IOException {
    for (String line = events.readLine(); line != null; line = events.readLine()) {
      if (line.contains(part)) {
        return line;
      }
    }
    throw new AssertionError("the stream ended without " + part);
  }

  private static BufferedReader reader(HttpResponse<InputStream> events) {
    assertEquals(200, events.statusCode());
    assertEquals("text/event-stream", events.headers().firstValue("Content-Type").get());
    return new BufferedReader(new InputStreamReader(events.body(), UTF_8));
  }

  private String sequence() throws Exception {
    Matcher page = Pattern.compile("data-sequence=(\\d+)").matcher(site.get("/").body());
    assertTrue(page.find());
    return page.group(1);
  }

  @Test
  void aChangeIsToldAsTheRowThatThePageHas() throws Exception {
    try (BufferedReader events = reader(site.events("0"))) {
      assertEquals("retry: 3000", events.readLine());
      site.finds("kai", CheckResult.fail(Reason.TIMEOUT, "no answer <img src=x>"));
      String row = until(events, "<details class=\"c down\" data-name=\"kai\">");
      assertTrue(row.startsWith("data: ") && row.contains("no answer &lt;img src=x&gt;"), row);
    }
  }

  @Test
  void whoHasMissedSomethingIsToldSo() throws Exception {
    try (BufferedReader events = reader(site.events("0"))) {
      assertEquals("event: missed", until(events, "event: "));
    }
  }

  @Test
  void whoHasMissedNothingIsToldNothing() throws Exception {
    await().until(() -> sequence().equals(sequence()));
    try (BufferedReader events = reader(site.events(sequence()))) {
      assertEquals("retry: 3000", events.readLine());
      assertEquals(":", events.readLine());
    }
  }

  @Test
  void aCheckThatIsGoneIsTold() throws Exception {
    try (BufferedReader events = reader(site.events("0"))) {
      until(events, "retry");
      site.agent.change(change -> change.remove("kai"));
      until(events, "<i data-name=\"kai\"></i>");
    }
  }

  @Test
  void moreThanSixteenAreRefusedAndAPlaceIsFreeAgainAfterwards() throws Exception {
    List<InputStream> open = new ArrayList<>();
    for (int i = 0; i < Bounds.STREAMS; i++) {
      HttpResponse<InputStream> events = site.events("0");
      assertEquals('r', events.body().read());
      open.add(events.body());
    }
    assertEquals(503, site.get("/events").statusCode());
    assertEquals(200, site.get("/health/kai").statusCode());
    for (InputStream one : open) {
      one.close();
    }
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              // Each event finds out who has gone.
              site.finds("kai", CheckResult.pass("well again"));
              HttpResponse<InputStream> events = site.events("0");
              events.body().close();
              return events.statusCode() == 200;
            });
  }

  @Test
  void closingEndsThoseWhoFollow() throws Exception {
    try (BufferedReader events = reader(site.events("0"))) {
      until(events, "retry");
      long before = System.nanoTime();
      site.publisher.close();
      assertTrue(System.nanoTime() - before < Duration.ofSeconds(2).toNanos());
      assertFalse(ends(events));
    }
  }

  /** Whether there is more. */
  private static boolean ends(BufferedReader events) {
    try {
      String line = events.readLine();
      while (line != null) {
        line = events.readLine();
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }
}
