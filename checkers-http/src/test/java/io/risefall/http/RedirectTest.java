package io.risefall.http;

import static io.risefall.http.Checks.assertFails;
import static io.risefall.http.Checks.assertPasses;
import static io.risefall.http.Checks.assertSays;
import static io.risefall.http.Checks.http;
import static io.risefall.http.Checks.run;
import static io.risefall.http.ToyWeb.ok;
import static io.risefall.http.ToyWeb.redirect;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckResult;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Redirects: followed as far as is allowed, and what the next server is told. */
class RedirectTest {

  /** Sends /3 to /2, /2 to /1, /1 to /0. */
  private static ToyWeb countdown() throws Exception {
    return ToyWeb.answering(
        request -> {
          int left = request.charAt("GET /".length()) - '0';
          return left == 0 ? ok("there") : redirect(302, "/" + (left - 1));
        });
  }

  @Test
  void aRedirectIsAnAnswerLikeAnyOther() throws Exception {
    try (ToyWeb web = countdown()) {
      assertSays("PASS ok: 302 X, 0 bytes from 127.0.0.1:PORT", run(http(web.url("/1"))));
      assertFails("http-status", run(http(web.url("/1"), "expect-status=200")));
      assertEquals(2, web.requests().size());
    }
  }

  @Test
  void asManyAreFollowedAsAreAllowed() throws Exception {
    try (ToyWeb web = countdown()) {
      CheckResult result = run(http(web.url("/3"), "follow-redirects=3", "expect-body=there"));
      assertSays("PASS ok: 200 OK, 5 bytes from 127.0.0.1:PORT", result);
      assertEquals(
          web.url("/2") + ", " + web.url("/1") + ", " + web.url("/0"),
          result.facts().get("redirects"));
      assertSays(
          "FAIL http-redirects: more than 2 redirects from 127.0.0.1:PORT",
          run(http(web.url("/3"), "follow-redirects=2")));
    }
  }

  @Test
  void oneThatLeadsNowhereFails() throws Exception {
    Map<String, String> why =
        Map.of(
            "ftp://127.0.0.1/", "neither http:// nor https://",
            "http://", "no host",
            "http:///x", "no host",
            "http:/x", "no host",
            "http://?x", "no host",
            "http://a..b/", "not a host name",
            "http://user:secret@127.0.0.1/", "a user's name",
            "/a\tb", "a control character",
            "", "an empty Location");
    for (Map.Entry<String, String> nowhere : why.entrySet()) {
      try (ToyWeb web = ToyWeb.saying(redirect(301, nowhere.getKey()))) {
        CheckResult result = web.ask("follow-redirects=5");
        assertFails("http-redirects", result);
        String said = " leads nowhere, " + nowhere.getValue() + ": ";
        assertTrue(result.message().contains(said), result::toString);
      }
    }
  }

  @Test
  void oneWithoutALocationIsAnAnswer() throws Exception {
    try (ToyWeb web = ToyWeb.saying("HTTP/1.1 302 X\r\nContent-Length: 0\r\n\r\n");
        ToyWeb choices = ToyWeb.saying(redirect(300, "/x"));
        ToyWeb same = ToyWeb.saying(redirect(304, "/x"))) {
      assertPasses(web.ask("follow-redirects=5"));
      assertPasses(choices.ask("follow-redirects=5"));
      assertPasses(same.ask("follow-redirects=5"));
    }
  }

  @Test
  void theDeadlineIsOneForAll() throws Exception {
    try (ToyWeb web =
        ToyWeb.answering(
            request -> {
              try {
                ToyWeb.pause(60);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return redirect(302, "/");
            })) {
      assertFails("timeout", Checks.askInTime(web.url("/"), "follow-redirects=20"));
    }
  }

  @Test
  void anotherServerIsToldNoSecrets() throws Exception {
    try (ToyWeb other = ToyWeb.saying(ok("there"));
        ToyWeb web = ToyWeb.saying(redirect(302, other.url("/x")))) {
      String url = "http://user:secret@127.0.0.1:" + web.port() + "/";
      assertPasses(
          run(
              http(
                  url,
                  "follow-redirects=1",
                  "header=Cookie: secret",
                  "header=X-Token: secret",
                  "header=Host: www.example.org",
                  "header=Accept: text/html")));
      assertTrue(web.lastRequest().contains("Authorization: Basic dXNlcjpzZWNyZXQ="));
      assertTrue(web.lastRequest().contains("Host: www.example.org\r\n"));
      assertFalse(other.lastRequest().contains("secret"));
      assertFalse(other.lastRequest().contains("Authorization"));
      assertTrue(other.lastRequest().contains("Host: 127.0.0.1:" + other.port() + "\r\n"));
      assertTrue(other.lastRequest().contains("Accept: text/html\r\n"));
    }
  }

  @Test
  void theSameServerIsToldAllOfThem() throws Exception {
    try (ToyWeb web =
        ToyWeb.answering(r -> r.startsWith("GET /x ") ? ok("there") : redirect(302, "/x"))) {
      String url = "http://user:secret@127.0.0.1:" + web.port() + "/";
      assertPasses(run(http(url, "follow-redirects=1", "header=X-Token: secret")));
      assertTrue(web.lastRequest().contains("Authorization: Basic dXNlcjpzZWNyZXQ="));
      assertTrue(web.lastRequest().contains("X-Token: secret"));
    }
  }

  @Test
  void aFormIsPostedOnce() throws Exception {
    try (ToyWeb web =
        ToyWeb.answering(r -> r.contains(" /x ") ? ok("there") : redirect(302, "/x"))) {
      assertPasses(web.ask("follow-redirects=1", "body=a=b"));
      assertTrue(web.requests().get(0).startsWith("POST / "));
      assertTrue(web.lastRequest().startsWith("GET /x "));
      assertFalse(web.lastRequest().contains("Content-"));
    }
  }

  @Test
  void theAddressToConnectToIsForTheUrlsServer() throws Exception {
    try (ToyWeb web =
        ToyWeb.answering(r -> r.startsWith("GET /x ") ? ok("there") : redirect(302, "/x"))) {
      String connect = "connect=127.0.0.1:" + web.port();
      CheckResult result =
          run(http("http://www.example.test/", connect, "follow-redirects=1", "expect-body=there"));
      assertSays("PASS ok: 200 OK, 5 bytes from 127.0.0.1:PORT", result);
      assertTrue(web.lastRequest().contains("Host: www.example.test\r\n"));
    }
    try (ToyWeb other = ToyWeb.saying(ok("elsewhere"));
        ToyWeb web = ToyWeb.saying(redirect(302, "http://127.0.0.2:" + other.port() + "/"))) {
      String connect = "connect=127.0.0.1:" + web.port();
      CheckResult result = run(http("http://www.example.test/", connect, "follow-redirects=1"));
      assertFails("connect-refused", result); // on 127.0.0.2, where nobody listens
      assertEquals("127.0.0.2:" + other.port(), result.facts().get("address"));
    }
  }
}
