package io.risefall.net;

import io.risefall.check.CheckContext;
import io.risefall.check.CheckFailedException;
import io.risefall.check.CheckResult;
import io.risefall.check.Reason;
import io.risefall.option.Endpoint;
import io.risefall.option.Idna;
import io.risefall.option.OptionKind;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A host, by name or by numeric address, and a port (0: none). Immutable. */
public final class Target {

  private static final String HOSTS = "10.1.53.2, www.example.org or 2001:db8::1";

  /** A host without a port. */
  public static final OptionKind<Target> HOST =
      OptionKind.of("host", "HOST", "a name or a numeric address, such as " + HOSTS, Target::host);

  /** A host and a port. */
  public static final OptionKind<Target> HOST_AND_PORT =
      OptionKind.of(
          "host and port",
          "HOST:PORT",
          "a name or a numeric address with a port, such as 10.1.53.2:25, www.example.org:443 or"
              + " [2001:db8::1]:25",
          Target::hostAndPort);

  /** RFC 1123, section 2.1, and the underscore that people use all the same. */
  private static final Pattern LABEL =
      Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?");

  private static final Pattern NUMBER = Pattern.compile("[0-9]+|0[xX][0-9A-Fa-f]*");

  private static final int LONGEST_NAME = 253;

  private final String name;
  private final @Nullable Endpoint numeric;
  private final int port;

  private Target(String name, @Nullable Endpoint numeric, int port) {
    this.name = name;
    this.numeric = numeric;
    this.port = port;
  }

  /**
   * Reads {@code www.example.org}, {@code www.example.org:443}, or what {@link Endpoint#parse}
   * reads. Names outside ASCII are turned into their form in the DNS ({@link Idna}).
   *
   * @param defaultPort the port where the text has none
   * @throws IllegalArgumentException if the text is anything else
   */
  public static Target parse(String text, int defaultPort) {
    return text.chars().allMatch(c -> c < 128)
        ? parseAscii(text, defaultPort)
        : parseAscii(inAscii(text), defaultPort);
  }

  private static String inAscii(String text) {
    int colon = text.lastIndexOf(':'); // what follows is a port, or no name at all
    return colon < 0
        ? Idna.toAscii(text)
        : Idna.toAscii(text.substring(0, colon)) + text.substring(colon);
  }

  private static Target parseAscii(String text, int defaultPort) {
    if (looksNumeric(text)) {
      return of(Endpoint.parse(text, defaultPort));
    }
    int colon = text.indexOf(':');
    if (colon < 0) {
      return new Target(name(text), null, defaultPort);
    }
    // Endpoint knows what a port is.
    int port = Endpoint.parse("0.0.0.0" + text.substring(colon), defaultPort).port();
    return new Target(name(text.substring(0, colon)), null, port);
  }

  /** A target of a known address. */
  public static Target of(Endpoint endpoint) {
    return new Target(endpoint.host(), endpoint, endpoint.port());
  }

  private static Target host(String text) {
    Target target = parse(text, 0);
    if (target.port != 0) {
      throw new IllegalArgumentException("has a port");
    }
    return target;
  }

  private static Target hostAndPort(String text) {
    Target target = parse(text, 0);
    if (target.port == 0) {
      throw new IllegalArgumentException("no port");
    }
    return target;
  }

  private static boolean looksNumeric(String text) {
    int colon = text.indexOf(':');
    String host = colon < 0 ? text : text.substring(0, colon);
    return text.startsWith("[")
        || colon != text.lastIndexOf(':')
        || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
  }

  private static String name(String text) {
    String bare = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    String[] labels = bare.split("\\.", -1);
    for (String label : labels) {
      if (!LABEL.matcher(label).matches()) {
        throw new IllegalArgumentException("not a host name");
      }
    }
    // The C library takes such a name for a number: 10.1, 0x7f000001.
    boolean numberAtTheEnd = NUMBER.matcher(labels[labels.length - 1]).matches();
    if (bare.length() > LONGEST_NAME || numberAtTheEnd) {
      throw new IllegalArgumentException("not a host name");
    }
    return text;
  }

  /** The name, or the numeric address without its port. */
  public String host() {
    return name;
  }

  /** The port; 0 where there is none. */
  public int port() {
    return port;
  }

  /** The address, where it is numeric. */
  public Optional<Endpoint> numeric() {
    return Optional.ofNullable(numeric);
  }

  /**
   * The target as people write it, with the port unless it is {@code usualPort} or there is none.
   */
  public String text(int usualPort) {
    if (numeric != null) {
      return numeric.text(usualPort);
    }
    return port == usualPort || port == 0 ? name : name + ":" + port;
  }

  /**
   * The address: the numeric one, or the first that the system has for the name, of {@code
   * source}'s family if there is one. What was found is kept for 10 s, and for 1 s that nothing
   * was; Java's own resolver, below, keeps it longer (30 s and 10 s by default) unless the security
   * properties {@code networkaddress.cache.ttl} and {@code networkaddress.cache.negative.ttl} say
   * 0, as in the agent.
   *
   * @throws CheckFailedException {@code BROKEN}, {@code name-unresolved}, if the system has no
   *     address for the name by the context's deadline; {@code family-mismatch} if it has none of
   *     the source's family
   * @throws InterruptedException if the thread was interrupted
   */
  public Endpoint resolve(Optional<Endpoint> source, CheckContext context)
      throws CheckFailedException, InterruptedException {
    if (numeric != null) {
      requireFamily(source, numeric);
      return numeric;
    }
    List<InetAddress> addresses = Lookup.system().of(name, context);
    for (InetAddress address : addresses) {
      Endpoint endpoint = Endpoint.of(address, port);
      if (source.isEmpty() || source.get().isIpv6() == endpoint.isIpv6()) {
        return endpoint;
      }
    }
    requireFamily(source, Endpoint.of(addresses.get(0), port));
    throw new IllegalStateException("a name without an address");
  }

  private void requireFamily(Optional<Endpoint> source, Endpoint address)
      throws CheckFailedException {
    if (source.isPresent() && source.get().isIpv6() != address.isIpv6()) {
      throw new CheckFailedException(
          CheckResult.broken(
              Reason.FAMILY_MISMATCH,
              name
                  + " has no "
                  + (source.get().isIpv6() ? "IPv6" : "IPv4")
                  + " address to reach from "
                  + source.get().host()));
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Target that && name.equals(that.name) && port == that.port;
  }

  @Override
  public int hashCode() {
    return name.hashCode() * 31 + port;
  }

  @Override
  public String toString() {
    return text(0);
  }
}
