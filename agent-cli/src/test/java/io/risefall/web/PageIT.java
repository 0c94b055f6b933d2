package io.risefall.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckResult;
import io.risefall.check.Reason;
import io.risefall.check.Timings;
import io.risefall.cli.peers.Peer;
import io.risefall.cli.peers.RequiresPeer;
import io.risefall.state.AdminState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a real Prometheus and a real browser make of it. */
class PageIT {

  private static final Path SCREENSHOTS = Path.of("target", "screenshots").toAbsolutePath();

  @SuppressWarnings("NullAway.Init")
  private @TempDir Path directory;

  @SuppressWarnings("NullAway.Init")
  private WatchedSite site;

  @BeforeEach
  void open() throws IOException {
    Map<String, CheckResult> checks = new TreeMap<>();
    for (int i = 1; i <= 12; i++) {
      checks.put("web-" + i, timed("200 OK from 10.235.210." + i + ":80", 3 + i));
    }
    checks.put("kai", timed("1 address for resolve.test.example", 1));
    checks.put("lena", timed("1 address for resolve.test.example", 2));
    checks.put("a \"name\" with <script>document.title='broken'</script>", timed("well", 5));
    site = WatchedSite.of(checks).runAll();
    for (int i = 0; i < 18; i++) {
      site.finds("kai", timed("1 address for resolve.test.example, run " + i, 1 + i * 7 % 11));
    }
    site.finds(
        "lena",
        CheckResult.fail(
            Reason.TIMEOUT, "no answer from 10.1.53.3 within 1 s <script>alert(1)</script>"));
    site.finds("lena", timed("1 address again", 2));
    site.finds("lena", CheckResult.fail(new Reason("dns-rcode"), "SERVFAIL from 10.1.53.3"));
    site.finds("web-3", CheckResult.broken(Reason.SOURCE_UNAVAILABLE, "10.9.9.9 is not here"));
    site.agent.administer("web-7", AdminState.DRAIN, "new kernel");
  }

  private static CheckResult timed(String message, int millis) {
    return CheckResult.pass(message)
        .withTimings(Timings.UNMEASURED.withTotal(TimeUnit.MILLISECONDS.toNanos(millis)));
  }

  @AfterEach
  void close() {
    site.close();
  }

  private static String run(Path input, Path output, List<String> command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .redirectInput(input.toFile())
            .redirectOutput(output.toFile())
            .redirectError(output.resolveSibling("errors").toFile())
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new AssertionError(command + " takes too long");
    }
    String errors = Files.readString(output.resolveSibling("errors"));
    assertEquals(0, process.exitValue(), () -> command + ": " + errors);
    return Files.readString(output);
  }

  @Test
  @RequiresPeer(Peer.PROMTOOL)
  void prometheusAcceptsTheMetrics() throws Exception {
    Path scraped = Files.writeString(directory.resolve("in"), site.get("/metrics").body());
    List<String> command = List.of(Peer.PROMTOOL.path(), "check", "metrics");
    assertEquals("", run(scraped, directory.resolve("out"), command));
    assertEquals("", Files.readString(directory.resolve("errors"), UTF_8));
  }

  private String chromium(String path, String... more) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Peer.CHROMIUM.path(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--hide-scrollbars",
                "--timeout=2500",
                "--user-data-dir=" + directory.resolve("profile")));
    command.addAll(List.of(more));
    command.add(site.uri(path).toString());
    return run(Path.of("/dev/null"), directory.resolve("out"), command);
  }

  @Test
  @RequiresPeer(Peer.CHROMIUM)
  void aBrowserShowsEveryCheckAndRunsNoScriptButTheFile() throws Exception {
    String shown = chromium("/", "--dump-dom");
    assertTrue(shown.contains("<title>(1 down) Risefall</title>"), shown);
    assertTrue(shown.contains("<b id=\"count-all\">15</b>"));
    assertTrue(shown.contains("<b id=\"count-down\">1</b>"));
    assertEquals(16, shown.split("<details ", -1).length);
    assertFalse(shown.contains("broken</title>"));
    assertTrue(shown.contains("SERVFAIL from 10.1.53.3"));
  }

  @Test
  @RequiresPeer(Peer.CHROMIUM)
  void theFormsFilterHoldsInABrowser() throws Exception {
    String shown = chromium("/?status=down", "--dump-dom");
    assertEquals(14, shown.split("hidden=\"\"><summary>", -1).length - 1);
  }

  @ParameterizedTest
  @RequiresPeer(Peer.CHROMIUM)
  @CsvSource({
    "wide, 1200, 900, false",
    "wide-dark, 1200, 900, true",
    "phone, 390, 844, false",
    "phone-dark, 390, 844, true"
  })
  void aChangeIsSeenWithoutReloadingAndNothingIsCutOff(
      String name, int width, int height, boolean dark) throws Exception {
    Files.createDirectories(SCREENSHOTS);
    try (Browser browser = new Browser(directory)) {
      browser.looksLike(width, height, dark);
      browser.open(site.uri("/"));
      browser.awaitTrue("document.getElementById('live')?.className === 'on'");
      site.finds("kai", CheckResult.fail(Reason.CONNECT_REFUSED, "refused, seen live"));
      browser.awaitTrue("document.querySelector('.down[data-name=kai]')");
      browser.awaitTrue("document.getElementById('count-down').textContent === '2'");
      browser.awaitTrue("document.querySelector('[data-name=lena]').open = true");
      browser.awaitTrue("document.documentElement.scrollWidth <= " + width);
      browser.screenshot(SCREENSHOTS.resolve(name + ".png"));
      site.agent.change(change -> change.remove("lena"));
      browser.awaitTrue("!document.querySelector('[data-name=lena]')");
      browser.awaitTrue("document.title === '(1 down) Risefall'");
    }
  }
}
