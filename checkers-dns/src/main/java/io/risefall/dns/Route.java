package io.risefall.dns;

import io.risefall.option.Endpoint;
import java.util.Optional;

/** How to reach a server. */
record Route(Endpoint server, Optional<Endpoint> source, Transport transport) {

  enum Transport {
    UDP,
    TCP,
    /** UDP, and TCP after a truncated reply (RFC 7766, section 5). */
    UDP_THEN_TCP
  }

  String serverText() {
    return server.text(DnsOptions.PORT);
  }
}
