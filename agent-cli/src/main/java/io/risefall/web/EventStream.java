package io.risefall.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * One who follows the events: batches of rows, each as it stands when it is sent, so that one who
 * reads slowly costs no more than a set of names.
 */
final class EventStream {

  private static final long PAUSE_MILLIS = 500;
  private static final long HEARTBEAT_SECONDS = 15;
  private static final int MOST_CHANGES = 500;

  /** Rows that are sent for their latency alone. */
  private static final int MOST_RUNS = 100;

  private final Page page;
  private final Watchdog watchdog;
  private final LongSupplier sequence;
  private final Set<String> changed = new LinkedHashSet<>();
  private final Set<String> ran = new LinkedHashSet<>();
  private final Semaphore news = new Semaphore(0);

  EventStream(Page page, Watchdog watchdog, LongSupplier sequence) {
    this.page = page;
    this.watchdog = watchdog;
    this.sequence = sequence;
  }

  synchronized void changed(String name) {
    ran.remove(name);
    changed.add(name);
    news.release();
  }

  synchronized void ran(String name) {
    if (!changed.contains(name)) {
      ran.add(name);
    }
    news.release();
  }

  private synchronized List<String> batch() {
    news.drainPermits();
    List<String> names = new ArrayList<>();
    move(changed, MOST_CHANGES, names);
    move(ran, MOST_RUNS, names);
    if (!changed.isEmpty() || !ran.isEmpty()) {
      news.release();
    }
    return names;
  }

  private static void move(Set<String> from, int most, List<String> to) {
    Iterator<String> names = from.iterator();
    for (int i = 0; i < most && names.hasNext(); i++) {
      to.add(names.next());
      names.remove();
    }
  }

  /** Until the client goes, reads too slowly, or the server closes. */
  void send(OutputStream out, String seen) throws IOException, InterruptedException {
    long now = sequence.getAsLong();
    // A page that is older than this stream has missed something.
    String first = seen.equals(Long.toString(now)) ? ":\n\n" : "event: missed\ndata:\n\n";
    write(out, "retry: 3000\n" + first);
    while (true) {
      if (news.tryAcquire(HEARTBEAT_SECONDS, TimeUnit.SECONDS)) {
        long id = sequence.getAsLong();
        StringBuilder event = new StringBuilder("id: " + id + "\nevent: rows\ndata: ");
        Html html = new Html(event);
        for (String name : batch()) {
          page.row(html, name);
        }
        write(out, event.append("\n\n").toString());
        Thread.sleep(PAUSE_MILLIS);
      } else {
        write(out, ":\n\n");
      }
    }
  }

  private void write(OutputStream out, String text) throws IOException {
    watchdog.bounded(
        () -> {
          out.write(text.getBytes(UTF_8));
          out.flush();
        });
  }
}
