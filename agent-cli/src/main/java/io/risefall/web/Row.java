package io.risefall.web;

import io.risefall.agent.CheckSnapshot;
import io.risefall.agent.Transition;
import io.risefall.history.Past;
import io.risefall.history.Why;
import io.risefall.state.Status;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** A check or group on the page, on one line of HTML. */
final class Row {

  /** Shown of each; all of them are in the check's JSON. */
  private static final int TRANSITIONS = 10;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Row() {}

  /** {@code up}, {@code down}, or {@code other} for what is neither. */
  static String tone(Status status) {
    return switch (status) {
      case UP -> "up";
      case DOWN -> "down";
      case UNKNOWN, DRAIN, MAINT -> "other";
    };
  }

  static void write(Html html, CheckSnapshot check, Past past, boolean shown) throws IOException {
    Why why = Why.of(check);
    Instant now = Instant.now();
    html.raw("<details class=\"c " + tone(check.status()) + "\" data-name=\"").text(check.name());
    html.raw(shown ? "\"><summary>" : "\" hidden><summary>");
    html.raw("<b class=t>" + check.status() + "</b> <span class=n>").text(check.name());
    html.raw("</span> <span class=w><code>").text(why.reason()).raw("</code> ");
    html.text(why.message()).raw("</span> ");
    Sparkline.write(html, past.results(), latency(past));
    html.raw(" <span class=a>");
    time(html, check.statusSince(), now);
    html.raw("</span></summary><div class=m>");
    facts(html, check, past);
    transitions(html, past.transitions(), now);
    html.raw("</div></details>");
  }

  private static String latency(Past past) {
    if (past.median().isEmpty()) {
      return "no run has got an answer";
    }
    return "median "
        + Sparkline.duration(past.median().getAsLong())
        + ", p99 "
        + Sparkline.duration(past.p99().orElse(0))
        + ", max "
        + Sparkline.duration(past.max().orElse(0));
  }

  private static void facts(Html html, CheckSnapshot check, Past past) throws IOException {
    html.raw("<p>Health ").text(check.health().name());
    html.raw(", administrator says ").text(check.admin().name());
    if (check.passes() > 0) {
      html.raw(", " + check.passes() + " passed in a row");
    }
    if (check.failures() > 0) {
      html.raw(", " + check.failures() + " failed in a row");
    }
    html.raw(check.stale() ? ", stale" : "").raw(check.damped() ? ", damped" : "");
    if (!past.results().isEmpty()) {
      html.raw("; latency: ").text(latency(past));
    }
    html.raw(". <a href=\"/checks/").raw(Path.segment(check.name())).raw("\">JSON</a></p>");
  }

  private static void transitions(Html html, List<Transition> all, Instant now) throws IOException {
    if (all.isEmpty()) {
      html.raw("<p>No transition since the agent began.</p>");
      return;
    }
    html.raw("<table><thead><tr><th>When<th>From<th>To<th>Why</thead><tbody>");
    int oldest = Math.max(0, all.size() - TRANSITIONS);
    for (Transition change : all.subList(oldest, all.size()).reversed()) {
      html.raw("<tr><td>");
      time(html, change.time(), now);
      html.raw("<td class=" + tone(change.from()) + ">" + change.from());
      html.raw("<td class=" + tone(change.to()) + ">" + change.to());
      html.raw("<td><code>").text(change.reason().code()).raw("</code> ").text(change.message());
    }
    html.raw("</tbody></table>");
  }

  private static void time(Html html, Instant at, Instant now) throws IOException {
    html.raw("<time datetime=\"" + at.truncatedTo(ChronoUnit.MILLIS) + "\" title=\"");
    html.raw(TIME.format(at) + "\">" + age(Duration.between(at, now)) + "</time>");
  }

  /** {@code 5 s}, {@code 3 min}, {@code 7 h}, {@code 12 d}: the page's script says the same. */
  static String age(Duration age) {
    long seconds = Math.max(0, age.toSeconds());
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return seconds / 60 + " min";
    }
    return seconds < 172_800 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
  }
}
