package io.risefall.option;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A numeric IPv4 or IPv6 address with an optional scope and a port (0: any). Names are never looked
 * up. The scope is kept by name and resolved at {@link #toSocketAddress()}, since interfaces come
 * and go. Immutable.
 */
public final class Endpoint {

  private static final int MAX_PORT = 65_535;

  private final InetAddress address;
  private final @Nullable String scope;
  private final int port;

  private Endpoint(InetAddress address, @Nullable String scope, int port) {
    this.address = address;
    this.scope = scope;
    this.port = port;
  }

  /**
   * Reads {@code 10.1.53.2}, {@code 10.1.53.2:5353}, {@code 2001:db8::1}, {@code
   * [2001:db8::1]:5353} or {@code fe80::1%eth1}.
   *
   * @param defaultPort the port where the text has none
   * @throws IllegalArgumentException if the text is anything else
   */
  public static Endpoint parse(String text, int defaultPort) {
    String host = text;
    int port = defaultPort;
    if (text.startsWith("[")) {
      int close = text.indexOf(']');
      if (close < 0) {
        throw new IllegalArgumentException("'[' without ']'");
      }
      host = text.substring(1, close);
      if (host.indexOf(':') < 0) {
        throw new IllegalArgumentException("brackets are for IPv6");
      }
      if (close + 1 < text.length()) {
        if (text.charAt(close + 1) != ':') {
          throw new IllegalArgumentException("text after ']'");
        }
        port = parsePort(text.substring(close + 2));
      }
    } else {
      int colon = text.indexOf(':');
      if (colon >= 0 && colon == text.lastIndexOf(':')) {
        host = text.substring(0, colon);
        port = parsePort(text.substring(colon + 1));
      }
    }
    return parseHost(host, port);
  }

  /** An endpoint of a known address without a scope. */
  public static Endpoint of(InetAddress address, int port) {
    return new Endpoint(address, null, port);
  }

  private static Endpoint parseHost(String host, int port) {
    if (host.indexOf(':') < 0) {
      return new Endpoint(fromBytes(parseIpv4(host)), null, port);
    }
    int percent = host.indexOf('%');
    String scope = percent < 0 ? null : host.substring(percent + 1);
    if (scope != null && scope.isEmpty()) {
      throw new IllegalArgumentException("'%' without a scope");
    }
    String literal = percent < 0 ? host : host.substring(0, percent);
    for (int i = 0; i < literal.length(); i++) {
      char c = literal.charAt(i);
      if (c != ':' && c != '.' && !HexFormat.isHexDigit(c)) {
        throw new IllegalArgumentException("not a numeric address");
      }
    }
    try {
      InetAddress address = InetAddress.getByName("[" + literal + "]");
      if (scope != null && !(address instanceof Inet6Address)) {
        throw new IllegalArgumentException("a scope is for IPv6");
      }
      return new Endpoint(address, scope, port);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not a numeric address", e);
    }
  }

  private static byte[] parseIpv4(String host) {
    String[] parts = host.split("\\.", -1);
    byte[] bytes = new byte[4];
    if (parts.length != 4) {
      throw new IllegalArgumentException("not a numeric address");
    }
    for (int i = 0; i < 4; i++) {
      String part = parts[i];
      boolean octalLook = part.length() > 1 && part.charAt(0) == '0';
      if (!isDigits(part, 3) || octalLook || Integer.parseInt(part) > 255) {
        throw new IllegalArgumentException("not a numeric address");
      }
      bytes[i] = (byte) Integer.parseInt(part);
    }
    return bytes;
  }

  private static int parsePort(String text) {
    if (!isDigits(text, 5)) {
      throw new IllegalArgumentException("not a port");
    }
    int port = Integer.parseInt(text);
    if (port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException("not a port");
    }
    return port;
  }

  private static boolean isDigits(String text, int atMost) {
    return !text.isEmpty()
        && text.length() <= atMost
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static InetAddress fromBytes(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The address, without its scope. */
  public InetAddress address() {
    return address;
  }

  /** The port; 0 where any will do. */
  public int port() {
    return port;
  }

  /** This endpoint, with {@code usualPort} if it has none. */
  public Endpoint withPort(int usualPort) {
    return port == 0 ? new Endpoint(address, scope, usualPort) : this;
  }

  /** Whether this is an IPv6 address. */
  public boolean isIpv6() {
    return address instanceof Inet6Address;
  }

  /**
   * The address for a socket, its scope resolved to an interface of this host as it is now.
   *
   * @throws SocketException if the scope names no interface of this host
   */
  public InetSocketAddress toSocketAddress() throws SocketException {
    if (scope == null) {
      return new InetSocketAddress(address, port);
    }
    try {
      boolean numeric = isDigits(scope, 9);
      NetworkInterface network = numeric ? null : NetworkInterface.getByName(scope);
      if (numeric) {
        return new InetSocketAddress(
            Inet6Address.getByAddress(null, address.getAddress(), Integer.parseInt(scope)), port);
      } else if (network != null) {
        return new InetSocketAddress(
            Inet6Address.getByAddress(null, address.getAddress(), network), port);
      }
    } catch (UnknownHostException e) {
      throw noInterface(e);
    }
    throw noInterface(null);
  }

  private SocketException noInterface(@Nullable Exception cause) {
    SocketException e =
        new SocketException("no interface '" + scope + "' with this address family");
    if (cause != null) {
      e.initCause(cause);
    }
    return e;
  }

  /** The address alone, in the form of RFC 5952: {@code 2001:db8::1}, {@code fe80::1%eth1}. */
  public String host() {
    return format(address) + (scope == null ? "" : "%" + scope);
  }

  /** The address as people write it, with the port unless it is {@code usualPort}. */
  public String text(int usualPort) {
    if (port == usualPort || port == 0) {
      return host();
    }
    return isIpv6() ? "[" + host() + "]:" + port : host() + ":" + port;
  }

  /** {@code address} in its canonical text: dotted quad, or the form of RFC 5952, section 4. */
  public static String format(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address.getHostAddress();
    }
    byte[] bytes = address.getAddress();
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = ((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff);
    }
    int bestStart = -1;
    int bestLength = 1;
    for (int i = 0; i < 8; i++) {
      int length = 0;
      while (i + length < 8 && groups[i + length] == 0) {
        length++;
      }
      if (length > bestLength) {
        bestStart = i;
        bestLength = length;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      if (i == bestStart) {
        text.append("::");
        i += bestLength - 1;
      } else {
        if (i > 0 && text.charAt(text.length() - 1) != ':') {
          text.append(':');
        }
        text.append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Endpoint that
        && address.equals(that.address)
        && Objects.equals(scope, that.scope)
        && port == that.port;
  }

  @Override
  public int hashCode() {
    return Objects.hash(address, scope, port);
  }

  /** The address with its port, if it has one. */
  @Override
  public String toString() {
    return text(0);
  }
}
