package io.risefall.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckResult;
import io.risefall.check.Reason;
import io.risefall.cli.peers.LoopbackPort;
import io.risefall.cli.peers.PeerCondition;
import io.risefall.config.Network;
import io.risefall.state.AdminState;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found where. */
class SiteTest {

  private static final CheckResult REFUSED =
      CheckResult.fail(Reason.CONNECT_REFUSED, "refused <script>alert('x')</script> & \"more\"");
  private static final String ODD = "a/b c+d%?#\u00e9 'x' <b>";

  @SuppressWarnings("NullAway.Init")
  private WatchedSite site;

  @BeforeEach
  void open() throws Exception {
    site =
        WatchedSite.of(
                Map.of(
                    "kai",
                    CheckResult.pass("well"),
                    "lena",
                    REFUSED,
                    ODD,
                    CheckResult.pass("odd but well")))
            .runAll();
  }

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void theAgentItselfIsHealthy() throws Exception {
    assertEquals(200, site.get("/health").statusCode());
    assertEquals("UP ok: the agent works\n", site.get("/health").body());
  }

  @Test
  void aCheckThatIsUpIsToldBy200AndOneThatIsDownBy503() throws Exception {
    HttpResponse<String> up = site.get("/health/kai");
    assertEquals(200, up.statusCode());
    assertEquals("UP ok: well\n", up.body());
    HttpResponse<String> down = site.get("/health/lena");
    assertEquals(503, down.statusCode());
    assertTrue(down.body().startsWith("DOWN connect-refused: refused"), down.body());
    assertEquals("text/plain; charset=utf-8", down.headers().firstValue("Content-Type").get());
  }

  @Test
  void theAdministratorsWordIsTold() throws Exception {
    site.agent.administer("kai", AdminState.DRAIN, "new kernel");
    HttpResponse<String> drained = site.get("/health/kai");
    assertEquals(503, drained.statusCode());
    assertEquals("DRAIN administrator: new kernel\n", drained.body());
  }

  @Test
  void healthIsJsonForThoseWhoAskForIt() throws Exception {
    HttpResponse<String> up = site.get("/health/kai", "Accept", "application/json");
    assertEquals("application/json", up.headers().firstValue("Content-Type").get());
    assertTrue(up.body().startsWith("{\"name\":\"kai\",\"status\":\"UP\",\"up\":true"), up.body());
    assertEquals(503, site.get("/health/lena", "Accept", "application/json").statusCode());
  }

  @Test
  void checksAreListedAsJsonAndOneHasItsPast() throws Exception {
    String all = site.get("/checks").body();
    assertTrue(all.startsWith("[{\"name\":") && all.contains("\"name\":\"lena\""), all);
    String one = site.get("/checks/lena").body();
    assertTrue(one.contains("\"results\":[{") && one.contains("\"transitions\":[{"), one);
  }

  @Test
  void aNameIsFoundHoweverOddItIs() throws Exception {
    String path = Path.segment(ODD);
    assertEquals("UP ok: odd but well\n", site.get("/health/" + path).body());
    assertEquals(200, site.get("/checks/" + path).statusCode());
    assertTrue(site.get("/").body().contains("href=\"/checks/" + path + "\""));
  }

