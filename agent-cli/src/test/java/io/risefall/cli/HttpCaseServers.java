package io.risefall.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.risefall.cli.peers.LoopbackPort;
import io.risefall.net.testkit.StreamServer;
import io.risefall.net.testkit.TestCertificate;
import io.risefall.net.testkit.TlsServer;
import io.risefall.option.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The servers of {@link HttpCases}, which answer by the path that they are asked for. */
final class HttpCaseServers implements AutoCloseable {

  private final Map<String, Integer> ports = new LinkedHashMap<>();
  private final List<StreamServer> servers = new ArrayList<>();
  private final Path directory;

  HttpCaseServers(Path directory) throws Exception {
    this.directory = directory;
    plain();
    secure();
  }

  private void plain() throws IOException {
    add("HTTP", StreamServer.start(HttpCaseServers::answer));
    add("SILENT", StreamServer.start(StreamServer::readToEnd));
    add("CLOSING", StreamServer.start(client -> client.getInputStream().read(new byte[4096])));
    add("REFUSING", StreamServer.refusing());
    if (LoopbackPort.missingIpv6().isEmpty()) {
      add("IPV6", StreamServer.start(Endpoint.parse("::1", 0).address(), HttpCaseServers::answer));
    }
  }

  private void secure() throws Exception {
    Instant now = Instant.now();
    TestCertificate ca = TestCertificate.named("Test CA").authority().selfSigned();
    ca.writeTo(directory.resolve("ca.pem"));
    TestCertificate client = TestCertificate.named("probe").issuedBy(ca);
    client.writeTo(directory.resolve("client.pem"));
    client.writeKeyTo(directory.resolve("client.key"));
    add("GOOD", TlsServer.start(named().issuedBy(ca), HttpCaseServers::answer));
    TestCertificate.Maker old = named().from(now.minus(Duration.ofDays(9)));
    add(
        "EXPIRED",
        TlsServer.start(
            old.until(now.minus(Duration.ofDays(2))).issuedBy(ca), HttpCaseServers::answer));
    add(
        "EARLY",
        TlsServer.start(
            named().from(now.plus(Duration.ofDays(2))).issuedBy(ca), HttpCaseServers::answer));
    add("SELFSIGNED", TlsServer.start(named().selfSigned(), HttpCaseServers::answer));
    add(
        "OTHERNAME",
        TlsServer.start(
            TestCertificate.named("mail").dns("mail.example.test").issuedBy(ca),
            HttpCaseServers::answer));
    TlsServer older = TlsServer.start(named().issuedBy(ca), HttpCaseServers::answer);
    older.speak("TLSv1.2");
    add("OLDER", older);
  }

  private static TestCertificate.Maker named() throws IOException {
    return TestCertificate.named("www").dns("www.example.test").ip("127.0.0.1");
  }

  private void add(String name, StreamServer server) {
    ports.put(name, server.port());
    servers.add(server);
  }

  private void add(String name, TlsServer server) {
    add(name, server.stream());
  }

  /** The line with ports and paths in it. */
  String fill(String line) {
    String filled = line.replace("DIR", directory.toString());
    for (Map.Entry<String, Integer> port : ports.entrySet()) {
      filled = filled.replaceAll("\\b" + port.getKey() + "\\b", port.getValue().toString());
    }
    return filled;
  }

  private static void answer(Socket client) throws IOException, InterruptedException {
    String request = request(client);
    String path = request.split(" ", 3)[1];
    String lower = request.toLowerCase(Locale.ROOT);
    if (path.equals("/late")) {
      pause(400);
    }
    if (path.equals("/drip")) {
      for (byte octet : ok("hello").getBytes(ISO_8859_1)) {
        pause(150);
        client.getOutputStream().write(octet);
      }
      return;
    }
    send(client, answer(path, request, lower));
    if (path.equals("/keep")) {
      pause(5000);
    }
  }

  private static String answer(String path, String request, String lower) {
    if (path.startsWith("/status/")) {
      String code = path.substring("/status/".length());
      return "HTTP/1.1 " + code + " Thing\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    }
    if (path.startsWith("/to/")) {
      return "HTTP/1.1 302 Found\r\nLocation: "
          + path.substring("/to/".length())
          + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    }
    return switch (path) {
      case "/loop" -> "HTTP/1.1 302 Found\r\nLocation: /loop2\r\nContent-Length: 0\r\n\r\n";
      case "/loop2" -> "HTTP/1.1 302 Found\r\nLocation: /loop\r\nContent-Length: 0\r\n\r\n";
      case "/method" -> ok(request.split(" ", 2)[0]);
      case "/echo" -> ok(request);
      case "/agent" -> iff(lower.contains("user-agent: probe/1"));
      case "/token" -> iff(lower.contains("x-token: secret"));
      case "/vhost" -> iff(lower.contains("host: www.example.test"));
      case "/private" ->
          request.contains("Authorization: Basic cHJvYmU6czNjcmV0")
              ? ok("hush")
              : "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n";
      case "/short" -> "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello";
      case "/long" -> "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello, and more of it";
      case "/chunks" -> chunked("5\r\nhello\r\n0\r\n\r\n");
      case "/nochunk" -> chunked("5\r\nhello\r\n");
      case "/badchunk" -> chunked("hello\r\n0\r\n\r\n");
      case "/malformed" -> "HTTPS/1.1 OK\r\n\r\nhello";
      case "/09" -> "<html>hello</html>";
      case "/10" -> "HTTP/1.0 200 OK\r\n\r\nhello";
      case "/2" -> "HTTP/2.0 200 OK\r\n\r\nhello";
      case "/head" -> "HTTP/1.1 200 OK\r\nContent-Type: text/pl";
      case "/smtp" -> "220 mail.example.test ESMTP\r\n";
      case "/interim" -> "HTTP/1.1 103 Hints\r\n\r\n" + ok("hello");
      case "/noheader" -> "HTTP/1.1 200 OK\r\nwhat is this\r\n\r\nhello";
      case "/lines" -> ok("one\ntwo\nthree\n");
      default -> ok("hello, world");
    };
  }

  private static String iff(boolean good) {
    return good ? ok("hello") : "HTTP/1.1 500 Bad\r\nContent-Length: 0\r\n\r\n";
  }

  private static String ok(String body) {
    return "HTTP/1.1 200 OK\r\nX-State: good\r\nConnection: close\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  private static String chunked(String chunks) {
    return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks;
  }

  private static void send(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(ISO_8859_1));
    client.getOutputStream().flush();
  }

  private static void pause(long millis) throws InterruptedException {
    if (new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("nobody opens this latch");
    }
  }

  /** Head and body, as far as Content-Length tells. */
  private static String request(Socket client) throws IOException {
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

  @Override
  public void close() throws IOException {
    for (StreamServer server : servers) {
      server.close();
    }
  }
}
