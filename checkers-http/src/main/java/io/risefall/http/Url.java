package io.risefall.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.risefall.net.Target;
import io.risefall.option.OptionKind;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
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
  private static final Pattern WITH_SCHEME = Pattern.compile("(?s)([A-Za-z][A-Za-z0-9+.-]*):(.*)");
  private static final Pattern AUTHORITY = Pattern.compile("(?s)//([^/?]+)(.*)");
  private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f]");

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
    boolean https = isHttps(String.valueOf(uri.getScheme()));
    String authority = uri.getRawAuthority();
    if (authority == null) {
      throw new IllegalArgumentException("no host");
    }
    return of(https, authority, path(uri));
  }

  private static boolean isHttps(String scheme) {
    String lower = scheme.toLowerCase(Locale.ROOT);
    if (!lower.equals("http") && !lower.equals("https")) {
      throw new IllegalArgumentException("neither http:// nor https://");
    }
    return lower.equals("https");
  }

  private static Url of(boolean https, String authority, String path) {
    int at = authority.lastIndexOf('@');
    // RFC 6874: the scope of a link-local address comes after %25.
    String host = authority.substring(at + 1).replace("%25", "%");
    return new Url(
        https,
        Target.parse(withoutEmptyPort(host), https ? HTTPS_PORT : HTTP_PORT),
        path,
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
   * it), as curl has it: octets from 128 on and blanks are escaped, all else is asked for as it is,
   * be it in order or not. Name and password stay with their server.
   *
   * @param location its octets, one in each character
   * @throws IllegalArgumentException if it leads nowhere
   */
  Url resolve(String location) {
    String text = location.strip();
    if (text.isEmpty()) {
      throw new IllegalArgumentException("an empty Location");
    }
    if (CONTROL.matcher(text).find()) {
      throw new IllegalArgumentException("a control character");
    }
    int fragment = text.indexOf('#');
    String reference = fragment < 0 ? text : text.substring(0, fragment);
    Matcher absolute = WITH_SCHEME.matcher(reference);
    if (absolute.matches()) {
      return absolute(isHttps(absolute.group(1)), absolute.group(2));
    }
    return reference.startsWith("//")
        ? absolute(https, reference)
        : new Url(https, target, withoutDots(relative(asRequested(reference))), user);
  }

  /**
   * @param rest what comes after the scheme
   */
  private Url absolute(boolean toHttps, String rest) {
    Matcher parts = AUTHORITY.matcher(rest);
    if (!parts.matches()) {
      throw new IllegalArgumentException("no host");
    }
    if (parts.group(1).contains("@")) {
      throw new IllegalArgumentException("a user's name");
    }
    String host = new String(parts.group(1).getBytes(ISO_8859_1), UTF_8);
    String next = asRequested(parts.group(2));
    Url url = of(toHttps, host, withoutDots(next.startsWith("/") ? next : "/" + next));
    return url.isSameOrigin(this) ? new Url(https, target, url.path, user) : url;
  }

  private static String asRequested(String octets) {
    StringBuilder text = new StringBuilder(octets.length());
    for (int i = 0; i < octets.length(); i++) {
      char c = octets.charAt(i);
      if (c == ' ') {
        text.append(text.indexOf("?") < 0 ? "%20" : "+");
      } else if (c > '~') {
        text.append(String.format(Locale.ROOT, "%%%02x", (int) c));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  private String relative(String reference) {
    int question = path.indexOf('?');
    String plain = question < 0 ? path : path.substring(0, question);
    if (reference.isEmpty()) {
      return path;
    }
    if (reference.startsWith("/")) {
      return reference;
    }
    return reference.startsWith("?")
        ? plain + reference
        : plain.substring(0, plain.lastIndexOf('/') + 1) + reference;
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
