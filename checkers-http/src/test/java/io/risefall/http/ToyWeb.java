package io.risefall.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.risefall.check.CheckResult;
import io.risefall.net.testkit.StreamServer;
import io.risefall.net.testkit.StreamServer.Session;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A web server that answers octet by octet what a test says, and remembers what it was asked. */
final class ToyWeb implements AutoCloseable {

  private final StreamServer server;
  private final List<String> requests = new CopyOnWriteArrayList<>();

  private ToyWeb(Function<String, String> answers) throws IOException {
    server =
        StreamServer.start(
            client -> {
              String request = request(client);
              requests.add(request);
              send(client, answers.apply(request));
            });
  }

  /** Answers every request so, and closes the connection. */
  static ToyWeb saying(String answer) throws IOException {
    return new ToyWeb(request -> answer);
  }

  /** Answers as {@code answers} says, which is given the request with head and body. */
  static ToyWeb answering(Function<String, String> answers) throws IOException {
    return new ToyWeb(answers);
  }

  /** An answer with that body. */
  static String ok(String body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }

  /** An answer that sends the client elsewhere. */
  static String redirect(int status, String location) {
    return "HTTP/1.1 " + status + " X\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n";
  }

  /** Reads a request, answers so, and keeps the connection. */
  static Session thenSilence(String answer) {
    return client -> {
      request(client);
      send(client, answer);
      StreamServer.readToEnd(client);
    };
  }

  /** Takes what comes for a bad request, as a server of HTTP takes TLS. */
  static Session badRequest() {
    return client -> {
      send(client, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
      StreamServer.readToEnd(client);
    };
  }

  /** Reads a request, then says the one and again and again the other. */
  static Session endless(String once, String again) {
    byte[] more = again.getBytes(ISO_8859_1);
    return client -> {
      request(client);
      send(client, once);
      while (true) {
        client.getOutputStream().write(more);
      }
    };
  }

  /** Reads a request, then answers one octet at a time. */
  static Session drip(String answer, long pauseMillis) {
    return client -> {
      request(client);
      for (byte octet : answer.getBytes(ISO_8859_1)) {
        pause(pauseMillis);
        client.getOutputStream().write(octet);
      }
      StreamServer.readToEnd(client);
    };
  }

  /** Waits; the end of the server ends that. */
  static void pause(long millis) throws InterruptedException {
    if (new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("nobody opens this latch");
    }
  }

  static void send(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(ISO_8859_1));
    client.getOutputStream().flush();
  }

  /** Head and body, as far as Content-Length tells. */
  static String request(Socket client) throws IOException {
    StringBuilder text = new StringBuilder();
    InputStream in = client.getInputStream();
    while (text.indexOf("\r\n\r\n") < 0) {
      int octet = in.read();
      if (octet < 0) {
        throw new IOException("no request");
      }
      text.append((char) octet);
    }
    String lower = text.toString().toLowerCase(Locale.ROOT);
    int field = lower.indexOf("\r\ncontent-length: ");
    if (field >= 0) {
      int from = field + "\r\ncontent-length: ".length();
      int length = Integer.parseInt(lower.substring(from, lower.indexOf('\r', from)));
      text.append(new String(in.readNBytes(length), ISO_8859_1));
    }
    return text.toString();
  }

  /** What it was asked, in the order of requests. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  /** What it was asked last. */
  String lastRequest() {
    return requests.get(requests.size() - 1);
  }

  int port() {
    return server.port();
  }

  /** Its URL, with that path. */
  String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  /** Is asked for {@code /}. */
  CheckResult ask(String... settings) throws Exception {
    return Checks.ask(port(), settings);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
