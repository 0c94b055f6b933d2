package io.risefall.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.risefall.config.Network;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who comes in, and by what method; nobody stays for longer than is allowed. */
final class Door implements HttpHandler {

  private static final Logger LOG = LoggerFactory.getLogger(Door.class);

  private final List<Network> allow;
  private final Site site;
  private final Watchdog watchdog;

  Door(List<Network> allow, Site site, Watchdog watchdog) {
    this.allow = List.copyOf(allow);
    this.site = site;
    this.watchdog = watchdog;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    Reply reply = reply(exchange);
    try {
      if (reply.endless()) {
        reply.send(exchange);
      } else {
        watchdog.bounded(() -> reply.send(exchange));
      }
    } catch (IOException | RejectedExecutionException e) {
      // A client that has gone is no news.
      LOG.debug("http {}: {}", exchange.getRemoteAddress(), e.toString());
    } catch (RuntimeException | Error e) {
      LOG.error("http {} failed", exchange.getRequestURI(), e);
    } finally {
      try {
        exchange.close();
      } catch (IllegalStateException e) {
        LOG.debug("http: {}", e.toString());
      }
    }
  }

  private Reply reply(HttpExchange exchange) {
    if (!isAllowed(exchange.getRemoteAddress().getAddress())) {
      return Reply.text(403, "not allowed from here").andClose();
    }
    String method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      return Reply.text(405, "GET and HEAD only").with("Allow", "GET, HEAD").andClose();
    }
    try {
      return site.reply(exchange);
    } catch (RuntimeException | Error e) {
      LOG.error("http {} failed", exchange.getRequestURI(), e);
      return Reply.text(500, "internal error").andClose();
    }
  }

  private boolean isAllowed(InetAddress client) {
    return allow.isEmpty() || allow.stream().anyMatch(network -> network.contains(client));
  }
}
