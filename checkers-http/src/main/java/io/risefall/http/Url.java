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
import java.util.regex.Pattern;

/**
 * Where a request goes: a URL of HTTP or HTTPS (RFC 9110, section 4.2). Immutable.
 *
 * @param https whether it is HTTPS
 * @param target host and port
 * @param path path and query, as a request line has them
 * @param user name and password, as the URL has them
 */
record Url(boolean https, Target target, String path, Optional<String> user) {

  static final OptionKind<Url> KIND =
      OptionKind.of("URL", "URL", "a URL such as http://10.1.53.2:8080/health", Url::parse);

  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;
  private static final Pattern WITH_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*");

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
    int at = authority.lastIndexOf('@');
    // RFC 6874: the scope of a link-local address comes after %25.
    String host = authority.substring(at + 1).replace("%25", "%");
    return new Url(
        https,
        Target.parse(withoutEmptyPort(host), https ? HTTPS_PORT : HTTP_PORT),
        path(uri),
        at < 0 ? Optional.empty() : Optional.of(authority.substring(0, at)));
  }

  /** RFC 3986, section 3.2.3: a port may be empty. */
  private static String withoutEmptyPort(String host) {
    boolean bareIpv6 = host.indexOf(':') != host.lastIndexOf(':') && !host.startsWith("[");
    return host.endsWith(":") && !bareIpv6 ? host.substring(0, host.length() - 1) : host;
  }

  private static String path(URI uri) {
    String path = String.valueOf(uri.getRawPath());
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return escaped((path.isEmpty() ? "/" : path) + query);
  }

  /** Characters that do not belong into a URL are taken as curl takes them. */
  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (byte octet : text.getBytes(UTF_8)) {
      if (octet <= ' ' || octet == 127 || "\"<>\\^`{|}".indexOf(octet) >= 0) {
        escaped.append(String.format(Locale.ROOT, "%%%02X", octet & 0xff));
      } else {
        escaped.append((char) octet);
      }
    }
    return escaped.toString();
  }

  /**
   * Where a redirect leads (RFC 3986, section 5.2; {@code java.net.URI} has an older one's idea of
   * it). Name and password stay with their server.
   *
   * @throws IllegalArgumentException if it leads nowhere
   */
  Url resolve(String location) {
    String text = escaped(location.strip());
    int fragment = text.indexOf('#');
    String reference = fragment < 0 ? text : text.substring(0, fragment);
    Url next = WITH_SCHEME.matcher(reference).matches() ? parse(reference) : relative(reference);
    Url clean = new Url(next.https, next.target, withoutDots(next.path), next.user);
    return clean.user.isEmpty() && clean.isSameOrigin(this)
        ? new Url(https, target, clean.path, user)
        : clean;
  }

  private Url relative(String reference) {
    if (reference.startsWith("//")) {
      return parse((https ? "https:" : "http:") + reference);
    }
    int question = path.indexOf('?');
    String plain = question < 0 ? path : path.substring(0, question);
    String joined;
    if (reference.isEmpty()) {
      joined = path;
    } else if (reference.startsWith("/")) {
      joined = reference;
    } else if (reference.startsWith("?")) {
      joined = plain + reference;
    } else {
      joined = plain.substring(0, plain.lastIndexOf('/') + 1) + reference;
    }
    return new Url(https, target, parse("http://x" + joined).path, Optional.empty());
  }

  /** RFC 3986, section 5.2.4. */
  private static String withoutDots(String path) {
    int question = path.indexOf('?');
    String query = question < 0 ? "" : path.substring(question);
    StringBuilder out = new StringBuilder();
    for (String rest = question < 0 ? path : path.substring(0, question); !rest.isEmpty(); ) {
      int next = rest.indexOf('/', 1);
      String segment = next < 0 ? rest : rest.substring(0, next);
      rest = next < 0 ? "" : rest.substring(next);
      boolean up = segment.equals("/..");
      if (up) {
        out.setLength(Math.max(0, out.lastIndexOf("/")));
      }
      if (!up && !segment.equals("/.")) {
        out.append(segment);
      } else if (rest.isEmpty()) {
        out.append('/');
      }
    }
    return out + query;
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
    return https == other.https
        && target.host().equalsIgnoreCase(other.target.host())
        && target.port() == other.target.port();
  }

  /** {@code Basic} credentials (RFC 7617), if the URL has some. */
  Optional<String> credentials() {
    return user.map(text -> URLDecoder.decode(text.replace("+", "%2B"), UTF_8))
        .map(text -> text.contains(":") ? text : text + ":")
        .map(text -> "Basic " + Base64.getEncoder().encodeToString(text.getBytes(UTF_8)));
  }

  /** The URL without its credentials. */
  @Override
  public String toString() {
    return (https ? "https://" : "http://") + hostField() + path;
  }
}
