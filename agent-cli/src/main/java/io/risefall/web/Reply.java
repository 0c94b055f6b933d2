package io.risefall.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * An answer. Immutable.
 *
 * @param body writes it
 * @param length its octets; negative if it is made while it is sent
 * @param endless whether the client decides when it is over
 */
record Reply(int status, Map<String, String> headers, Body body, long length, boolean endless) {

  /** All that a page may load comes from here, and nothing runs that stands in the page itself. */
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
          + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  private static final int BUFFER = 16_384;

  @FunctionalInterface
  interface Body {
    void write(OutputStream out) throws IOException;
  }

  static Reply octets(int status, String type, byte[] octets) {
    return new Reply(
        status, Map.of("Content-Type", type), out -> out.write(octets), octets.length, false);
  }

  static Reply text(int status, String sentence) {
    return octets(status, "text/plain; charset=utf-8", (sentence + "\n").getBytes(UTF_8));
  }

  /** An answer that may be too large to be held in memory. */
  static Reply streamed(String type, Body body) {
    return new Reply(200, Map.of("Content-Type", type), body, -1, false);
  }

  static Reply events(Body body) {
    return new Reply(200, Map.of("Content-Type", "text/event-stream"), body, -1, true);
  }

  Reply with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Reply(status, more, body, length, endless);
  }

  Reply andClose() {
    return with("Connection", "close");
  }

  void send(HttpExchange exchange) throws IOException {
    Headers to = exchange.getResponseHeaders();
    headers.forEach(to::set);
    to.set("Cache-Control", "no-store");
    to.set("Content-Security-Policy", CONTENT_SECURITY_POLICY);
    to.set("X-Content-Type-Options", "nosniff");
    to.set("Referrer-Policy", "no-referrer");
    to.set("Vary", "Accept, Accept-Encoding");
    if (exchange.getRequestMethod().equals("HEAD")) {
      if (length >= 0) {
        to.set("Content-Length", Long.toString(length));
      }
      exchange.sendResponseHeaders(status, -1);
    } else if (length >= 0) {
      exchange.sendResponseHeaders(status, length == 0 ? -1 : length);
      try (OutputStream out = exchange.getResponseBody()) {
        body.write(out);
      }
    } else if (!endless && takesGzip(exchange)) {
      to.set("Content-Encoding", "gzip");
      exchange.sendResponseHeaders(status, 0);
      try (OutputStream out = new Gzip(exchange.getResponseBody())) {
        body.write(out);
      }
    } else {
      exchange.sendResponseHeaders(status, 0);
      try (OutputStream out = new BufferedOutputStream(exchange.getResponseBody(), BUFFER)) {
        body.write(out);
      }
    }
  }

  private static boolean takesGzip(HttpExchange exchange) {
    String takes = exchange.getRequestHeaders().getFirst("Accept-Encoding");
    return takes != null
        && takes
            .toLowerCase(Locale.ROOT)
            .matches("(?:.*[, ])?gzip(?! *; *q=0(?:[.]0*)? *(?:,|$)).*");
  }

  /** Ten thousand rows differ little: the least effort makes a twentieth of them. */
  private static final class Gzip extends GZIPOutputStream {
    Gzip(OutputStream out) throws IOException {
      super(out, BUFFER);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
