package io.risefall.web;

import java.io.IOException;

/** HTML that is written piece by piece; what came from outside goes through {@link #text}. */
final class Html {

  private final Appendable out;

  Html(Appendable out) {
    this.out = out;
  }

  /** Our own words, tags and all. */
  Html raw(String html) throws IOException {
    out.append(html);
    return this;
  }

  /** Anybody's words, between tags or within a quoted attribute; on one line. */
  Html text(String text) throws IOException {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(Character.isISOControl(c) ? ' ' : c);
      }
    }
    return this;
  }
}
