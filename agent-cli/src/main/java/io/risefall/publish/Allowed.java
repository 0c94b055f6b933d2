package io.risefall.publish;

import io.risefall.config.Network;
import java.net.InetAddress;
import java.util.List;

/**
 * From where questions are taken. Immutable.
 *
 * @param networks empty: from everywhere
 */
record Allowed(List<Network> networks) {

  Allowed {
    networks = List.copyOf(networks);
  }

  boolean includes(InetAddress peer) {
    return networks.isEmpty() || networks.stream().anyMatch(network -> network.contains(peer));
  }
}
