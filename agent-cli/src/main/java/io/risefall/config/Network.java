package io.risefall.config;

import io.risefall.option.Endpoint;
import io.risefall.option.OptionKind;
import java.net.InetAddress;

/**
 * Addresses that begin alike: {@code 10.235.210.0/24}, {@code 2001:db8::/32}, or a single address.
 * Immutable.
 */
public final class Network {

  /** How one is written in the file and on the command line. */
  public static final OptionKind<Network> KIND =
      OptionKind.of(
          "network", "NETWORK", "10.1.53.0/24, 2001:db8::/32 or an address", Network::parse);

  private final byte[] prefix;
  private final int bits;
  private final String text;

  private Network(byte[] prefix, int bits, String text) {
    this.prefix = prefix;
    this.bits = bits;
    this.text = text;
  }

  /**
   * Reads a network in CIDR notation (RFC 4632, section 3.1; RFC 4291, section 2.3).
   *
   * @throws IllegalArgumentException if the text is anything else, or has bits beyond its prefix
   */
  public static Network parse(String text) {
    int slash = text.indexOf('/');
    Endpoint address = Endpoint.parse(slash < 0 ? text : text.substring(0, slash), 0);
    if (address.port() != 0) {
      throw new IllegalArgumentException("has a port");
    }
    byte[] octets = address.address().getAddress();
    int most = octets.length * Byte.SIZE;
    int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
    if (bits < 0 || bits > most) {
      throw new IllegalArgumentException("a prefix has 0 to " + most + " bits");
    }
    Network network = new Network(octets, bits, text);
    for (int bit = bits; bit < most; bit++) {
      if (network.bit(octets, bit) != 0) {
        throw new IllegalArgumentException("bits beyond the prefix are set");
      }
    }
    return network;
  }

  private int bit(byte[] octets, int index) {
    return octets[index / Byte.SIZE] >> (Byte.SIZE - 1 - index % Byte.SIZE) & 1;
  }

  /** Whether {@code address} is in it. */
  public boolean contains(InetAddress address) {
    byte[] octets = address.getAddress();
    if (octets.length != prefix.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      if (bit(octets, bit) != bit(prefix, bit)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Network network && network.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
