package io.risefall.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.risefall.agent.CheckSnapshot;
import io.risefall.agent.HealthAgent;
import io.risefall.history.History;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.List;
import java.util.Optional;

/** The page: complete as it is sent; its script filters, and follows the events. */
final class Page {

  private final HealthAgent agent;
  private final History history;

  Page(HealthAgent agent, History history) {
    this.agent = agent;
    this.history = history;
  }

  /** One row as it stands now, or what says that there is none. */
  void row(Html html, String name) throws IOException {
    Optional<CheckSnapshot> check = agent.snapshot(name);
    if (check.isPresent()) {
      Row.write(html, check.get(), history.of(name), true);
    } else {
      html.raw("<i data-name=\"").text(name).raw("\"></i>");
    }
  }

  void write(OutputStream out, Filter filter, long sequence) throws IOException {
    Writer writer = new BufferedWriter(new OutputStreamWriter(out, UTF_8));
    Html html = new Html(writer);
    List<CheckSnapshot> checks = agent.snapshot();
    html.raw(
        """
        <!DOCTYPE html>
        <html lang=en><head><meta charset=utf-8>
        <meta name=viewport content="width=device-width, initial-scale=1">
        <meta name=color-scheme content="light dark">
        <title>Risefall</title>
        <link rel=icon href=/icon.svg><link rel=stylesheet href=/page.css>
        <script src=/page.js defer></script></head>
        <body data-sequence=\
        """);
    html.raw(sequence + "><header><h1>Risefall</h1><span id=live>as of now</span>");
    form(html, checks, filter);
    html.raw("</header>\n<main id=checks>\n");
    for (CheckSnapshot check : checks) {
      Row.write(html, check, history.of(check.name()), filter.shows(check));
      html.raw("\n");
    }
    html.raw("</main><p id=none hidden>No check matches.</p>");
    html.raw(
        "<footer><a href=/checks>JSON</a> <a href=/metrics>Metrics</a></footer></body></html>\n");
    writer.flush();
  }

  private static void form(Html html, List<CheckSnapshot> checks, Filter filter)
      throws IOException {
    html.raw("<form role=search><fieldset><legend>Status</legend>");
    for (String tone : List.of("", "up", "down", "other")) {
      long count =
          checks.stream().filter(c -> tone.isEmpty() || tone.equals(Row.tone(c.status()))).count();
      String word = tone.isEmpty() ? "all" : tone;
      html.raw(
          "<label class=\"" + word + "\"><input type=radio name=status value=\"" + tone + "\"");
      html.raw(filter.tone().equals(tone) ? " checked" : "").raw("> <b id=count-" + word + ">");
      html.raw(count + "</b> " + word + "</label>");
    }
    html.raw("</fieldset><input type=search name=q placeholder=\"Search by name\"");
    html.raw(" aria-label=\"Search by name\" value=\"").text(filter.part()).raw("\">");
    html.raw("<noscript><button>Show</button></noscript></form>");
  }
}
