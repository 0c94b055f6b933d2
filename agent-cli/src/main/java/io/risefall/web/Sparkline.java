package io.risefall.web;

import io.risefall.history.History;
import io.risefall.history.PastResult;
import java.io.IOException;
import java.util.List;

/** How long the last runs took, a stroke each; runs without an answer are as tall as it gets. */
final class Sparkline {

  private static final int STEP = 4;
  private static final int HEIGHT = 20;
  private static final int WIDTH = STEP * History.RESULTS;

  private Sparkline() {}

  static void write(Html html, List<PastResult> results, String title) throws IOException {
    if (results.isEmpty()) {
      html.raw("<span class=s></span>");
      return;
    }
    long longest =
        results.stream()
            .filter(result -> result.verdict().isPass())
            .mapToLong(result -> result.timings().total())
            .max()
            .orElse(1);
    StringBuilder pass = new StringBuilder();
    StringBuilder fail = new StringBuilder();
    StringBuilder broken = new StringBuilder();
    int x = WIDTH - STEP * results.size() + STEP / 2;
    for (PastResult result : results) {
      boolean good = result.verdict().isPass();
      long tall = good ? height(result.timings().total(), longest) : HEIGHT;
      StringBuilder path = good ? pass : result.verdict().isConclusive() ? fail : broken;
      path.append('M').append(x).append(' ').append(HEIGHT).append("v-").append(tall);
      x += STEP;
    }
    html.raw("<svg class=s role=img viewBox=\"0 0 " + WIDTH + " " + HEIGHT + "\"><title>");
    html.text(title).raw("</title>");
    path(html, "p", pass);
    path(html, "f", fail);
    path(html, "b", broken);
    html.raw("</svg>");
  }

  private static void path(Html html, String kind, StringBuilder path) throws IOException {
    if (!path.isEmpty()) {
      html.raw("<path class=" + kind + " d=\"" + path + "\"/>");
    }
  }

  private static long height(long nanos, long longest) {
    // Three quarters, so that a failure stands out beside the slowest pass.
    return Math.max(2, Math.round(0.75 * HEIGHT * Math.max(0, nanos) / Math.max(1, longest)));
  }

  /** {@code 1.2 ms}. */
  static String duration(long nanos) {
    long tenths = Math.round(nanos / 1e5);
    if (tenths < 100) {
      return tenths / 10 + "." + tenths % 10 + " ms";
    }
    long millis = Math.round(nanos / 1e6);
    if (millis < 1000) {
      return millis + " ms";
    }
    tenths = Math.round(nanos / 1e8);
    return tenths / 10 + "." + tenths % 10 + " s";
  }
}
