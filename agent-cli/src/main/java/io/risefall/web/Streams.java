package io.risefall.web;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/** Those who follow the events. Safe for use by many threads. */
final class Streams {

  private final Page page;
  private final Watchdog watchdog;
  private final Semaphore free = new Semaphore(Bounds.STREAMS);
  private final Set<EventStream> open = ConcurrentHashMap.newKeySet();

  /** Counts changes; from the clock, so that an agent begun anew does not pass for the same one. */
  private final AtomicLong sequence = new AtomicLong(System.currentTimeMillis());

  Streams(Page page, Watchdog watchdog) {
    this.page = page;
    this.watchdog = watchdog;
  }

  long sequence() {
    return sequence.get();
  }

  int followers() {
    return open.size();
  }

  void changed(String name) {
    sequence.incrementAndGet();
    open.forEach(stream -> stream.changed(name));
  }

  void ran(String name) {
    open.forEach(stream -> stream.ran(name));
  }

  Reply reply(HttpExchange exchange) {
    String last = exchange.getRequestHeaders().getFirst("Last-Event-ID");
    String query = exchange.getRequestURI().getRawQuery();
    String seen = last != null ? last : Objects.requireNonNullElse(query, "").replace("since=", "");
    if (free.availablePermits() == 0) {
      return Reply.text(503, "too many event streams").with("Retry-After", "30").andClose();
    }
    return Reply.events(out -> follow(out, seen)).andClose();
  }

  private void follow(OutputStream out, String seen) throws IOException {
    if (!free.tryAcquire()) {
      return;
    }
    EventStream stream = new EventStream(page, watchdog, sequence::get);
    open.add(stream);
    try {
      stream.send(out, seen);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(stream);
      free.release();
    }
  }
}
