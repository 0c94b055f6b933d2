package io.risefall.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;

/** Names in paths. */
final class Path {

  private Path() {}

  /** The name percent-encoded, nothing but letters, digits and {@code %.-*_} in it. */
  static String segment(String name) {
    return URLEncoder.encode(name, UTF_8).replace("+", "%20");
  }
}
