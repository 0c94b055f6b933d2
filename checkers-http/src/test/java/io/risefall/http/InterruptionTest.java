package io.risefall.http;

import static io.risefall.http.ToyWeb.endless;
import static io.risefall.http.ToyWeb.thenSilence;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.risefall.check.CheckRun;
import io.risefall.check.Checker;
import io.risefall.net.testkit.Blackhole;
import io.risefall.net.testkit.StreamServer;
import io.risefall.net.testkit.StreamServer.Session;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An interruption ends a check promptly, whatever it waits for, on threads of both kinds. */
class InterruptionTest {

  private static final Duration TOLERANCE = Duration.ofMillis(100);
  private static final Duration SETTLING = Duration.ofMillis(60);
  private static final int ATTEMPTS = 3;
  private static final String HEAD = "HTTP/1.1 200 OK\r\n";

  record Stage(String name, String scheme, Session session, List<String> settings) {
    Stage(String name, String scheme, Session session, String setting) {
      this(name, scheme, session, List.of(setting));
    }

    Stage(String name, String scheme, Session session) {
      this(name, scheme, session, List.of());
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Stage> stages() {
    String costly = HEAD + "\r\n" + "a".repeat(50_000) + "!";
    return List.of(
        new Stage("the head", "http", StreamServer::readToEnd),
        new Stage("TLS", "https", StreamServer::readToEnd),
        new Stage("the body", "http", thenSilence(HEAD + "Content-Length: 5\r\n\r\nhe")),
        new Stage("much body", "http", endless(HEAD + "\r\n", "a"), "max-body=1GiB"),
        new Stage("a chunk", "http", thenSilence(HEAD + "Transfer-Encoding: chunked\r\n\r\n5\r\n")),
        new Stage("a pattern", "http", thenSilence(costly), "expect-body=^(a+)+\\1[A-Z]$"),
        new Stage(
            "the request", "http", client -> ToyWeb.pause(9000), "body=" + "a".repeat(10_000_000)));
  }

  @ParameterizedTest
  @MethodSource("stages")
  void itEndsWhileWaitingFor(Stage stage) throws Exception {
    try (StreamServer server = StreamServer.start(stage.session)) {
      String url = stage.scheme + "://127.0.0.1:" + server.port() + "/";
      endsPromptly(Checks.http(url, stage.settings.toArray(String[]::new)));
    }
  }

  @Test
  void itEndsWhileConnecting() throws Exception {
    try (Blackhole hole = new Blackhole()) {
      endsPromptly(Checks.http("http://127.0.0.1:" + hole.port() + "/"));
    }
  }

  private static void endsPromptly(Checker checker) throws Exception {
    for (Thread.Builder kind : List.of(Thread.ofPlatform().daemon(), Thread.ofVirtual())) {
      long late = Long.MAX_VALUE;
      for (int i = 0; i < ATTEMPTS && late > TOLERANCE.toNanos(); i++) {
        late = latenessOf(checker, kind);
      }
      long shown = late / 1_000_000;
      assertTrue(late <= TOLERANCE.toNanos(), () -> "went on for " + shown + " ms");
    }
  }

  private static long latenessOf(Checker checker, Thread.Builder kind) throws Exception {
    FutureTask<?> check = new FutureTask<>(() -> CheckRun.run(checker));
    Thread thread = kind.start(check);
    LockSupport.parkNanos(SETTLING.toNanos());
    long start = System.nanoTime();
    thread.interrupt();
    Throwable thrown =
        assertThrows(ExecutionException.class, () -> check.get(20, TimeUnit.SECONDS)).getCause();
    assertInstanceOf(InterruptedException.class, thrown);
    return System.nanoTime() - start;
  }
}
