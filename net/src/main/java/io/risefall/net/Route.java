package io.risefall.net;

import io.risefall.option.Endpoint;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.util.Optional;

/**
 * Whether this host has a way to an address. Its own routing table and a router on the way say "no
 * route" in the same words; but a datagram socket is connected by looking at the table, without
 * sending anything, so that nobody else can refuse it.
 */
final class Route {

  private Route() {}

  /**
   * @param source where it would begin, which is an address of this host
   */
  static boolean exists(ProtocolFamily family, Optional<Endpoint> source, Endpoint address) {
    try (DatagramChannel channel = DatagramChannel.open(family)) {
      if (source.isPresent()) {
        channel.bind(source.get().toSocketAddress());
      }
      channel.connect(address.toSocketAddress());
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
