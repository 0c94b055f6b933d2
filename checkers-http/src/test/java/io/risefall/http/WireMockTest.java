package io.risefall.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.head;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static io.risefall.http.Checks.askInTime;
import static io.risefall.http.Checks.assertFails;
import static io.risefall.http.Checks.assertPasses;
import static io.risefall.http.Checks.http;
import static io.risefall.http.Checks.run;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.risefall.check.CheckResult;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests that somebody else's server picks apart, and answers that it garbles. */
class WireMockTest {

  private static WireMockServer server;

  @BeforeAll
  static void start() {
    server =
        new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1").containerThreads(8));
    server.start();
  }

  @AfterAll
  static void stop() {
    server.stop();
  }

  @BeforeEach
  void answerNothingElse() {
    server.resetAll();
    stub(any(anyUrl()).atPriority(9), aResponse().withStatus(404));
  }

  private static void stub(MappingBuilder request, ResponseDefinitionBuilder answer) {
    server.stubFor(request.willReturn(answer));
  }

  private static ResponseDefinitionBuilder ok(String body) {
    return aResponse().withStatus(200).withBody(body);
  }

  private static String url(String path) {
    return "http://127.0.0.1:" + server.port() + path;
  }

  private static CheckResult ask(String path, String... settings) throws Exception {
    return run(http(url(path), settings));
  }

  @Test
  void methodHeadersAndBodyArriveAsTheyWereWritten() throws Exception {
    stub(
        post(urlEqualTo("/api?probe=1"))
            .withHeader("Content-Type", equalTo("application/json"))
            .withHeader("X-Token", equalTo("secret"))
            .withHeader("User-Agent", equalTo("risefall"))
            .withRequestBody(matchingJsonPath("$.name", equalTo("grün"))),
        ok("{\"state\":\"good\"}"));
    String[] settings = {
      "header=Content-Type: application/json", "header=X-Token: secret", "body={\"name\":\"grün\"}"
    };
    assertPasses(ask("/api?probe=1", settings));
    assertFails("http-status", ask("/api?probe=2", settings));
    assertFails("http-status", ask("/api?probe=1", "body={}"));
    stub(head(urlEqualTo("/head")), ok("ignored"));
    assertPasses(ask("/head", "method=HEAD"));
    assertFails("http-status", ask("/head"));
  }

  @Test
  void queriesAndEscapesAreKept() throws Exception {
    stub(
        get(urlPathEqualTo("/a%20b"))
            .withQueryParam("q", equalTo("x y&z"))
            .withQueryParam("r", equalTo("ä")),
        ok(""));
    assertPasses(ask("/a%20b?q=x%20y%26z&r=ä"));
  }

  @Test
  void nameAndPasswordBecomeBasicAuthentication() throws Exception {
    stub(get(urlEqualTo("/")).withBasicAuth("probe", "s3:cret"), ok("welcome"));
    String secret = "http://probe:s3%3Acret@127.0.0.1:" + server.port() + "/";
    assertPasses(run(http(secret, "expect-body=welcome")));
    assertFails("http-status", ask("/"));
  }

  @Test
  void aChainOfRedirectsIsFollowed() throws Exception {
    stub(get(urlEqualTo("/a/1")), aResponse().withStatus(301).withHeader("Location", "2?x=y"));
    stub(get(urlEqualTo("/a/2?x=y")), aResponse().withStatus(308).withHeader("Location", "../b/"));
    stub(get(urlEqualTo("/b/")), aResponse().withStatus(307).withHeader("Location", url("/c")));
    stub(get(urlEqualTo("/c")), ok("arrived").withHeader("X-State", "good"));
    assertPasses(
        ask("/a/1", "follow-redirects=3", "expect-body=arrived", "expect-header=X-State: good"));
    assertFails("http-redirects", ask("/a/1", "follow-redirects=2"));
  }

  @Test
  void anAnswerMayBeLate() throws Exception {
    stub(get(urlEqualTo("/soon")), ok("").withFixedDelay(20));
    stub(get(urlEqualTo("/late")), ok("").withFixedDelay(1000));
    stub(get(urlEqualTo("/slow")), ok("x".repeat(1000)).withChunkedDribbleDelay(10, 1500));
    assertPasses(ask("/soon"));
    assertFails("timeout", askInTime(url("/late")));
    assertFails("timeout", askInTime(url("/slow")));
  }

  @Test
  void anAnswerMayBeGarbled() throws Exception {
    stub(get(urlEqualTo("/empty")), aResponse().withFault(Fault.EMPTY_RESPONSE));
    stub(get(urlEqualTo("/reset")), aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
    stub(get(urlEqualTo("/random")), aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE));
    assertFails("connect-reset", ask("/empty"));
    assertFails("connect-reset", ask("/reset"));
    assertFails("http-malformed", ask("/random"));
  }
}