  @Test
  void whatWentWrongIsAmongTheMetrics() throws Exception {
    String metrics = site.get("/metrics").body();
    assertTrue(metrics.contains("risefall_failures_total{of=\"state-file\"} 3.0\n"), metrics);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/health/nobody", "/checks/nobody", "/health/", "/nothing", "/page.jss", "//x/y"})
  void whatIsNotThereIs404(String path) throws Exception {
    assertEquals(404, site.get(path).statusCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/health", "/health/kai", "/checks", "/metrics", "/page.js"})
  void headIsAnsweredAsGetIsWithoutItsBody(String path) throws Exception {
    HttpResponse<String> head = site.send("HEAD", path);
    HttpResponse<String> get = site.get(path);
    assertEquals(200, head.statusCode());
    assertEquals("", head.body());
    assertEquals(
        get.headers().firstValue("Content-Type"), head.headers().firstValue("Content-Type"));
    assertEquals(503, site.send("HEAD", "/health/lena").statusCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "BREW"})
  void otherMethodsAreRefused(String method) throws Exception {
    HttpResponse<String> refused = site.send(method, "/health");
    assertEquals(405, refused.statusCode());
    assertEquals("GET, HEAD", refused.headers().firstValue("Allow").get());
  }

  @Test
  void thePageShowsEveryCheckAndNothingFromOutsideIsMarkup() throws Exception {
    HttpResponse<String> page = site.get("/");
    String html = page.body();
    assertEquals("text/html; charset=utf-8", page.headers().firstValue("Content-Type").get());
    assertTrue(html.contains("data-name=\"kai\"") && html.contains("data-name=\"lena\""));
    assertTrue(html.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;more"));
    assertFalse(html.contains("<script>"), "no script but that of the file");
    assertFalse(html.contains("<b>\""));
    assertTrue(html.contains("<svg class=s"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/checks", "/health/lena", "/page.js", "/page.css", "/icon.svg"})
  void browsersAreToldToTakeNothingFromElsewhere(String path) throws Exception {
    var headers = site.get(path).headers();
    String policy = headers.firstValue("Content-Security-Policy").get();
    assertTrue(policy.startsWith("default-src 'none'; script-src 'self';"), policy);
    assertFalse(policy.contains("unsafe"));
    assertEquals("nosniff", headers.firstValue("X-Content-Type-Options").get());
    assertEquals("no-store", headers.firstValue("Cache-Control").get());
  }

  @Test
  void withoutJavaScriptTheFormFilters() throws Exception {
    String html = site.get("/?status=down&q=LEN").body();
    assertTrue(html.contains("data-name=\"lena\"><summary>"));
    assertTrue(html.contains("data-name=\"kai\" hidden><summary>"));
    assertTrue(html.contains("value=\"down\" checked"));
    assertTrue(site.get("/?q=%3Cscript%3E").body().contains("value=\"&lt;script&gt;\""));
    assertEquals(200, site.get("/?q=%25zz&status=&&&&&&&&&&&").statusCode());
  }

  @Test
  void theScriptSurvivedTheBuild() throws Exception {
    assertTrue(site.get("/page.js").body().contains("new EventSource('/events?since=' + seen)"));
    assertTrue(site.get("/page.css").body().contains("@media (max-width: 640px)"));
  }

  @Test
  void aLongAnswerIsCompressedForThoseWhoTakeIt() throws Exception {
    var plain = site.get("/checks");
    var gzip = site.get("/checks", "Accept-Encoding", "deflate, gzip;q=0.8");
    assertEquals("gzip", gzip.headers().firstValue("Content-Encoding").get());
    assertTrue(plain.headers().firstValue("Content-Encoding").isEmpty());
    assertTrue(
        site.get("/checks", "Accept-Encoding", "gzip;q=0, br")
            .headers()
            .firstValue("Content-Encoding")
            .isEmpty());
  }

  @Test
  void othersThanTheAllowedGet403() throws Exception {
    Map<String, CheckResult> kai = Map.of("kai", CheckResult.pass("well"));
    List<Network> elsewhere = List.of(Network.parse("192.0.2.0/24"), Network.parse("::1"));
    try (WatchedSite closed = WatchedSite.of("127.0.0.1", elsewhere, kai)) {
      for (String path : List.of("/", "/health", "/metrics", "/events", "/nothing")) {
        assertEquals(403, closed.get(path).statusCode(), path);
      }
    }
    List<Network> here = List.of(Network.parse("127.0.0.0/8"));
    try (WatchedSite opened = WatchedSite.of("127.0.0.1", here, kai)) {
      assertEquals(200, opened.get("/health").statusCode());
    }
  }

  @Test
  void ipv6IsServedToo() throws Exception {
    PeerCondition.assume(LoopbackPort.missingIpv6());
    List<Network> here = List.of(Network.parse("::1"));
    try (WatchedSite six = WatchedSite.of("::1", here, Map.of("kai", CheckResult.pass("well")))) {
      assertEquals(200, six.get("/health").statusCode());
    }
  }

  @Test
  void aThousandChecksAreListedQuickly() throws Exception {
    Map<String, CheckResult> many = new TreeMap<>();
    for (int i = 0; i < 1000; i++) {
      many.put("check-" + i, CheckResult.pass("well"));
    }
    try (WatchedSite large = WatchedSite.of(many)) {
      for (String path : List.of("/checks", "/", "/metrics")) {
        large.get(path);
        long before = System.nanoTime();
        assertTrue(large.get(path).body().contains("check-999"), path);
        long took = System.nanoTime() - before;
        assertTrue(took < Duration.ofSeconds(2).toNanos(), path + ": " + Duration.ofNanos(took));
      }
    }
  }
}
