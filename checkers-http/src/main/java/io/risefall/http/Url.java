package io.risefall.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.risefall.net.Target;
import io.risefall.option.OptionKind;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a request goes: a URL of HTTP or HTTPS (RFC 9110, section 4.2). Immutable.
 *
 * @param uri as written, without its fragment
 * @param https whether it is HTTPS
 * @param target host and port
 */
record Url(URI uri, boolean https, Target target) {

  static final OptionKind<Url> KIND =
      OptionKind.of("URL", "URL", "a URL such as http://10.1.53.2:8080/health", Url::parse);

  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  /**
   * Reads a URL.
   *
   * @throws IllegalArgumentException if it is none, or not of HTTP or HTTPS
   */
  static Url parse(String text) {
    try {
      return of(new URI(text));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e.getReason() + " at " + e.getIndex(), e);
    }
  }

  private static Url of(URI uri) {
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException("neither http:// nor https://");
    }
    String authority = uri.getRawAuthority();
    if (authority == null) {
      throw new IllegalArgumentException("no host");
    }
    boolean https = scheme.equals("https");
    String host = authority.substring(authority.lastIndexOf('@') + 1);
    // RFC 6874: the scope of a link-local address comes after %25.
    Target target = Target.parse(host.replace("%25", "%"), https ? HTTPS_PORT : HTTP_PORT);
    return new Url(uri, https, target);
  }

  /**
   * Where a redirect leads. Characters that do not belong into a URL are taken as curl takes them.
   *
   * @throws IllegalArgumentException if it leads nowhere
   */
  Url resolve(String location) {
    StringBuilder text = new StringBuilder(location.length());
    for (byte octet : location.strip().getBytes(UTF_8)) {
      if (octet <= ' ' || "\"<>\\^`{|}".indexOf(octet) >= 0) {
        text.append(String.format(Locale.ROOT, "%%%02X", octet & 0xff));
      } else {
        text.append((char) octet);
      }
    }
    return of(uri.resolve(URI.create(text.toString())));
  }

  /** Path and query, as a request line has them. */
  String path() {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }

  /** What the {@code Host} field says (RFC 9110, section 7.2): no scope, and no usual port. */
  String hostField() {
    String text = target.text(usualPort());
    if (target.numeric().isPresent() && target.numeric().get().isIpv6()) {
      String bare = text.replaceAll("%[^\\]]*", "");
      return bare.startsWith("[") ? bare : "[" + bare + "]";
    }
    return text;
  }

  int usualPort() {
    return https ? HTTPS_PORT : HTTP_PORT;
  }

  /** Whether a request there may carry what was meant for {@code other}. */
  boolean isSameOrigin(Url other) {
    return https == other.https && target.equals(other.target);
  }

  /** {@code Basic} credentials (RFC 7617), if the URL has some. */
  Optional<String> credentials() {
    String authority = String.valueOf(uri.getRawAuthority());
    int at = authority.lastIndexOf('@');
    if (at < 0) {
      return Optional.empty();
    }
    String user = URLDecoder.decode(authority.substring(0, at).replace("+", "%2B"), UTF_8);
    return Optional.of("Basic " + Base64.getEncoder().encodeToString(user.getBytes(UTF_8)));
  }

  /** The URL without its credentials. */
  @Override
  public String toString() {
    return (https ? "https://" : "http://") + hostField() + path();
  }
}
